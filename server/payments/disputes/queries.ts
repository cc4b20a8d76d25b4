import type { Queryable } from '../../platform/database/database.ts';
import { newest } from '../merchants/page.ts';
import type { DisputeRow, EvidenceRow } from './dispute.ts';

export async function insertDispute(q: Queryable, row: DisputeRow): Promise<void> {
  await q.query(
    `insert into payments.dispute (id, payment_id, customer_id, merchant_id, amount, currency, reason, description, status,
       merchant_amount, merchant_hold_id, cover_amount, cover_hold_id, opened_at, respond_by, decide_by, idempotency_key, fingerprint)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      row.id,
      row.payment_id,
      row.customer_id,
      row.merchant_id,
      row.amount,
      row.currency,
      row.reason,
      row.description,
      row.status,
      row.merchant_amount,
      row.merchant_hold_id,
      row.cover_amount,
      row.cover_hold_id,
      row.opened_at,
      row.respond_by,
      row.decide_by,
      row.idempotency_key,
      row.fingerprint,
    ],
  );
}

/** All that changes of a dispute. */
export async function updateDispute(q: Queryable, row: DisputeRow): Promise<void> {
  await q.query(
    `update payments.dispute set status = $2, responded_at = $3, closed_at = $4, decided_by = $5, decision_reason = $6,
       approval_id = $7, refund_id = $8 where id = $1`,
    [
      row.id,
      row.status,
      row.responded_at,
      row.closed_at,
      row.decided_by,
      row.decision_reason,
      row.approval_id,
      row.refund_id,
    ],
  );
}

export async function findDisputeByKey(
  q: Queryable,
  customerId: string,
  key: string,
): Promise<DisputeRow | undefined> {
  const [row] = await q.query<DisputeRow>(
    'select * from payments.dispute where customer_id = $1 and idempotency_key = $2',
    [customerId, key],
  );
  return row;
}

export async function readDispute(q: Queryable, id: string): Promise<DisputeRow | undefined> {
  const [row] = await q.query<DisputeRow>('select * from payments.dispute where id = $1', [id]);
  return row;
}

export async function lockDispute(q: Queryable, id: string): Promise<DisputeRow | undefined> {
  const [row] = await q.query<DisputeRow>('select * from payments.dispute where id = $1 for no key update', [
    id,
  ]);
  return row;
}

/** The newest of a payment. */
export async function readDisputeOfPayment(q: Queryable, paymentId: string): Promise<DisputeRow | undefined> {
  const [row] = await q.query<DisputeRow>(
    {
      name: 'payments.dispute_of_payment',
      text: 'select * from payments.dispute where payment_id = $1 order by id desc limit 1',
    },
    [paymentId],
  );
  return row;
}

type Page = { before?: string | undefined; limit: number };

/** Newest first. */
export function listDisputesOf(
  q: Queryable,
  whose: 'customer_id' | 'merchant_id',
  id: string,
  { before, limit }: Page,
): Promise<DisputeRow[]> {
  return q.query(`select * from payments.dispute where ${whose} = $1 and id < $2 order by id desc limit $3`, [
    id,
    before ?? newest,
    limit,
  ]);
}

/** Open ones by their clock, or those closed last. */
export function listAllDisputes(q: Queryable, view: 'open' | 'closed', limit: number): Promise<DisputeRow[]> {
  return q.query(
    view === 'open'
      ? `select * from payments.dispute where status in ('needs_response', 'under_review') order by decide_by limit $1`
      : 'select * from payments.dispute where closed_at is not null order by closed_at desc limit $1',
    [limit],
  );
}

export async function insertEvidence(q: Queryable, row: EvidenceRow): Promise<void> {
  await q.query(
    `insert into payments.dispute_evidence (id, dispute_id, party, author_id, text, file_name, media_type, size, sha256, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.id,
      row.dispute_id,
      row.party,
      row.author_id,
      row.text,
      row.file_name,
      row.media_type,
      row.size,
      row.sha256,
      row.at,
    ],
  );
}

export async function countEvidence(
  q: Queryable,
  disputeId: string,
  party: EvidenceRow['party'],
): Promise<number> {
  const [row] = await q.query<{ count: bigint }>(
    'select count(*) from payments.dispute_evidence where dispute_id = $1 and party = $2',
    [disputeId, party],
  );
  return Number(row?.count ?? 0n);
}

/** Of disputes, oldest first. */
export async function readEvidence(
  q: Queryable,
  disputeIds: readonly string[],
): Promise<Map<string, EvidenceRow[]>> {
  const rows = await q.query<EvidenceRow>(
    'select * from payments.dispute_evidence where dispute_id = any($1::uuid[]) order by dispute_id, id',
    [disputeIds],
  );
  return Map.groupBy(rows, (row) => row.dispute_id);
}
