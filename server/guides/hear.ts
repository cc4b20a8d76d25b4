import type { Event } from '../platform/events.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { scheduleWalk, timerTask, walkTask } from './advance.ts';
import * as queries from './queries.ts';

const paymentTopics = [
  'payment.succeeded',
  'payment.failed',
  'payment.processing',
  'payment.requires_action',
  'payment.canceled',
] as const;

/** Moves runs by what happens elsewhere and by time. Everything is recorded first and walked by a job. */
export function hear(platform: Platform, advance: (runId: string) => Promise<void>): void {
  const { clock, db, events, jobs } = platform;

  events.consume('guides', [...paymentTopics, 'conversation.queued'], async (tx, batch) => {
    // Nearly all payments have no guide about them; one read finds those that have.
    const guided = await queries.findGuidedPayments(
      tx,
      batch.filter((event) => event.topic !== 'conversation.queued').map((event) => event.subjectId),
    );
    for (const event of batch)
      if (event.topic === 'conversation.queued' || guided.has(event.subjectId)) await hearOne(tx, event);
  });

  async function hearOne(tx: Transaction, event: Event): Promise<void> {
    const runIds = await runsOf(tx, event);
    if (runIds.length === 0) return;
    await queries.addInput(
      tx,
      runIds,
      event.topic === 'conversation.queued'
        ? { type: 'person_requested' }
        : { type: 'event', topic: event.topic },
    );
    await scheduleWalk(platform, tx, runIds, 'job');
  }

  jobs.define(walkTask, async ({ runId }) => advance(String(runId)));

  jobs.define(timerTask, async ({ runId, card }) => {
    const due = await db.transaction(async (tx) => {
      const run = await queries.lockRun(tx, String(runId));
      const waits = run?.status === 'active' && run.cardNumber === card && run.timerAt !== undefined;
      if (!waits || run.timerAt === undefined || run.timerAt > clock.now()) return false;
      await queries.addInput(tx, [run.id], { type: 'timer', card: run.cardNumber });
      return true;
    });
    if (due) await advance(String(runId));
  });
}

function runsOf(tx: Transaction, event: Event): Promise<string[]> {
  return event.topic === 'conversation.queued'
    ? queries.lockRunsOfConversation(tx, event.subjectId)
    : queries.lockRunsOfPayment(tx, event.subjectId);
}
