import type * as contract from '../../../contract/complaints.ts';
import { decimalOf } from '../../../contract/money.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { appendAudit, assertStaffMay, staffMay } from '../../identity/identity.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Staff } from '../support.ts';
import { meetClocks, resetClocks } from './clocks.ts';
import { byStaff, type Change, change, type ComplaintsContext } from './context.ts';
import { readHandlers } from './desk-queries.ts';
import { payGoodwill, releaseGoodwill, sourceOf } from './goodwill.ts';
import { type ComplaintRow, insertGoodwill } from './queries.ts';

/** Who owns it or oversees complaints acts in it; what nobody has, anybody who handles complaints may read and take. */
export function mayRead(staff: Staff, complaint: Pick<ComplaintRow, 'owner_id'>): boolean {
  return mayAct(staff, complaint) || (complaint.owner_id === null && staffMay(staff, 'handle', 'complaint'));
}

export function mayAct(staff: Staff, complaint: Pick<ComplaintRow, 'owner_id'>): boolean {
  const owns = complaint.owner_id === staff.staffId && staffMay(staff, 'handle', 'complaint');
  return owns || staffMay(staff, 'oversee', 'complaint');
}

export async function act(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  action: string,
  work: (change: Change) => Promise<void>,
  may = (complaint: ComplaintRow) => mayAct(staff, complaint),
): Promise<void> {
  await change(context, id, async (its) => {
    const { tx, complaint, now } = its;
    if (!may(complaint)) throw new ProblemError('not_allowed');
    if (complaint.status === 'closed') throw new ProblemError('complaint_closed');
    await work(its);
    await appendAudit(tx, [
      {
        at: now,
        action: `complaint.${action}`,
        staffId: staff.staffId,
        sessionId: staff.sessionId,
        customerId: complaint.customer_id,
        details: { complaintId: id, number: complaint.number },
      },
    ]);
  });
}

/** Before anything is done, somebody has to have it. */
export function requireOwner(complaint: ComplaintRow): void {
  if (complaint.owner_id === null) throw new ProblemError('conflict');
}

/** Takes what nobody has, or, for who oversees, gives it to anybody who handles complaints. The first one acknowledges it. */
export async function assign(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { staffId }: BodyOf<typeof contract.assignComplaint>,
): Promise<void> {
  assertStaffMay(staff, 'handle', 'complaint');
  const isOwnTaking = staffId === staff.staffId;
  if (!isOwnTaking) assertStaffMay(staff, 'oversee', 'complaint');
  const owner = isOwnTaking
    ? { id: staff.staffId, name: staff.name }
    : (await readHandlers(context.db)).find((handler) => handler.id === staffId);
  if (owner === undefined) throw new ProblemError('not_found');
  await change(context, id, async ({ tx, now, complaint, add }) => {
    if (complaint.status === 'closed') throw new ProblemError('complaint_closed');
    if (complaint.owner_id === owner.id) return;
    // Two who take it at once: the first has it.
    if (complaint.owner_id !== null) assertStaffMay(staff, 'oversee', 'complaint');
    complaint.owner_id = owner.id;
    complaint.owner_name = owner.name;
    if (complaint.status === 'received') complaint.status = 'investigating';
    await meetClocks(tx, complaint, ['acknowledge'], now);
    await add(byStaff(staff), { kind: 'taken', about: owner.name });
    await appendAudit(tx, [
      {
        at: now,
        action: 'complaint.assigned',
        staffId: staff.staffId,
        sessionId: staff.sessionId,
        customerId: complaint.customer_id,
        details: { complaintId: id, number: complaint.number, owner: owner.id },
      },
    ]);
  });
}

export function addEntry(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { kind, ...said }: BodyOf<typeof contract.addComplaintEntry>,
): Promise<void> {
  return act(context, staff, id, kind, async ({ tx, now, complaint, add }) => {
    if (kind !== 'note') requireOwner(complaint);
    if (kind === 'question' && (complaint.status === 'proposed' || complaint.status === 'accepted'))
      throw new ProblemError('conflict');
    if (!(await add(byStaff(staff), { kind, internal: kind === 'note', ...said }))) return;
    if (kind === 'note') return;
    await meetClocks(tx, complaint, ['first_answer'], now);
    if (kind === 'question') complaint.status = 'waiting_customer';
  });
}

