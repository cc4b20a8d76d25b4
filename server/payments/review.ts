import type { HeldPayment } from '../../contract/held-payments.ts';
import { decimalOf } from '../../contract/money.ts';
import type { Approval } from '../../contract/staff.ts';
import type { LocalizedText } from '../../contract/text.ts';
import { assertStaffMay } from '../identity/identity.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import type { Job } from '../platform/jobs/jobs.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PaymentsContext } from './context.ts';
import type { Pay } from './pay.ts';
import {
  lockPayments,
  readAttempts,
  readAttemptsOfPayments,
  readHeldPayments,
  readPayments,
  updatePayments,
} from './queries/attempts.ts';
import { readMethods } from './queries/methods.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import { viewPayments } from './view.ts';

type Staff = Callers['staff'];
type Decision = 'release' | 'refuse';

export interface Reviews {
  /** The oldest first, at most 200. */
  list(staff: Staff): Promise<HeldPayment[]>;
  /** Asks a colleague to approve; what they approve is carried out by itself. Throws not_found, not_allowed, conflict. */
  propose(
    staff: Staff,
    paymentId: string,
    proposal: { decision: Decision; reason: string },
  ): Promise<Approval>;
  /**
   * Decides what the customer has accepted and a second person approved (support's account actions); carried out by itself
   * once `tx` has committed. Throws not_found, conflict.
   */
  decide(tx: Transaction, held: { customerId: string; paymentId: string; decision: Decision }): Promise<void>;
}

const reviewTask = 'payments.review';
const validMilliseconds = 24 * 60 * 60_000;
/** What nobody has decided by then is refused: better no payment than a hold without an end. */
const reviewedWithinMilliseconds = 3 * 24 * 60 * 60_000;

/** The job that refuses what nobody decides; a decision takes its place. */
export function endOfReview(attempt: AttemptRow): Job {
  return {
    task: reviewTask,
    payload: { attemptId: attempt.id, decision: 'refuse' },
    runAt: new Date(attempt.started_at.getTime() + reviewedWithinMilliseconds),
    key: `review:${attempt.id}`,
  };
}

