import type { MerchantRefund, Refund } from '../../../contract/refunds.ts';
import type { MethodRow } from '../rows.ts';
import type { RefundRow } from './refund.ts';

/** As the customer sees it. */
export function viewRefund(row: RefundRow, methods: ReadonlyMap<string, MethodRow>): Refund {
  const method = row.method_id === null ? undefined : methods.get(row.method_id);
  return {
    id: row.id,
    amount: row.amount.toString(),
    currency: row.currency,
    status: row.status,
    reason: row.reason,
    destination: {
      type: row.destination,
      ...(method === undefined ? {} : { bank: method.bank, last4: method.last4, network: method.network }),
    },
    fellBackToBalance: row.failure_code !== null,
    createdAt: row.created_at.toISOString(),
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at.toISOString() }),
  };
}

/** As the merchant sees it. */
export function viewMerchantRefund(row: RefundRow, checkoutSessionId: string): MerchantRefund {
  return {
    id: row.id,
    paymentId: row.payment_id,
    checkoutSessionId,
    amount: row.amount.toString(),
    currency: row.currency,
    status: row.status,
    reason: row.reason,
    ...(row.note === null ? {} : { note: row.note }),
    createdAt: row.created_at.toISOString(),
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at.toISOString() }),
  };
}
