import { plainArray, textArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { AttemptRow, PaymentRow } from '../rows.ts';

/** Attempts made under (customer, idempotency key). */
export function findAttemptsByKey(
  q: Queryable,
  customerIds: string[],
  keys: string[],
): Promise<AttemptRow[]> {
  return q.query(
    {
      name: 'payments.attempts_by_key',
      text: `select attempt.* from unnest($1::uuid[], $2::text[]) as asked (customer_id, idempotency_key)
             join payments.attempt using (customer_id, idempotency_key)`,
    },
    [plainArray(customerIds), textArray(keys)],
  );
}

export function readAttempts(q: Queryable, ids: readonly string[]): Promise<AttemptRow[]> {
  return q.query(
    { name: 'payments.attempts', text: 'select * from payments.attempt where id = any($1::uuid[])' },
    [plainArray(ids)],
  );
}

/** Every attempt of payments, in order. */
export async function readAttemptsOfPayments(
  q: Queryable,
  paymentIds: readonly string[],
): Promise<AttemptRow[]> {
  if (paymentIds.length === 0) return [];
  return q.query(
    {
      name: 'payments.attempts_of',
      text: 'select * from payments.attempt where payment_id = any($1::uuid[]) order by payment_id, number',
    },
    [plainArray(paymentIds)],
  );
}

export async function readPayments(q: Queryable, ids: readonly string[]): Promise<PaymentRow[]> {
  if (ids.length === 0) return [];
  return q.query(
    { name: 'payments.read', text: 'select * from payments.payment where id = any($1::uuid[])' },
    [plainArray(ids)],
  );
}

/** Held for review, the oldest first. */
export function readHeldPayments(q: Queryable, limit: number): Promise<PaymentRow[]> {
  return q.query('select * from payments.payment where under_review order by id limit $1', [limit]);
}

/** Locks payments in id order. */
export async function lockPayments(q: Queryable, ids: readonly string[]): Promise<Map<string, PaymentRow>> {
  if (ids.length === 0) return new Map();
  const rows = await q.query<PaymentRow>(
    {
      name: 'payments.lock',
      text: 'select * from payments.payment where id = any($1::uuid[]) order by id for no key update',
    },
    [plainArray(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Payments of checkout sessions, whoever made them. */
export async function readPaymentsOfSessions(
  q: Queryable,
  sessionIds: readonly string[],
): Promise<PaymentRow[]> {
  if (sessionIds.length === 0) return [];
  return q.query(
    {
      name: 'payments.of_sessions',
      text: 'select * from payments.payment where checkout_session_id = any($1::uuid[]) order by id',
    },
    [plainArray(sessionIds)],
  );
}

export function insertPayments(tx: Transaction, rows: readonly PaymentRow[]): void {
  if (rows.length === 0) return;
  tx.write(
    {
      name: 'payments.insert',
      text: `insert into payments.payment (id, customer_id, kind, status, amount, currency, payee_customer_id, merchant_id,
               checkout_session_id, note, method_type, method_id, failure_code, attempts, under_review, created_at, completed_at)
             select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::uuid[], $8::uuid[],
               $9::uuid[], $10::text[], $11::text[], $12::uuid[], $13::text[], $14::smallint[], $15::bool[], $16::timestamptz[], $17::timestamptz[])`,
    },
    [
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.customer_id)),
      plainArray(rows.map((row) => row.kind)),
      plainArray(rows.map((row) => row.status)),
      plainArray(rows.map((row) => row.amount)),
      plainArray(rows.map((row) => row.currency)),
      plainArray(rows.map((row) => row.payee_customer_id)),
      plainArray(rows.map((row) => row.merchant_id)),
      plainArray(rows.map((row) => row.checkout_session_id)),
      textArray(rows.map((row) => row.note)),
      plainArray(rows.map((row) => row.method_type)),
      plainArray(rows.map((row) => row.method_id)),
      plainArray(rows.map((row) => row.failure_code)),
      plainArray(rows.map((row) => row.attempts)),
      plainArray(rows.map((row) => row.under_review)),
      plainArray(rows.map((row) => row.created_at)),
      plainArray(rows.map((row) => row.completed_at)),
    ],
  );
}

export function updatePayments(tx: Transaction, rows: readonly PaymentRow[]): void {
  if (rows.length === 0) return;
  tx.write(
    {
      name: 'payments.update',
      text: `update payments.payment set status = after.status, method_type = after.method_type, method_id = after.method_id,
               failure_code = after.failure_code, attempts = after.attempts, under_review = after.under_review,
               completed_at = after.completed_at,
               retry_at = case after.status when 'requires_payment_method' then after.retry_at end
             from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::smallint[], $7::bool[], $8::timestamptz[], $9::timestamptz[])
               as after (id, status, method_type, method_id, failure_code, attempts, under_review, completed_at, retry_at)
             where payment.id = after.id`,
    },
    [
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.status)),
      plainArray(rows.map((row) => row.method_type)),
      plainArray(rows.map((row) => row.method_id)),
      plainArray(rows.map((row) => row.failure_code)),
      plainArray(rows.map((row) => row.attempts)),
      plainArray(rows.map((row) => row.under_review)),
      plainArray(rows.map((row) => row.completed_at)),
      plainArray(rows.map((row) => row.retry_at ?? null)),
    ],
  );
}

/** Whether the customer has made another payment of the same kind since this one. */
export async function hasLaterPayment(q: Queryable, { id, customer_id, kind }: PaymentRow): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'payments.later',
      text: `select from payments.payment where customer_id = $1 and kind = $2 and id > $3
               and status in ('processing', 'requires_action', 'succeeded') and kind <> 'transfer' limit 1`,
    },
    [customer_id, kind, id],
  );
  return rows.length > 0;
}

