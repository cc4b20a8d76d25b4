import type { Platform } from '../platform/platform.ts';
import { type Advance, scheduleWalk, timerTask, walkTask } from './advance.ts';
import * as queries from './queries.ts';

const paymentTopics = [
  'payment.succeeded',
  'payment.failed',
  'payment.processing',
  'payment.requires_action',
  'payment.canceled',
] as const;

const queuedTopic = 'conversation.queued';

/** Moves runs by what happens elsewhere and by time. Everything is recorded first and walked by a job. */
export function hear(platform: Platform, { advance }: Advance): void {
  const { clock, db, events, jobs } = platform;

  events.consume('guides', [...paymentTopics, queuedTopic], async (tx, batch) => {
    const idsOf = (isQueued: boolean) =>
      batch.filter(({ topic }) => (topic === queuedTopic) === isQueued).map(({ subjectId }) => subjectId);
    // Nearly all payments have no guide about them; one read finds and locks the runs of those that have.
    const runs = await queries.lockRunsConcerned(tx, {
      paymentIds: idsOf(false),
      conversationIds: idsOf(true),
    });
    if (runs.length === 0) return;
    for (const { topic, subjectId } of batch) {
      const concerned = runs.filter((run) =>
        topic === queuedTopic
          ? run.conversationId === subjectId && run.door === 'chat'
          : run.paymentId === subjectId,
      );
      await queries.addInput(
        tx,
        concerned.map(({ id }) => id),
        topic === queuedTopic ? { type: 'person_requested' } : { type: 'event', topic },
      );
    }
    await scheduleWalk(
      platform,
      tx,
      runs.map(({ id }) => id),
    );
  });

  jobs.define(walkTask, async ({ runId }) => advance(String(runId)));

  jobs.define(timerTask, async ({ runId, card }) => {
    await db.transaction(async (tx) => {
      const run = await queries.lockRun(tx, String(runId));
      const waits = run?.status === 'active' && run.cardNumber === card && run.timerAt !== undefined;
      if (!waits || run.timerAt === undefined || run.timerAt > clock.now()) return;
      await queries.addInput(tx, [run.id], { type: 'timer', card: run.cardNumber });
      await scheduleWalk(platform, tx, [run.id]);
    });
  });
}
