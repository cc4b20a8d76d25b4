import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface PayerCodeRow {
  code_hash: Buffer;
  customer_id: string;
  session_id: string;
  device_id: string;
  caution: 'new_network' | 'new_device' | null;
  created_at: Date;
  expires_at: Date;
  checkout_session_id: string | null;
}

export async function insertPayerCode(
  q: Queryable,
  row: Omit<PayerCodeRow, 'checkout_session_id'>,
): Promise<void> {
  await q.query(
    {
      name: 'codes.insert',
      text: `insert into payments.payer_code (code_hash, customer_id, session_id, device_id, caution, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7)`,
    },
    [
      row.code_hash,
      row.customer_id,
      row.session_id,
      row.device_id,
      row.caution,
      row.created_at,
      row.expires_at,
    ],
  );
}

/** Locked until the transaction ends, so that a code scanned twice at once is used once. */
export async function lockPayerCode(tx: Transaction, codeHash: Buffer): Promise<PayerCodeRow | undefined> {
  const [row] = await tx.query<PayerCodeRow>(
    { name: 'codes.lock', text: 'select * from payments.payer_code where code_hash = $1 for update' },
    [codeHash],
  );
  return row;
}

export async function findPayerCodeOf(
  q: Queryable,
  checkoutSessionId: string,
): Promise<PayerCodeRow | undefined> {
  const [row] = await q.query<PayerCodeRow>(
    { name: 'codes.of_session', text: 'select * from payments.payer_code where checkout_session_id = $1' },
    [checkoutSessionId],
  );
  return row;
}

export async function usePayerCode(
  tx: Transaction,
  codeHash: Buffer,
  checkoutSessionId: string,
): Promise<void> {
  await tx.query('update payments.payer_code set checkout_session_id = $2 where code_hash = $1', [
    codeHash,
    checkoutSessionId,
  ]);
}

export async function deletePayerCodes(q: Queryable, expiredBefore: Date): Promise<void> {
  await q.query('delete from payments.payer_code where expires_at < $1', [expiredBefore]);
}

/** The merchant's static code; `code` becomes it where there is none yet, or `replaces` the one there is. */
export async function keepReceiveCode(
  q: Queryable,
  merchantId: string,
  code: string,
  replaces: boolean,
): Promise<string> {
  const [row] = await q.query<{ receive_code: string }>(
    `update payments.merchant set receive_code = case when $3 then $2 else coalesce(receive_code, $2) end
     where id = $1 returning receive_code`,
    [merchantId, code, replaces],
  );
  return row?.receive_code as string;
}

export async function findMerchantByReceiveCode(
  q: Queryable,
  code: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await q.query<{ id: string; name: string }>(
    {
      name: 'codes.merchant',
      text: 'select id, name from payments.merchant where receive_code = $1',
    },
    [code],
  );
  return row;
}