export function insertAttempts(tx: Transaction, rows: readonly AttemptRow[]): void {
  if (rows.length === 0) return;
  tx.write(
    {
      name: 'payments.insert_attempts',
      text: `insert into payments.attempt (id, payment_id, customer_id, number, idempotency_key, fingerprint, status, method_type,
               method_id, failure_code, rail_id, hold_id, trace, started_at, completed_at)
             select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::text[], $6::bytea[], $7::text[], $8::text[],
               $9::uuid[], $10::text[], $11::text[], $12::uuid[], $13::jsonb[], $14::timestamptz[], $15::timestamptz[])`,
    },
    [
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.payment_id)),
      plainArray(rows.map((row) => row.customer_id)),
      plainArray(rows.map((row) => row.number)),
      textArray(rows.map((row) => row.idempotency_key)),
      textArray(rows.map((row) => `\\x${row.fingerprint.toString('hex')}`)),
      plainArray(rows.map((row) => row.status)),
      plainArray(rows.map((row) => row.method_type)),
      plainArray(rows.map((row) => row.method_id)),
      plainArray(rows.map((row) => row.failure_code)),
      textArray(rows.map((row) => row.rail_id)),
      plainArray(rows.map((row) => row.hold_id)),
      textArray(rows.map((row) => JSON.stringify(row.trace))),
      plainArray(rows.map((row) => row.started_at)),
      plainArray(rows.map((row) => row.completed_at)),
    ],
  );
}

export function updateAttempts(tx: Transaction, rows: readonly AttemptRow[]): void {
  if (rows.length === 0) return;
  tx.write(
    {
      name: 'payments.update_attempts',
      text: `update payments.attempt set status = after.status, failure_code = after.failure_code, raw_network = after.raw_network,
               raw_code = after.raw_code, action_url = after.action_url, trace = after.trace, completed_at = after.completed_at
             from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::timestamptz[])
               as after (id, status, failure_code, raw_network, raw_code, action_url, trace, completed_at)
             where attempt.id = after.id`,
    },
    [
      plainArray(rows.map((row) => row.id)),
      plainArray(rows.map((row) => row.status)),
      plainArray(rows.map((row) => row.failure_code)),
      textArray(rows.map((row) => row.raw_network)),
      textArray(rows.map((row) => row.raw_code)),
      textArray(rows.map((row) => row.action_url)),
      textArray(rows.map((row) => JSON.stringify(row.trace))),
      plainArray(rows.map((row) => row.completed_at)),
    ],
  );
}

/** Attempts to send money since then that failed for one of these codes, by customer. Read from the newest payments back. */
export async function countFailures(
  q: Queryable,
  customerIds: readonly string[],
  codes: readonly string[],
  { since }: { since: Date },
): Promise<Array<{ customer_id: string; count: number; last_code: string }>> {
  return q.query(
    {
      name: 'payments.count_failures',
      text: `select c.customer_id, f.count, f.last_code
             from unnest($1::uuid[]) as c (customer_id) cross join lateral (
               select count(*)::int as count, (array_agg(a.failure_code order by a.started_at desc))[1] as last_code
               from (select id, kind from payments.payment where customer_id = c.customer_id order by id desc limit 200) p
               join payments.attempt a on a.payment_id = p.id
               where p.kind <> 'top_up' and a.failure_code = any($2::text[]) and a.started_at > $3) f
             where f.count > 0`,
    },
    [customerIds, codes, since],
  );
}
