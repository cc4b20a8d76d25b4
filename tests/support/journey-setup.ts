import { buildWeb, isWebBuilt } from '../../scripts/build.ts';
import { RUNNING_URL } from './journey-world.ts';
import { startTestPostgres } from './postgres.ts';

/** Playwright runs this once before all journeys, and what it returns once after them; nothing where a UPay is named that runs already. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (RUNNING_URL) return undefined;
  if (!isWebBuilt()) await buildWeb(console.log);
  return startTestPostgres();
}
