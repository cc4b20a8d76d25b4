import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { opensAt } from '../calendar.ts';
import { expectedWaitSeconds } from '../expected-wait.ts';
import { workload } from './agent-queries.ts';
import { queuePlaces } from './queue-queries.ts';
import { momentsOf } from './times.ts';

/** The expected wait rests on this many conversations. */
const recentConversations = 50;

/** The load that the expected wait is reckoned from, as of now. */
export const currentWorkload = (q: Queryable, now: Date) =>
  workload(q, recentConversations, momentsOf(now).goneBefore);

export interface ExpectedWait {
  position: number;
  seconds: number;
  /** When the desk opens, while nobody is there. */
  opens: Date | undefined;
}

/** The place and the expected wait of each of these that waits. */
export async function expectedWaits(
  q: Queryable,
  now: Date,
  conversationIds: readonly string[],
): Promise<Map<string, ExpectedWait>> {
  const places = await queuePlaces(q, conversationIds);
  const load = await currentWorkload(q, now);
  const opens = load.agents.length === 0 ? opensAt(now) : undefined;
  const untilOpen = opens === undefined ? 0 : Math.ceil((opens.getTime() - now.getTime()) / 1000);
  return new Map(
    [...places].map(([id, place]) => [
      id,
      { position: place.position, seconds: untilOpen + expectedWaitSeconds(place, load), opens },
    ]),
  );
}

/**
 * Keeps what the customer of a conversation that has just joined the queue is told, to be held against what happens. One
 * that waits already and is now to be served by others is told anew.
 * @returns when the desk opens, while nobody is there; then nothing is promised
 */
export async function promiseWait(
  tx: Transaction,
  now: Date,
  conversationId: string,
): Promise<Date | undefined> {
  const wait = (await expectedWaits(tx, now, [conversationId])).get(conversationId);
  if (wait === undefined || wait.opens !== undefined) {
    tx.write(
      {
        name: 'support.withdraw_promise',
        text: 'delete from support.wait_promise where conversation_id = $1 and ended_at is null',
      },
      [conversationId],
    );
    return wait?.opens;
  }
  await tx.query(
    {
      name: 'support.promise_wait',
      text: `insert into support.wait_promise (conversation_id, promised_at, position, promised_seconds) values ($1, $2, $3, $4)
             on conflict (conversation_id) where ended_at is null do update set promised_at = excluded.promised_at,
               position = excluded.position, promised_seconds = excluded.promised_seconds`,
    },
    [conversationId, now, wait.position, wait.seconds],
  );
  return undefined;
}

export async function endPromise(
  tx: Transaction,
  { conversationId, outcome, at }: { conversationId: string; outcome: 'answered' | 'left'; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.end_promise',
      text: `update support.wait_promise set outcome = $2, ended_at = $3 where conversation_id = $1 and ended_at is null`,
    },
    [conversationId, outcome, at],
  );
}
