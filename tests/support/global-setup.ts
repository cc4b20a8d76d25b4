import { keyOf, readKeptModel } from '../../server/assistant/understanding/kept.ts';
import { teachOwn } from '../../server/assistant/understanding/teach.ts';
import { readUtterances } from '../../server/assistant/understanding/utterances.ts';
import { startTestPostgres } from './postgres.ts';

/** Vitest runs this once before all tests, and what it returns once after them. */
export default function setup(): Promise<() => Promise<void>> {
  // Learnt once and kept: every test finds the same understanding, and none spends the time again.
  if (readKeptModel(keyOf(readUtterances())) === undefined) teachOwn();
  return startTestPostgres();
}