export function setSeverity(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { severity }: BodyOf<typeof contract.setComplaintSeverity>,
): Promise<void> {
  return act(context, staff, id, 'severity', async ({ tx, now, complaint, add }) => {
    if (complaint.severity === severity) return;
    complaint.severity = severity;
    await resetClocks(tx, complaint, severity, now);
    await add(byStaff(staff), { kind: 'severity', about: severity, internal: true });
  });
}

/** What a second person approves, exactly. */
const offerOf = (complaint: ComplaintRow, { amount, currency }: { amount: string; currency: string }) => ({
  complaintId: complaint.id,
  customerId: complaint.customer_id,
  amount,
  currency,
});

const goodwillValid = 3 * 24 * 3_600_000;

export function requestGoodwill(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { amount, currency, reason }: BodyOf<typeof contract.requestGoodwill>,
): Promise<void> {
  assertStaffMay(staff, 'request', 'goodwill');
  return act(context, staff, id, 'goodwill_requested', async ({ tx, complaint, add }) => {
    requireOwner(complaint);
    const shown = `${decimalOf(amount)} ${currency}`;
    const approval = await context.identity.approvals.request(tx, staff, {
      subject: 'goodwill',
      action: offerOf(complaint, { amount, currency }),
      summary: {
        zh: `投诉 ${complaint.number}：补偿客户 ${shown}`,
        en: `Complaint ${complaint.number}: give the customer ${shown}`,
      },
      reason,
      customerId: complaint.customer_id,
      conversationId: complaint.conversation_id ?? undefined,
      validMilliseconds: goodwillValid,
    });
    await add(byStaff(staff), {
      kind: 'goodwill_requested',
      about: approval.id,
      text: reason,
      internal: true,
    });
  });
}

/** Proposes; money that was approved for exactly this complaint is set aside in the same transaction. */
export async function propose(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { text, approvalId }: BodyOf<typeof contract.proposeToComplaint>,
): Promise<void> {
  const { identity, payments, db } = context;
  const approval = approvalId === undefined ? undefined : await identity.approvals.find(db, approvalId);
  if (approvalId !== undefined && approval?.action.complaintId !== id)
    throw new ProblemError('approval_required');
  const offer = approval && {
    customerId: String(approval.action.customerId),
    amount: BigInt(String(approval.action.amount)),
    currency: approval.action.currency as 'CNY' | 'USD',
  };
  if (offer !== undefined) await payments.goodwill.prepare(offer.customerId, offer.currency);
  await act(context, staff, id, 'proposed', async ({ tx, now, complaint, add }) => {
    requireOwner(complaint);
    if (complaint.status === 'proposed' || complaint.status === 'accepted')
      throw new ProblemError('conflict');
    // An appeal is for somebody above to answer.
    if (complaint.status === 'appealed') assertStaffMay(staff, 'oversee', 'complaint');
    if (approvalId !== undefined && offer !== undefined) {
      const { amount, currency } = offer;
      const action = offerOf(complaint, { amount: amount.toString(), currency });
      await identity.approvals.consume(tx, staff, { id: approvalId, subject: 'goodwill', action });
      const holdId = newId();
      await payments.goodwill.reserve(tx, { id: holdId, ...offer, source: sourceOf(complaint) });
      await insertGoodwill(tx, {
        complaint_id: id,
        hold_id: holdId,
        approval_id: approvalId,
        amount,
        currency,
      });
    }
    await add(byStaff(staff), { kind: 'proposal', text });
    await meetClocks(tx, complaint, ['first_answer'], now);
    complaint.status = 'proposed';
  });
}

/** Closes with an explanation. While the customer has not answered a proposal, only they can end it, or time. */
export function close(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { outcome, cause, explanation }: BodyOf<typeof contract.closeComplaint>,
): Promise<void> {
  return act(context, staff, id, 'closed', async ({ tx, now, complaint, add }) => {
    requireOwner(complaint);
    if (complaint.status === 'proposed' || complaint.status === 'waiting_customer')
      throw new ProblemError('conflict');
    if (complaint.status === 'appealed') assertStaffMay(staff, 'oversee', 'complaint');
    if (complaint.status === 'accepted') await payGoodwill(context, tx, complaint);
    else await releaseGoodwill(context, tx, complaint);
    await meetClocks(tx, complaint, ['first_answer', 'resolve'], now);
    Object.assign(complaint, {
      status: 'closed',
      outcome,
      cause,
      explanation,
      closed_at: now,
      follow_up: null,
    });
    await add(byStaff(staff), { kind: 'closed', text: explanation, about: outcome });
  });
}