/** Payments that the rules of risk hold: people release or refuse them, one proposing, another approving. */
export function createReviews(context: PaymentsContext, pay: Pay): Reviews {
  const { db, identity, jobs, events, log } = context;

  events.consume('payments.review', ['approval.decided'], async (tx, decided) => {
    for (const { subjectId, payload } of decided) {
      if (payload.subject !== 'held_payment' || payload.decision !== 'approved') continue;
      const approval = await identity.approvals.find(tx, subjectId);
      if (approval?.decidedBy === undefined || approval.state !== 'approved') continue;
      const { action } = approval;
      // What was asked for in a conversation is carried out there.
      if ('accountActionId' in action) continue;
      await identity.approvals.consume(
        tx,
        { staffId: approval.decidedBy.id },
        { id: subjectId, subject: 'held_payment', action },
      );
      await jobs.add(tx, [{ task: reviewTask, payload: { ...action }, key: `review:${action.attemptId}` }]);
    }
  });
  jobs.define(reviewTask, async ({ attemptId, decision }) =>
    carryOut(String(attemptId), decision === 'release' ? 'release' : 'refuse'),
  );

  async function carryOut(attemptId: string, decision: Decision): Promise<void> {
    const [attempt] = await readAttempts(db, [attemptId]);
    const [payment] = attempt ? await readPayments(db, [attempt.payment_id]) : [];
    if (attempt === undefined || payment === undefined || !payment.under_review) return;
    if (decision === 'refuse' || attempt.rail_id === null) {
      const raw = { network: 'upay', code: decision === 'refuse' ? 'review_refused' : 'review_released' };
      await pay.settle({
        attemptId,
        outcome:
          decision === 'refuse'
            ? { status: 'declined', raw, failureCode: 'risk_rejected' }
            : { status: 'succeeded', raw },
        source: 'review',
        milliseconds: 0,
      });
      return;
    }
    // Its rail has not had it yet: from now on it is as any other that waits for one.
    const released = await db.transaction(async (tx) => {
      const locked = (await lockPayments(tx, [payment.id])).get(payment.id);
      if (locked === undefined || !locked.under_review) return undefined;
      const row: PaymentRow = { ...locked, under_review: false };
      updatePayments(tx, [row]);
      await context.scheduleInquiries(tx, [attempt]);
      return row;
    });
    const [method] = released ? await readMethods(db, [attempt.method_id as string]) : [];
    if (released && method) await pay.send({ payment: released, attempt, replayed: false }, method);
  }

  async function lockHeld(
    tx: Transaction,
    paymentId: string,
  ): Promise<{ payment: PaymentRow; attempt: AttemptRow }> {
    const payment = (await lockPayments(tx, [paymentId])).get(paymentId);
    if (payment === undefined) throw new ProblemError('not_found');
    if (!payment.under_review) throw new ProblemError('conflict');
    const attempt = (await readAttemptsOfPayments(tx, [payment.id])).at(-1);
    if (attempt === undefined) throw new Error('a held payment without an attempt');
    return { payment, attempt };
  }

  return {
    async decide(tx, { customerId, paymentId, decision }) {
      const { payment, attempt } = await lockHeld(tx, paymentId);
      if (payment.customer_id !== customerId) throw new ProblemError('not_found');
      const payload = { paymentId, attemptId: attempt.id, decision };
      await jobs.add(tx, [{ task: reviewTask, payload, key: `review:${attempt.id}` }]);
    },

    async list(staff) {
      assertStaffMay(staff, 'view', 'held_payment');
      const rows = await readHeldPayments(db, 200);
      const attempts = new Map(
        (
          await readAttemptsOfPayments(
            db,
            rows.map(({ id }) => id),
          )
        ).map((attempt) => [attempt.payment_id, attempt]),
      );
      const payers = await identity.customers(db, [...new Set(rows.map((row) => row.customer_id))]);
      return Promise.all(
        rows.map(async (row): Promise<HeldPayment> => {
          const payer = payers.get(row.customer_id);
          const [view] = await viewPayments(context, db, row.customer_id, [row]);
          const risk = attempts.get(row.id)?.trace.find(({ check }) => check === 'risk');
          return {
            id: row.id,
            kind: row.kind,
            amount: row.amount.toString(),
            currency: row.currency,
            payer: {
              id: row.customer_id,
              maskedName: payer?.maskedName ?? '*',
              maskedContact: payer?.maskedContact ?? '*',
              registeredAt: (payer?.registeredAt ?? row.created_at).toISOString(),
            },
            payee: view?.counterparty.name ?? { zh: '', en: '' },
            rule: String(risk?.evidence.rule ?? ''),
            heldAt: (attempts.get(row.id)?.started_at ?? row.created_at).toISOString(),
          };
        }),
      );
    },

    async propose(staff, paymentId, { decision, reason }) {
      assertStaffMay(staff, 'request', 'held_payment');
      return db.transaction(async (tx) => {
        const { payment, attempt } = await lockHeld(tx, paymentId);
        log.info({ paymentId: payment.id, decision }, 'a decision about a held payment is proposed');
        return identity.approvals.request(tx, staff, {
          subject: 'held_payment',
          action: { paymentId: payment.id, attemptId: attempt.id, decision },
          summary: summaryOf(payment, decision),
          reason,
          customerId: payment.customer_id,
          validMilliseconds,
        });
      });
    },
  };
}

function summaryOf({ amount, currency }: PaymentRow, decision: Decision): LocalizedText {
  const money = `${currency} ${decimalOf(amount)}`;
  return decision === 'release'
    ? { zh: `放行待核实的付款 ${money}`, en: `Release a held payment of ${money}` }
    : { zh: `拒绝待核实的付款 ${money}`, en: `Refuse a held payment of ${money}` };
}
