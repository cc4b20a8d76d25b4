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

/** What stands beside the payments: refunds, disputes, links to be paid by, the reference of transfers, preferences. */
export async function readMore(q: Queryable, customerId: string): Promise<Record<string, unknown>> {
  const [row] = await q.query<{ more: Record<string, unknown> }>(
    {
      name: 'payments.personal_data_more',
      text: `select jsonb_build_object(
               'refunds', (select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]') from (
                 select id, payment_id, amount::text, currency, reason, status, destination
                 from payments.refund where customer_id = $1) r),
               'disputes', (select coalesce(jsonb_agg(to_jsonb(d) - 'idempotency_key' - 'fingerprint' || jsonb_build_object(
                   'evidence', (select coalesce(jsonb_agg(to_jsonb(e) order by e.at), '[]') from (
                     select party, text, file_name, at from payments.dispute_evidence where dispute_id = d.id) e)) order by d.id), '[]')
                 from payments.dispute d where d.customer_id = $1),
               'paymentRequests', (select coalesce(jsonb_agg(to_jsonb(k) order by k.created_at), '[]') from (
                 select amount::text, currency, note, created_at, expires_at
                 from payments.request where payee_customer_id = $1) k),
               'depositReference', (select to_jsonb(d) - 'customer_id' from payments.deposit_reference d where d.customer_id = $1),
               'preferences', (select to_jsonb(p) - 'customer_id' from payments.preference p where p.customer_id = $1)
             ) as more`,
    },
    [customerId],
  );
  return row?.more ?? {};
}

/** Who was paid before and how, links and codes, preferences: needed by nothing that must be kept. */
export async function forgetHabits(tx: Transaction, customerId: string): Promise<void> {
  const tables = [
    ['preference', 'customer_id = $1'],
    ['known_payee', 'customer_id = $1 or payee_customer_id = $1'],
    ['request', 'payee_customer_id = $1'],
    ['payer_code', 'customer_id = $1'],
  ] as const;
  for (const [table, whose] of tables)
    await tx.query(
      { name: `payments.erase_${table}`, text: `delete from payments.${table} where ${whose}` },
      [customerId],
    );
}
