import type { ServerFrame } from '../../../contract/realtime.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { PaymentsContext } from '../context.ts';
import type { RefundRow } from './refund.ts';

/** `refund.processing` and `refund.succeeded` (subject: the refund); the wallet looks at the payment again. */
export function announceRefund({ events, bus }: PaymentsContext, tx: Transaction, row: RefundRow): void {
  events.append(tx, [
    {
      topic: `refund.${row.status}`,
      subjectId: row.id,
      payload: {
        customerId: row.customer_id,
        merchantId: row.merchant_id,
        paymentId: row.payment_id,
        amount: row.amount.toString(),
        currency: row.currency,
        destination: row.destination,
      },
    },
  ]);
  tx.afterCommit(() => {
    const frame: ServerFrame = { type: 'payment', paymentId: row.payment_id, status: 'succeeded' };
    bus.publish(`customer:${row.customer_id}`, frame);
  });
}
