import type { Approval } from '../../contract/staff.ts';
import type { LocalizedText } from '../../contract/text.ts';
import { sha256 } from '../platform/crypto.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { type ApprovalSubject, approvalSubjects, assertStaffMay, staffMay } from './permissions.ts';
import {
  type ApprovalRow,
  decideApproval,
  insertApproval,
  selectApproval,
  selectApprovalsOf,
  selectWaitingApprovals,
  useApproval,
} from './queries/approvals.ts';
import { insertAudit } from './queries/audit.ts';

type Staff = Callers['staff'];

/** Exactly what is to be done: ids, amounts in minor units as text, choices. Two actions that differ are two approvals. */
export type ApprovedAction = Readonly<Record<string, string | number | boolean | null>>;

export interface ApprovalRequest {
  subject: ApprovalSubject;
  action: ApprovedAction;
  /** What the approver reads. */
  summary: LocalizedText;
  /** Why, in the asker's words; 1 to 500 characters. */
  reason: string;
  customerId?: string;
  conversationId?: string;
  /** Until when it can be approved and used; four hours when left out. */
  validMilliseconds?: number;
}

/** Dual control: what one member of staff asks for, another approves; the database refuses the same one twice. */
export interface Approvals {
  /** Emits `approval.requested`. Whether `staff` may ask is the caller's to check (assertStaffMay). */
  request(
    tx: Transaction,
    staff: Pick<Staff, 'staffId' | 'sessionId'>,
    request: ApprovalRequest,
  ): Promise<Approval>;
  /**
   * Approves or rejects, and emits `approval.decided` {subject, decision}.
   * @throws not_found, not_allowed (one's own, or not one's role's), conflict (decided already, or its time is over)
   */
  approve(
    tx: Transaction,
    staff: Staff,
    decision: { id: string; decision: 'approved' | 'rejected'; reason?: string },
  ): Promise<Approval>;
  /**
   * Uses an approval up, in the transaction of what was approved; by who asked or who approved.
   * @throws approval_required unless it was approved for exactly this action, in time, and not used yet
   */
  consume(
    tx: Transaction,
    staff: Pick<Staff, 'staffId'> & { sessionId?: string },
    use: { id: string; subject: ApprovalSubject; action: ApprovedAction },
  ): Promise<void>;
  /** With its exact action, for whoever carries it out. */
  find(q: Queryable, id: string): Promise<(Approval & { action: ApprovedAction }) | undefined>;
  /** What waits for this member of staff's approval, or what they asked for themselves. */
  list(q: Queryable, staff: Staff, view: 'waiting' | 'mine'): Promise<Approval[]>;
}

const standardMilliseconds = 4 * 60 * 60_000;
const longestList = 200;

export function createApprovals({ clock, events }: Platform): Approvals {
  const audited = (row: ApprovalRow | ApprovalRequest, id: string) => ({
    details: { approvalId: id, subject: row.subject, action: row.action },
  });

  async function read(q: Queryable, id: string): Promise<ApprovalRow> {
    const row = await selectApproval(q, id);
    if (row === undefined) throw new ProblemError('not_found');
    return row;
  }

  return {
    async request(tx, staff, request) {
      const at = clock.now();
      const id = newId();
      const { customerId, conversationId } = request;
      await insertApproval(tx, {
        id,
        subject: request.subject,
        action: request.action,
        fingerprint: fingerprintOf(request.subject, request.action),
        summary: request.summary,
        reason: request.reason,
        customer_id: customerId ?? null,
        conversation_id: conversationId ?? null,
        requested_by: staff.staffId,
        requested_at: at,
        expires_at: new Date(at.getTime() + (request.validMilliseconds ?? standardMilliseconds)),
      });
      const { staffId, sessionId } = staff;
      const who = { at, staffId, sessionId, customerId, conversationId };
      await insertAudit(tx, [{ action: 'approval.requested', ...who, ...audited(request, id) }]);
      events.append(tx, [
        { topic: 'approval.requested', subjectId: id, payload: { subject: request.subject } },
      ]);
      return view(await read(tx, id), at);
    },

    async approve(tx, staff, { id, decision, reason }) {
      const at = clock.now();
      const row = await read(tx, id);
      assertStaffMay(staff, 'approve', row.subject as ApprovalSubject, row.requested_by);
      if (!(await decideApproval(tx, { id, decision, by: staff.staffId, at, reason })))
        throw new ProblemError('conflict');
      await insertAudit(tx, [
        { action: `approval.${decision}`, ...doneBy(staff, row, at), ...audited(row, id) },
      ]);
      events.append(tx, [
        { topic: 'approval.decided', subjectId: id, payload: { subject: row.subject, decision } },
      ]);
      return view(await read(tx, id), at);
    },

    async consume(tx, staff, { id, subject, action }) {
      const at = clock.now();
      const fingerprint = fingerprintOf(subject, action);
      if (!(await useApproval(tx, { id, subject, fingerprint, by: staff.staffId, at })))
        throw new ProblemError('approval_required');
      const row = await read(tx, id);
      await insertAudit(tx, [{ action: 'approval.used', ...doneBy(staff, row, at), ...audited(row, id) }]);
    },

    async find(q, id) {
      const row = await selectApproval(q, id);
      if (row === undefined) return undefined;
      return { ...view(row, clock.now()), action: row.action as ApprovedAction };
    },

    async list(q, staff, which) {
      assertStaffMay(staff, 'view', 'approval');
      const at = clock.now();
      if (which === 'mine')
        return (await selectApprovalsOf(q, staff.staffId, longestList)).map((row) => view(row, at));
      const subjects = approvalSubjects.filter((subject) => staffMay(staff, 'approve', subject));
      const waiting = await selectWaitingApprovals(q, at, subjects, longestList);
      return waiting.filter((row) => row.requested_by !== staff.staffId).map((row) => view(row, at));
    },
  };
}

function doneBy(
  { staffId, sessionId }: Pick<Staff, 'staffId'> & { sessionId?: string },
  row: ApprovalRow,
  at: Date,
) {
  return {
    at,
    staffId,
    sessionId,
    customerId: row.customer_id ?? undefined,
    conversationId: row.conversation_id ?? undefined,
  };
}

/** The same for the same action, in whatever order its parts were named. */
function fingerprintOf(subject: string, action: ApprovedAction): Buffer {
  const parts = Object.entries(action).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify([subject, parts]));
}

function view(row: ApprovalRow, at: Date): Approval {
  const isOver = row.used_at === null && row.decision !== 'rejected' && row.expires_at <= at;
  return {
    id: row.id,
    subject: row.subject,
    summary: row.summary,
    reason: row.reason,
    state: row.used_at !== null ? 'used' : isOver ? 'expired' : (row.decision ?? 'waiting'),
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    conversationId: row.conversation_id ?? undefined,
    ...(row.decided_by === null || row.decided_at === null
      ? {}
      : {
          decidedBy: { id: row.decided_by, name: row.decided_by_name ?? '' },
          decidedAt: row.decided_at.toISOString(),
          decisionReason: row.decision_reason ?? undefined,
        }),
  };
}
