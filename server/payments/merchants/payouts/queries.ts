import type { Queryable } from '../../../platform/database/database.ts';
import { newest } from '../page.ts';
import type { BankAccountRow, PayoutRow } from './payout.ts';

export async function insertBankAccount(q: Queryable, row: BankAccountRow): Promise<void> {
  await q.query(
    `insert into payments.merchant_bank_account (id, merchant_id, rail_id, token, bank, last4, added_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.merchant_id, row.rail_id, row.token, JSON.stringify(row.bank), row.last4, row.added_at],
  );
}

export function listBankAccounts(q: Queryable, merchantId: string): Promise<BankAccountRow[]> {
  return q.query(
    'select * from payments.merchant_bank_account where merchant_id = $1 and removed_at is null order by id desc limit 100',
    [merchantId],
  );
}

/** One of a merchant's, removed ones too: payouts under way still go there. */
export async function readBankAccount(
  q: Queryable,
  merchantId: string,
  id: string,
): Promise<BankAccountRow | undefined> {
  const [row] = await q.query<BankAccountRow>(
    'select * from payments.merchant_bank_account where merchant_id = $1 and id = $2',
    [merchantId, id],
  );
  return row;
}

export async function removeBankAccount(
  q: Queryable,
  merchantId: string,
  id: string,
  now: Date,
): Promise<boolean> {
  const rows = await q.query(
    'update payments.merchant_bank_account set removed_at = $3 where merchant_id = $1 and id = $2 and removed_at is null returning id',
    [merchantId, id, now],
  );
  return rows.length > 0;
}

/** False when one was asked for under the same key. */
export async function insertPayout(q: Queryable, row: PayoutRow): Promise<boolean> {
  const rows = await q.query(
    `insert into payments.payout (id, merchant_id, bank_account_id, amount, currency, note, status, rail_id, hold_id, idempotency_key,
       fingerprint, created_at) values ($1, $2, $3, $4, $5, $6, 'processing', $7, $8, $9, $10, $11)
     on conflict (merchant_id, idempotency_key) do nothing returning id`,
    [
      row.id,
      row.merchant_id,
      row.bank_account_id,
      row.amount,
      row.currency,
      row.note,
      row.rail_id,
      row.hold_id,
      row.idempotency_key,
      row.fingerprint,
      row.created_at,
    ],
  );
  return rows.length > 0;
}

export async function findPayoutByKey(
  q: Queryable,
  merchantId: string,
  key: string,
): Promise<PayoutRow | undefined> {
  const [row] = await q.query<PayoutRow>(
    'select * from payments.payout where merchant_id = $1 and idempotency_key = $2',
    [merchantId, key],
  );
  return row;
}

export async function readPayout(q: Queryable, id: string): Promise<PayoutRow | undefined> {
  const [row] = await q.query<PayoutRow>('select * from payments.payout where id = $1', [id]);
  return row;
}

export async function lockPayout(q: Queryable, id: string): Promise<PayoutRow | undefined> {
  const [row] = await q.query<PayoutRow>('select * from payments.payout where id = $1 for no key update', [
    id,
  ]);
  return row;
}

export function listPayoutRows(
  q: Queryable,
  merchantId: string,
  page: { before?: string | undefined; limit: number },
): Promise<PayoutRow[]> {
  return q.query(
    'select * from payments.payout where merchant_id = $1 and id < $2 order by id desc limit $3',
    [merchantId, page.before ?? newest, page.limit],
  );
}

export async function updatePayout(q: Queryable, row: PayoutRow): Promise<void> {
  await q.query(
    `update payments.payout set status = $2, failure_code = $3, raw_network = $4, raw_code = $5, completed_at = $6 where id = $1`,
    [row.id, row.status, row.failure_code, row.raw_network, row.raw_code, row.completed_at],
  );
}
