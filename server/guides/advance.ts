import type { Platform } from '../platform/platform.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { AnyGuide } from './definition.ts';
import type { ReportedIncidents } from './incidents/incidents.ts';
import { tell } from './tell.ts';
import type { Support } from '../support/support.ts';
import * as queries from './queries.ts';
import type { Run } from './run.ts';
import { type Surroundings, walk } from './walk.ts';
import { insertSteps } from './step-queries.ts';

/** Longer than any command may take; then another walker may take over. */
const walkMilliseconds = 90_000;
/** After a walk that broke; doubles each time. */
const firstRetryMilliseconds = 500;

export const walkTask = 'guides.walk';
export const timerTask = 'guides.timer';

/** Has runs walked by a job as soon as `tx` has committed. */
export async function scheduleWalk(
  platform: Platform,
  tx: Transaction,
  runIds: readonly string[],
): Promise<void> {
  await platform.jobs.add(
    tx,
    runIds.map((runId) => ({ task: walkTask, payload: { runId }, key: `${walkTask}:${runId}` })),
  );
}

/** The right to walk a run, for a while. */
export interface Claim {
  run: Run;
  walker: string;
}

/** Walks runs through everything that came in, one walker at a time. */
export interface Advance {
  /** Claims a run that has something to walk and no walker. Should the claimer's process end, a job takes over in time. */
  claim(tx: Transaction, runId: string): Promise<Claim | undefined>;
  /**
   * Walks without a transaction (looks read from a snapshot, commands may call the outside), keeps steps, cards and messages
   * in one, and goes on while more has come in. A walk that breaks leaves nothing and is tried again later by a job.
   */
  walk(claim: Claim | undefined): Promise<void>;
  /** Both. */
  advance(runId: string): Promise<void>;
}

export function createAdvance(
  platform: Platform,
  support: Support,
  guideOf: (id: string) => AnyGuide | undefined,
  surroundings: Surroundings,
  incidents: Pick<ReportedIncidents, 'record'>,
): Advance {
  const { clock, db, jobs, log } = platform;

  async function walkOnce({ run: claimed, walker }: Claim): Promise<void> {
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
      await insertSteps(tx, current, walked.taken);
      incidents.record(tx, claimed, run);
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

  async function tryAgainLater({ run, walker }: Claim, error: unknown): Promise<void> {
    log.error({ err: error, runId: run.id, guide: run.guide }, 'a guide run broke; it will be tried again');
    const wait = firstRetryMilliseconds * 2 ** Math.min(run.failures, 12);
    const runAt = new Date(clock.now().getTime() + wait);
    await db.transaction(async (tx) => {
      await queries.releaseRun(tx, run.id, walker);
      await jobs.add(tx, [
        { task: walkTask, payload: { runId: run.id }, key: `${walkTask}:${run.id}`, runAt },
      ]);
    });
  }

  const advance: Advance = {
    async claim(tx, runId) {
      const walker = newId();
      const now = clock.now();
      const until = new Date(now.getTime() + walkMilliseconds);
      const run = await queries.claimRun(tx, { runId, walker, now, until });
      if (run === undefined) return undefined;
      await jobs.add(tx, [
        { task: walkTask, payload: { runId }, key: `${walkTask}:${runId}:after`, runAt: until },
      ]);
      return { run, walker };
    },
    async walk(first) {
      for (let claim = first; claim !== undefined; ) {
        const { run } = claim;
        try {
          await walkOnce(claim);
        } catch (error) {
          return tryAgainLater(claim, error);
        }
        claim = await db.transaction((tx) => advance.claim(tx, run.id));
      }
    },
    advance: async (runId) => advance.walk(await db.transaction((tx) => advance.claim(tx, runId))),
  };
  return advance;
}
