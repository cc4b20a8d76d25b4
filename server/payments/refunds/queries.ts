import type { Queryable } from '../../platform/database/database.ts';
import type { RefundRow } from './refund.ts';

/** Inserts, and counts it against its payment; false when one was asked for under the same key. */
export async function insertRefund(q: Queryable, row: RefundRow): Promise<boolean> {
  const inserted = await q.query(
    `insert into payments.refund (id, payment_id, customer_id, merchant_id, amount, currency, reason, note, status, destination,
       method_id, attempt_id, rail_id, hold_id, requested_by, requester_id, idempotency_key, fingerprint, created_at, completed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     on conflict (requester_id, idempotency_key) do nothing returning id`,
    [
      row.id,
      row.payment_id,
      row.customer_id,
      row.merchant_id,
      row.amount,
      row.currency,
      row.reason,
      row.note,
      row.status,
      row.destination,
      row.method_id,
      row.attempt_id,
      row.rail_id,
      row.hold_id,
      row.requested_by,
      row.requester_id,
      row.idempotency_key,
      row.fingerprint,
      row.created_at,
      row.completed_at,
    ],
  );
  return inserted.length > 0;
}

export async function findRefundByKey(
  q: Queryable,
  requesterId: string,
  key: string,
): Promise<RefundRow | undefined> {
  const [row] = await q.query<RefundRow>(
    'select * from payments.refund where requester_id = $1 and idempotency_key = $2',
    [requesterId, key],
  );
  return row;
}

export async function readRefund(q: Queryable, id: string): Promise<RefundRow | undefined> {
  const [row] = await q.query<RefundRow>('select * from payments.refund where id = $1', [id]);
  return row;
}

export async function lockRefund(q: Queryable, id: string): Promise<RefundRow | undefined> {
  const [row] = await q.query<RefundRow>('select * from payments.refund where id = $1 for no key update', [
    id,
  ]);
  return row;
}

/** Of one payment, oldest first. */
export function readRefundsOfPayment(q: Queryable, paymentId: string): Promise<RefundRow[]> {
  return q.query(
    {
      name: 'payments.refunds_of_payment',
      text: 'select * from payments.refund where payment_id = $1 order by id',
    },
    [paymentId],
  );
}

/** Of one customer, those that arrived then, newest first. */
export function listRefundsArrived(
  q: Queryable,
  customerId: string,
  { from, to }: { from: Date; to: Date },
): Promise<RefundRow[]> {
  return q.query(
    {
      name: 'payments.refunds_arrived',
      text: `select * from payments.refund where customer_id = $1 and status = 'succeeded' and completed_at >= $2 and completed_at < $3
             order by completed_at desc, id desc`,
    },
    [customerId, from, to],
  );
}

/** Of one merchant, newest first. */
export function listRefundRows(
  q: Queryable,
  merchantId: string,
  page: { paymentId?: string | undefined; before?: string | undefined; limit: number },
): Promise<RefundRow[]> {
  const before = page.before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  if (page.paymentId !== undefined)
    return q.query(
      `select * from payments.refund where payment_id = $4 and merchant_id = $1 and id < $2 order by id desc limit $3`,
      [merchantId, before, page.limit, page.paymentId],
    );
  return q.query(
    'select * from payments.refund where merchant_id = $1 and id < $2 order by id desc limit $3',
    [merchantId, before, page.limit],
  );
}

export async function updateRefund(q: Queryable, row: RefundRow): Promise<void> {
  await q.query(
    `update payments.refund set status = $2, destination = $3, method_id = $4, failure_code = $5, raw_network = $6, raw_code = $7,
       completed_at = $8 where id = $1`,
    [
      row.id,
      row.status,
      row.destination,
      row.method_id,
      row.failure_code,
      row.raw_network,
      row.raw_code,
      row.completed_at,
    ],
  );
}

/** The order that a payment is for. */
export async function readSessionIds(
  q: Queryable,
  paymentIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await q.query<{ id: string; checkout_session_id: string }>(
    'select id, checkout_session_id from payments.payment where id = any($1::uuid[])',
    [paymentIds],
  );
  return new Map(rows.map((row) => [row.id, row.checkout_session_id]));
}
