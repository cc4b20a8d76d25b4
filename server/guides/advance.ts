import type { Platform } from '../platform/platform.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { AnyGuide } from './definition.ts';
import { tell } from './tell.ts';
import type { Support } from '../support/support.ts';
import * as queries from './queries.ts';
import type { Run } from './run.ts';
import { type Surroundings, walk } from './walk.ts';

/** Longer than any command may take; then another walker may take over. */
const walkMilliseconds = 90_000;

export const walkTask = 'guides.walk';
export const timerTask = 'guides.timer';

/**
 * Has a run walked once `tx` has committed: by a job at once, or by the caller, with a job behind it should the caller's
 * process end before.
 */
export async function scheduleWalk(
  platform: Platform,
  tx: Transaction,
  runIds: readonly string[],
  by: 'job' | 'caller',
): Promise<void> {
  const runAt = by === 'job' ? undefined : new Date(platform.clock.now().getTime() + walkMilliseconds);
  await platform.jobs.add(
    tx,
    runIds.map((runId) => ({ task: walkTask, payload: { runId }, key: `${walkTask}:${runId}`, runAt })),
  );
}

/**
 * Walks a run through everything that came in, one walker at a time: claims it, walks without a transaction (looks read
 * from a snapshot, commands may call the outside), then keeps steps, cards and messages in one transaction.
 */
export function createAdvance(
  platform: Platform,
  support: Support,
  guideOf: (id: string) => AnyGuide | undefined,
  surroundings: Surroundings,
): (runId: string) => Promise<void> {
  const { db, jobs } = platform;

  async function walkOnce(claimed: Run, walker: string): Promise<void> {
    const guide = guideOf(claimed.guide);
    if (guide === undefined) throw new Error(`there is no guide ${claimed.guide}`);
    const walked = await walk(guide, claimed, claimed.pending, surroundings);
    await db.transaction(async (tx) => {
      const current = await queries.lockRun(tx, claimed.id);
      // Somebody took over after this walker was given up for lost; theirs counts.
      if (current?.walker !== walker) return;
      const run: Run = {
        ...walked.run,
        door: current.door,
        conversationId: current.conversationId,
        stepCount: current.stepCount + walked.taken.length,
        pending: current.pending.slice(claimed.pending.length),
      };
      await queries.insertSteps(tx, current, walked.taken);
      await queries.saveRun(tx, run);
      if (run.status === 'active' && run.timerAt !== undefined)
        await jobs.add(tx, [
          {
            task: timerTask,
            payload: { runId: run.id, card: run.cardNumber },
            runAt: run.timerAt,
            key: `${timerTask}:${run.id}`,
          },
        ]);
      await tell(platform, support, tx, guide, run, walked.cards);
    });
  }

  return async (runId) => {
    for (;;) {
      const walker = newId();
      const now = platform.clock.now();
      const until = new Date(now.getTime() + walkMilliseconds);
      const claimed = await queries.claimRun(db, { runId, walker, now, until });
      if (claimed === undefined) return;
      try {
        await walkOnce(claimed, walker);
      } catch (error) {
        await queries.releaseRun(db, runId, walker);
        throw error;
      }
    }
  };
}
