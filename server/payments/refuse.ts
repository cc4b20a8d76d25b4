import type { Settled } from '../platform/group-commit.ts';
import { ProblemError } from '../platform/problem.ts';
import type { AttemptRequest, AttemptResult } from './attempt-request.ts';
import type { BatchFacts } from './batch-facts.ts';
import { maySee } from './checkout.ts';
import { wasRefusedForGood } from './refused-for-good.ts';

/** Refusals that leave no attempt, and answers to keys that were used before. */
export function refuse(
  request: AttemptRequest,
  facts: BatchFacts,
  now: Date,
): Settled<AttemptResult> | undefined {
  const { caller, order, method, confirmed } = request;
  const refused = (...parameters: ConstructorParameters<typeof ProblemError>) => ({
    error: new ProblemError(...parameters),
  });
  const earlier = facts.attempts.get(`${caller.customerId} ${request.idempotencyKey}`);
  if (earlier !== undefined) {
    if (!earlier.attempt.fingerprint.equals(request.fingerprint)) return refused('idempotency_key_reused');
    return { value: { ...earlier, replayed: true } };
  }
  const customer = facts.customers.get(caller.customerId);
  if (customer === undefined) return refused('not_signed_in');
  if (customer.status === 'locked')
    return refused(
      'account_locked',
      customer.lockedUntil ? { retryAt: customer.lockedUntil.toISOString() } : {},
    );
  if (order.payeeCustomerId !== null && !facts.customers.has(order.payeeCustomerId))
    return refused('payee_not_found');
  if (confirmed !== undefined) {
    const payee =
      order.payeeCustomerId !== null
        ? facts.customers.get(order.payeeCustomerId)?.maskedName
        : order.checkoutSessionId === null
          ? undefined
          : facts.sessions.get(order.checkoutSessionId)?.merchant_name;
    if (confirmed.amount !== order.amount) return refused('payment_changed');
    if (confirmed.payee !== undefined && payee !== undefined && confirmed.payee !== payee)
      return refused('payment_changed');
  }
  if (method.type !== 'balance') {
    const stored = facts.methods.get(method.id);
    if (
      stored === undefined ||
      stored.customer_id !== caller.customerId ||
      stored.type !== method.type ||
      stored.removed_at !== null
    )
      return refused('not_found');
  }
  if (order.checkoutSessionId !== null) {
    const session = facts.sessions.get(order.checkoutSessionId);
    if (session === undefined || !maySee(session, caller.customerId)) return refused('not_found');
    if (session.amount !== order.amount || session.currency !== order.currency)
      return refused('payment_changed');
    if (session.status !== 'open' || session.expires_at <= now) return refused('payment_not_payable');
    if (facts.occupiedSessions.has(session.id)) return refused('payment_in_progress');
  }
  if (request.isNew) return undefined;
  const payment = facts.payments.get(request.paymentId);
  if (payment === undefined || payment.customer_id !== caller.customerId) return refused('not_found');
  if (payment.status === 'processing' || payment.status === 'requires_action')
    return refused('payment_in_progress');
  if (payment.status !== 'requires_payment_method') return refused('payment_not_payable');
  if (wasRefusedForGood(facts.earlierAttempts.get(payment.id) ?? [], method))
    return refused('payment_not_payable');
  return undefined;
}
