import type { Language } from '../../contract/text.ts';
import type { Queryable } from '../platform/database/database.ts';
import { expectedWaitSeconds } from './expected-wait.ts';
import { queueDemand } from './routing/queue-queries.ts';
import { currentWorkload } from './routing/waits.ts';

/**
 * The setting: while whoever asks for a person now would wait longer than this, they are shown what works without one
 * first. A person is never more than one tap further away.
 */
export const surgeAfterSeconds = 300;

/**
 * The wait of somebody who would join the queue now, as anybody's customer.
 * @returns no surge while nobody is at the desk: then customers are told when it opens
 */
export async function forecastWait(
  q: Queryable,
  now: Date,
  language: Language,
): Promise<{ expectedWaitSeconds: number; surge: boolean }> {
  const [ahead, load] = await Promise.all([queueDemand(q), currentWorkload(q, now)]);
  const seconds = expectedWaitSeconds({ skill: null, level: 1, language, weight: 1, ahead }, load);
  return { expectedWaitSeconds: seconds, surge: load.agents.length > 0 && seconds > surgeAfterSeconds };
}
