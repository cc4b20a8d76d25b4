import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface ApprovalRow {
  id: string;
  subject: string;
  action: Record<string, unknown>;
  fingerprint: Buffer;
  summary: LocalizedText;
  reason: string;
  customer_id: string | null;
  conversation_id: string | null;
  requested_by: string;
  requested_by_name: string;
  requested_at: Date;
  expires_at: Date;
  decision: 'approved' | 'rejected' | null;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  used_at: Date | null;
}

const approvals = `select a.*, r.name as requested_by_name, d.name as decided_by_name
  from identity.approval a join identity.staff r on r.id = a.requested_by left join identity.staff d on d.id = a.decided_by`;

export async function insertApproval(
  tx: Transaction,
  row: Pick<
    ApprovalRow,
    | 'id'
    | 'subject'
    | 'action'
    | 'fingerprint'
    | 'summary'
    | 'reason'
    | 'customer_id'
    | 'conversation_id'
    | 'requested_by'
    | 'requested_at'
    | 'expires_at'
  >,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_approval',
      text: `insert into identity.approval (id, subject, action, fingerprint, summary, reason, customer_id, conversation_id,
               requested_by, requested_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    },
    [
      row.id,
      row.subject,
      row.action,
      row.fingerprint,
      row.summary,
      row.reason,
      row.customer_id,
      row.conversation_id,
      row.requested_by,
      row.requested_at,
      row.expires_at,
    ],
  );
}

export async function selectApproval(q: Queryable, id: string): Promise<ApprovalRow | undefined> {
  const [row] = await q.query<ApprovalRow>(
    { name: 'identity.approval', text: `${approvals} where a.id = $1` },
    [id],
  );
  return row;
}

/** What waits for a second person, oldest first. */
export async function selectWaitingApprovals(
  q: Queryable,
  at: Date,
  subjects: readonly string[],
  limit: number,
): Promise<ApprovalRow[]> {
  return q.query<ApprovalRow>(
    {
      name: 'identity.approvals_waiting',
      text: `${approvals} where a.decision is null and a.expires_at > $1 and a.subject = any($2::text[])
             order by a.requested_at limit $3`,
    },
    [at, subjects, limit],
  );
}

export async function selectApprovalsOf(
  q: Queryable,
  staffId: string,
  limit: number,
): Promise<ApprovalRow[]> {
  return q.query<ApprovalRow>(
    {
      name: 'identity.approvals_of',
      text: `${approvals} where a.requested_by = $1 order by a.requested_at desc limit $2`,
    },
    [staffId, limit],
  );
}

/** @returns false when it was decided meanwhile, or its time is over */
export async function decideApproval(
  tx: Transaction,
  decision: {
    id: string;
    decision: 'approved' | 'rejected';
    by: string;
    at: Date;
    reason: string | undefined;
  },
): Promise<boolean> {
  const decided = await tx.query(
    {
      name: 'identity.decide_approval',
      text: `update identity.approval set decision = $2, decided_by = $3, decided_at = $4, decision_reason = $5
             where id = $1 and decision is null and expires_at > $4 returning id`,
    },
    [decision.id, decision.decision, decision.by, decision.at, decision.reason ?? null],
  );
  return decided.length === 1;
}

/** @returns false unless it is approved for exactly this, in time and not yet used */
export async function useApproval(
  tx: Transaction,
  use: { id: string; subject: string; fingerprint: Buffer; by: string; at: Date },
): Promise<boolean> {
  const used = await tx.query(
    {
      name: 'identity.use_approval',
      text: `update identity.approval set used_at = $5
             where id = $1 and subject = $2 and fingerprint = $3 and $4 in (requested_by, decided_by)
               and decision = 'approved' and used_at is null and expires_at > $5 returning id`,
    },
    [use.id, use.subject, use.fingerprint, use.by, use.at],
  );
  return used.length === 1;
}
