import type { Platform } from '../platform/platform.ts';
import { type Advance, scheduleWalk, timerTask, walkTask } from './advance.ts';
import type { AnyGuide } from './definition.ts';
import * as queries from './queries.ts';

const paymentTopics = [
  'payment.succeeded',
  'payment.failed',
  'payment.processing',
  'payment.requires_action',
  'payment.canceled',
] as const;

/** What happens to a customer's account that a guide may react to; the subject is the customer. */
const accountTopics = [
  'customer.signed_in',
  'payment_password.locked',
  'payment_password.set',
  'payment_password.reset',
  'password.reset',
  'account.locked',
  'account.frozen',
  'account.unfrozen',
  'account.unlocked',
] as const;

const refundTopics = ['refund.processing', 'refund.succeeded'] as const;

/** A case that the customer has opened. */
const caseTopics = ['complaint.received', 'dispute.opened', 'callback.changed', 'diagnostics.sent'] as const;

const queuedTopic = 'conversation.queued';

const ofAccounts: ReadonlySet<string> = new Set(accountTopics);
const ofPayments: ReadonlySet<string> = new Set(paymentTopics);

/** The payment that a refund or a case is about. */
function paymentIn(payload: Record<string, unknown>): string | undefined {
  const { paymentId, dispute } = payload as { paymentId?: string; dispute?: { paymentId: string } };
  return dispute?.paymentId ?? paymentId;
}

/** Moves runs by what happens elsewhere and by time. Everything is recorded first and walked by a job. */
export function hear(platform: Platform, { advance }: Advance, guides: readonly AnyGuide[]): void {
  const { clock, db, events, jobs } = platform;

  /** Guides whose cards react to anything of the customer's. */
  const listening = guides.filter(({ hears }) => hears === 'customer').map(({ id }) => id);

  events.consume(
    'guides',
    [...paymentTopics, ...refundTopics, ...caseTopics, ...accountTopics, queuedTopic],
    async (tx, batch) => {
      const heard = batch.map(({ topic, subjectId, payload }) => ({
        topic,
        conversationId: topic === queuedTopic ? subjectId : undefined,
        paymentId: ofPayments.has(topic) ? subjectId : paymentIn(payload),
        customerId: ofAccounts.has(topic) ? subjectId : (payload.customerId as string | undefined),
      }));
      const known = (ids: ReadonlyArray<string | undefined>) => ids.filter((id) => id !== undefined);
      // Nearly all payments have no guide about them; one read finds and locks the runs of those that have.
      const runs = await queries.lockRunsConcerned(tx, {
        paymentIds: known(heard.map(({ paymentId }) => paymentId)),
        conversationIds: known(heard.map(({ conversationId }) => conversationId)),
        customerIds: known(
          heard.map(({ topic, customerId }) => (topic === queuedTopic ? undefined : customerId)),
        ),
        listening,
      });
      if (runs.length === 0) return;
      for (const { topic, conversationId, paymentId, customerId } of heard) {
        const concerned = runs.filter((run) =>
          topic === queuedTopic
            ? run.conversationId === conversationId && run.door === 'chat'
            : (paymentId !== undefined && run.paymentId === paymentId) ||
              (run.customerId === customerId && listening.includes(run.guide)),
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
    },
  );

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
