import type { Currency } from '../../../contract/money.ts';
import type { Queryable } from '../../platform/database/database.ts';

export interface RequestRow {
  code_hash: Buffer;
  payee_customer_id: string;
  amount: bigint | null;
  currency: Currency;
  note: string | null;
  created_at: Date;
  expires_at: Date;
}

export async function insertRequest(q: Queryable, row: RequestRow): Promise<void> {
  await q.query(
    `insert into payments.request (code_hash, payee_customer_id, amount, currency, note, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      row.code_hash,
      row.payee_customer_id,
      row.amount,
      row.currency,
      row.note,
      row.created_at,
      row.expires_at,
    ],
  );
}

export async function findRequest(
  q: Queryable,
  codeHash: Buffer,
  now: Date,
): Promise<RequestRow | undefined> {
  const [row] = await q.query<RequestRow>(
    'select * from payments.request where code_hash = $1 and expires_at > $2',
    [codeHash, now],
  );
  return row;
}

export async function deleteRequests(q: Queryable, expiredBefore: Date): Promise<void> {
  await q.query('delete from payments.request where expires_at < $1', [expiredBefore]);
}
