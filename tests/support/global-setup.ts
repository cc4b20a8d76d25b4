import { startTestPostgres } from './postgres.ts';

/** Vitest runs this once before all tests, and what it returns once after them. */
export default function setup(): Promise<() => Promise<void>> {
  return startTestPostgres();
}
