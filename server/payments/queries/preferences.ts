import { plainArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface PreferenceRow {
  customer_id: string;
  balance_first: boolean;
  small_payment_limit: bigint;
}

/** Customers without a row have chosen nothing. */
export async function readPreferences(
  q: Queryable,
  customerIds: readonly string[],
): Promise<Map<string, PreferenceRow>> {
  if (customerIds.length === 0) return new Map();
  const rows = await q.query<PreferenceRow>(
    {
      name: 'payments.preferences',
      text: 'select customer_id, balance_first, small_payment_limit from payments.preference where customer_id = any($1::uuid[])',
    },
    [plainArray(customerIds)],
  );
  return new Map(rows.map((row) => [row.customer_id, row]));
}

export async function setSmallPaymentLimit(
  tx: Transaction,
  customerId: string,
  limit: bigint,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into payments.preference (customer_id, small_payment_limit, changed_at) values ($1, $2, $3)
     on conflict (customer_id) do update set small_payment_limit = $2, changed_at = $3`,
    [customerId, limit, now],
  );
}

/**
 * Puts a customer's methods in the order given; the first is the default.
 * @returns false when the ids are not exactly the methods there are
 */
export async function orderMethods(
  tx: Transaction,
  customerId: string,
  balanceFirst: boolean,
  ids: readonly string[],
  now: Date,
): Promise<boolean> {
  await tx.query(
    `insert into payments.preference (customer_id, balance_first, changed_at) values ($1, $2, $3)
     on conflict (customer_id) do update set balance_first = $2, changed_at = $3`,
    [customerId, balanceFirst, now],
  );
  const present = await tx.query<{ id: string }>(
    'select id from payments.method where customer_id = $1 and removed_at is null order by id for update',
    [customerId],
  );
  const asked = new Set(ids.map((id) => id.toLowerCase()));
  if (asked.size !== ids.length || present.length !== asked.size) return false;
  if (!present.every(({ id }) => asked.has(id))) return false;
  await tx.query(
    'update payments.method set is_default = false where customer_id = $1 and is_default and removed_at is null',
    [customerId],
  );
  await tx.query(
    `update payments.method set position = asked.place, is_default = asked.place = 1
     from unnest($1::uuid[]) with ordinality as asked (id, place) where method.id = asked.id`,
    [plainArray([...asked])],
  );
  return true;
}
