import { ProblemError } from '../platform/problem.ts';
import type { PaymentsContext } from './context.ts';
import { announce } from './events.ts';
import { lockPayments, updatePayments } from './queries/attempts.ts';
import type { PaymentRow } from './rows.ts';

/** Gives up a payment that waits for another attempt; nothing is held for it, so nothing moves. */
export function cancelPayment(
  context: PaymentsContext,
  customerId: string,
  paymentId: string,
): Promise<PaymentRow> {
  return context.db.transaction(async (tx) => {
    const payment = (await lockPayments(tx, [paymentId])).get(paymentId);
    if (payment?.customer_id !== customerId) throw new ProblemError('not_found');
    if (payment.status === 'canceled') return payment;
    if (payment.status === 'processing' || payment.status === 'requires_action')
      throw new ProblemError('payment_in_progress');
    if (payment.status === 'succeeded') throw new ProblemError('payment_not_payable');
    const canceled: PaymentRow = { ...payment, status: 'canceled', completed_at: context.clock.now() };
    updatePayments(tx, [canceled]);
    announce(context, tx, [{ payment: canceled }]);
    return canceled;
  });
}
