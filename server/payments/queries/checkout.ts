import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { CheckoutSessionRow } from '../rows.ts';

const columns = 'session.*, merchant.name as merchant_name';
const source =
  'payments.checkout_session as session join payments.merchant on merchant.id = session.merchant_id';

export function readSessions(q: Queryable, ids: readonly string[]): Promise<CheckoutSessionRow[]> {
  return q.query(
    {
      name: 'payments.sessions',
      text: `select ${columns} from ${source} where session.id = any($1::uuid[])`,
    },
    [ids],
  );
}

/** Locks checkout sessions in id order, so that one of them is paid once. */
export async function lockSessions(
  q: Queryable,
  ids: readonly string[],
): Promise<Map<string, CheckoutSessionRow>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<CheckoutSessionRow>(
    {
      name: 'payments.lock_sessions',
      text: `select ${columns} from ${source} where session.id = any($1::uuid[]) order by session.id for no key update of session`,
    },
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What merchants asked this customer for by a scanned code, and is neither paid, given up nor too old; newest first. */
export function readWaitingSessions(
  q: Queryable,
  customerId: string,
  now: Date,
): Promise<CheckoutSessionRow[]> {
  return q.query(
    {
      name: 'payments.waiting_sessions',
      text: `select ${columns} from ${source}
             where session.customer_id = $1 and session.status = 'open' and session.expires_at > $2 and session.entry = 'payer_code'
               and not exists (select from payments.payment where checkout_session_id = session.id
                               and status in ('canceled', 'processing', 'requires_action'))
             order by session.created_at desc limit 20`,
    },
    [customerId, now],
  );
}

export function markSessionsPaid(tx: Transaction, ids: readonly string[]): void {
  if (ids.length === 0) return;
  tx.write("update payments.checkout_session set status = 'paid' where id = any($1::uuid[])", [ids]);
}

export function markSessionExpired(tx: Transaction, id: string): void {
  tx.write("update payments.checkout_session set status = 'expired' where id = $1", [id]);
}

/** Inserts, or returns the session that was made under the same key. */
export async function insertSession(
  q: Queryable,
  row: Omit<CheckoutSessionRow, 'merchant_name' | 'status'>,
): Promise<CheckoutSessionRow> {
  await q.query(
    `insert into payments.checkout_session (id, merchant_id, idempotency_key, fingerprint, amount, currency, reference, lines,
       success_url, cancel_url, created_at, expires_at, entry, customer_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (merchant_id, idempotency_key) do nothing`,
    [
      row.id,
      row.merchant_id,
      row.idempotency_key,
      row.fingerprint,
      row.amount,
      row.currency,
      row.reference,
      JSON.stringify(row.lines),
      row.success_url,
      row.cancel_url,
      row.created_at,
      row.expires_at,
      row.entry,
      row.customer_id,
    ],
  );
  return (await findSessionByKey(q, row.merchant_id, row.idempotency_key)) as CheckoutSessionRow;
}

export async function findSessionByKey(
  q: Queryable,
  merchantId: string,
  idempotencyKey: string,
): Promise<CheckoutSessionRow | undefined> {
  const [row] = await q.query<CheckoutSessionRow>(
    `select ${columns} from ${source} where session.merchant_id = $1 and session.idempotency_key = $2`,
    [merchantId, idempotencyKey],
  );
  return row;
}

export async function readMerchantNames(q: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await q.query<{ id: string; name: string }>(
    { name: 'payments.merchants', text: 'select id, name from payments.merchant where id = any($1::uuid[])' },
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
