import type { Queryable } from '../../platform/database/database.ts';
import type { MethodRow } from '../rows.ts';

/** Stored methods by id, removed ones too: old payments still name them. */
export async function readMethods(q: Queryable, ids: readonly string[]): Promise<MethodRow[]> {
  if (ids.length === 0) return [];
  return q.query(
    { name: 'payments.methods', text: 'select * from payments.method where id = any($1::uuid[])' },
    [ids],
  );
}

/** A customer's methods: the default, then in their order; a new one comes before those that were there. */
export function listMethods(q: Queryable, customerId: string): Promise<MethodRow[]> {
  return q.query(
    {
      name: 'payments.methods_of',
      text: 'select * from payments.method where customer_id = $1 and removed_at is null order by is_default desc, position, id desc',
    },
    [customerId],
  );
}

export async function insertMethod(q: Queryable, row: Omit<MethodRow, 'position'>): Promise<MethodRow> {
  const [inserted] = await q.query<MethodRow>(
    `insert into payments.method (id, customer_id, type, rail_id, token, network, bank, funding, last4, expiry_month, expiry_year, is_default, position, added_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
       not exists (select from payments.method where customer_id = $2 and is_default and removed_at is null),
       (select coalesce(min(position), 0) - 1 from payments.method where customer_id = $2 and removed_at is null), $12)
     returning *`,
    [
      row.id,
      row.customer_id,
      row.type,
      row.rail_id,
      row.token,
      row.network,
      JSON.stringify(row.bank),
      row.funding,
      row.last4,
      row.expiry_month,
      row.expiry_year,
      row.added_at,
    ],
  );
  return inserted as MethodRow;
}

/** Removes a method; another one becomes the default if it was. @returns whether there was one */
export async function removeMethod(
  q: Queryable,
  customerId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const removed = await q.query(
    'update payments.method set removed_at = $3, is_default = false where id = $1 and customer_id = $2 and removed_at is null returning id',
    [id, customerId, now],
  );
  await q.query(
    `update payments.method set is_default = true
     where id = (select id from payments.method where customer_id = $1 and removed_at is null order by position, id desc limit 1)
       and not exists (select from payments.method where customer_id = $1 and is_default and removed_at is null)`,
    [customerId],
  );
  return removed.length > 0;
}
