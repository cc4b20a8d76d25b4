import { failure } from '../../contract/failure.ts';
import type { MethodReference } from '../../contract/payments.ts';
import type { Job } from '../platform/jobs/jobs.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PaymentsContext } from './context.ts';
import { systemOwner } from './movement.ts';
import type { Pay } from './pay.ts';
import {
  hasLaterPayment,
  lockPayments,
  readAttemptsOfPayments,
  readPayments,
  updatePayments,
} from './queries/attempts.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';

const task = 'payments.retry';
const minute = 60_000;
/**
 * How long after each failed attempt the next is made: four at most, within a day, so that the schemes' caps (Visa 20 in 30
 * days, Mastercard 10 a day and 35 in 30 days) are never near.
 */
const waits = [5 * minute, 30 * minute, 2 * 60 * minute, 12 * 60 * minute] as const;

/**
 * When a failed payment is tried again by itself: where its code says that the same instrument may work later, and only for
 * the customer's own money on its way into or out of the wallet. Who waits for a transfer or an order may have got it in
 * another way by then, and so may the payment that a top-up was to finish.
 */
export function nextRetryAt(payment: PaymentRow, attempt: AttemptRow, now: Date): Date | null {
  if (payment.kind !== 'top_up' && payment.kind !== 'withdrawal') return null;
  if (payment.failure_code === null || failure(payment.failure_code).next !== 'retry') return null;
  if (attempt.idempotency_key.endsWith(':top-up')) return null;
  const wait = waits[payment.attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}

/** One a payment: another schedule takes the place of the last. */
export function retryJob({ id, retry_at: runAt }: PaymentRow): Job[] {
  return runAt ? [{ task, payload: { paymentId: id }, runAt, key: `retry:${id}` }] : [];
}

/** Tries again what waits for it. Whatever the customer did meanwhile, another attempt or giving up, has ended the wait. */
export function defineRetries(context: PaymentsContext, pay: Pay): void {
  const { db, jobs, identity, log } = context;

  async function retry(paymentId: string): Promise<void> {
    const [payment] = await readPayments(db, [paymentId]);
    const last = (await readAttemptsOfPayments(db, [paymentId])).at(-1);
    if (!payment?.retry_at || last === undefined || payment.method_id === null) return;
    const customer = (await identity.customers(db, [payment.customer_id])).get(payment.customer_id);
    // Who did it in another way meanwhile does not want it twice.
    if (customer === undefined || (await hasLaterPayment(db, payment))) return endWait(paymentId);
    const method: MethodReference = { type: payment.method_type as 'card', id: payment.method_id };
    const deviceId = last.trace.find(({ check }) => check === 'session')?.evidence.deviceId;
    try {
      await pay.again(payment, method, {
        caller: {
          customerId: customer.id,
          // Nobody is logged in for it.
          sessionId: systemOwner,
          deviceId: typeof deviceId === 'string' ? deviceId : systemOwner,
          language: customer.language,
        },
        idempotencyKey: `retry:${paymentId}:${payment.attempts}`,
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      log.info({ paymentId, code: error.code }, 'a payment is not tried again');
      await endWait(paymentId);
    }
  }

  function endWait(paymentId: string): Promise<void> {
    return db.transaction(async (tx) => {
      const payment = (await lockPayments(tx, [paymentId])).get(paymentId);
      if (payment?.status === 'requires_payment_method') updatePayments(tx, [{ ...payment, retry_at: null }]);
    });
  }

  jobs.define(task, ({ paymentId }) => retry(String(paymentId)));
}
