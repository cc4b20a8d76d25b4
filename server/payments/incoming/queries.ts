import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { MethodRow } from '../rows.ts';

/** The customer's reference, made the first time it is asked for. */
export async function keepReference(
  q: Queryable,
  customerId: string,
  reference: string,
  now: Date,
): Promise<string> {
  await q.query(
    `insert into payments.deposit_reference (reference, customer_id, made_at) values ($1, $2, $3)
     on conflict (customer_id) do nothing`,
    [reference, customerId, now],
  );
  const [row] = await q.query<{ reference: string }>(
    'select reference from payments.deposit_reference where customer_id = $1',
    [customerId],
  );
  return row?.reference as string;
}

/** Whose the references are, each customer once. */
export async function readReferenceOwners(q: Queryable, references: readonly string[]): Promise<string[]> {
  if (references.length === 0) return [];
  const rows = await q.query<{ customer_id: string }>(
    'select distinct customer_id from payments.deposit_reference where reference = any($1)',
    [references],
  );
  return rows.map((row) => row.customer_id);
}

/** The account that money came from, as a method of the past: a payment names it, and nobody can choose it. */
export async function insertPayingAccount(
  tx: Transaction,
  row: Pick<MethodRow, 'id' | 'customer_id' | 'rail_id' | 'token' | 'last4' | 'bank' | 'added_at'>,
): Promise<void> {
  await tx.query(
    `insert into payments.method (id, customer_id, type, rail_id, token, network, bank, last4, added_at, removed_at)
     values ($1, $2, 'bank_account', $3, $4, 'bank', $5, $6, $7, $7)`,
    [row.id, row.customer_id, row.rail_id, row.token, JSON.stringify(row.bank), row.last4, row.added_at],
  );
}
