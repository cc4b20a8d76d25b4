import type { ServerFrame } from '../../../contract/realtime.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { PaymentsContext } from '../context.ts';
import { type DisputeRow, isOpen } from './dispute.ts';

/** `dispute.opened`, `dispute.updated`, `dispute.closed` (subject: the dispute); the wallet looks at the payment again. */
export function announceDispute(
  { events, bus }: PaymentsContext,
  tx: Transaction,
  row: DisputeRow,
  isNew = false,
): void {
  events.append(tx, [
    {
      topic: isNew ? 'dispute.opened' : isOpen(row) ? 'dispute.updated' : 'dispute.closed',
      subjectId: row.id,
      payload: {
        customerId: row.customer_id,
        ...(row.merchant_id === null ? {} : { merchantId: row.merchant_id }),
        // What the merchant is told: never who disputes.
        dispute: {
          id: row.id,
          paymentId: row.payment_id,
          amount: row.amount.toString(),
          currency: row.currency,
          reason: row.reason,
          status: row.status,
          ...(row.respond_by === null ? {} : { respondBy: row.respond_by.toISOString() }),
        },
      },
    },
  ]);
  tx.afterCommit(() => {
    const frame: ServerFrame = { type: 'payment', paymentId: row.payment_id, status: 'succeeded' };
    bus.publish(`customer:${row.customer_id}`, frame);
  });
}
