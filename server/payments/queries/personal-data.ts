import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** Removed ones too, without the tokens that stand for them at the networks. */
export function readAllMethods(q: Queryable, customerId: string): Promise<Array<Record<string, unknown>>> {
  return q.query(
    {
      name: 'payments.methods_of_owner',
      text: `select type, network, bank, funding, last4, expiry_month, expiry_year, added_at, removed_at
             from payments.method where customer_id = $1 order by added_at`,
    },
    [customerId],
  );
}

/** What of a customer's has its end open. */
export async function readUnderWay(
  q: Queryable,
  customerId: string,
): Promise<{ payments: boolean; refunds: boolean; disputes: boolean }> {
  const [row] = await q.query<{ payments: boolean; refunds: boolean; disputes: boolean }>(
    {
      name: 'payments.under_way',
      text: `select
               exists (select from payments.payment where customer_id = $1 and status in ('processing', 'requires_action')) as payments,
               exists (select from payments.refund where customer_id = $1 and status = 'processing') as refunds,
               exists (select from payments.dispute where customer_id = $1 and closed_at is null) as disputes`,
    },
    [customerId],
  );
  return row ?? { payments: false, refunds: false, disputes: false };
}

/** No means of payment is left, nor the tokens that stood for them; which card a past payment used stays with it. */
export async function forgetMethods(tx: Transaction, customerId: string, at: Date): Promise<void> {
  await tx.query(
    {
      name: 'payments.forget_methods',
      text: `update payments.method set token = '', is_default = false, removed_at = coalesce(removed_at, $2)
             where customer_id = $1`,
    },
    [customerId, at],
  );
}
