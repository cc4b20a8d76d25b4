import type { ComplaintEntry } from '../../../contract/complaint.ts';
import type { ServerFrame } from '../../../contract/realtime.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Payments } from '../../payments/payments.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Customer, Staff } from '../support.ts';
import { followStatus } from './clocks.ts';
import { type ComplaintRow, insertEntry, lockComplaint, updateComplaint } from './queries.ts';
import { isPausing } from './sla.ts';

export interface ComplaintsContext extends Platform {
  identity: Identity;
  payments: Payments;
}

export type Actor =
  | { kind: 'customer'; id: string }
  | { kind: 'agent'; id: string; name: string }
  | { kind: 'system' };

export const byCustomer = ({ customerId }: Customer): Actor => ({ kind: 'customer', id: customerId });
export const byStaff = ({ staffId, name }: Staff): Actor => ({ kind: 'agent', id: staffId, name });

export interface NewEntry {
  kind: ComplaintEntry['kind'];
  text?: string;
  about?: string;
  internal?: boolean;
  clientEntryId?: string;
}

/** One complaint, locked, in the transaction that changes it. */
export interface Change {
  tx: Transaction;
  now: Date;
  /** To be changed in place; saved at the end, with its clocks. */
  complaint: ComplaintRow;
  /** @returns false when this client has added the entry before: the rest of the change is then not to be made again */
  add(actor: Actor, entry: NewEntry): Promise<boolean>;
}

/**
 * Changes a complaint in one transaction, under its lock: what `work` leaves in `complaint` is saved, clocks follow the
 * status, and the customer's screens look again. A throw leaves nothing.
 */
export async function change(
  context: ComplaintsContext,
  id: string,
  work: (change: Change) => Promise<void>,
): Promise<void> {
  await context.db.transaction(async (tx) => {
    const complaint = await lockComplaint(tx, id);
    if (complaint === undefined) throw new ProblemError('not_found');
    await changeLocked(context, tx, complaint, work);
  });
}

export async function changeLocked(
  context: ComplaintsContext,
  tx: Transaction,
  complaint: ComplaintRow,
  work: (change: Change) => Promise<void>,
): Promise<void> {
  const { bus, events } = context;
  const now = context.clock.now();
  const before = complaint.status;
  await work({
    tx,
    now,
    complaint,
    add: (actor, entry) => addEntry(tx, complaint.id, now, actor, entry),
  });
  const waits = isPausing(complaint.status) && complaint.status !== 'closed';
  if (!waits) Object.assign(complaint, { waiting_since: null, reminded_at: null });
  else if (complaint.status !== before) Object.assign(complaint, { waiting_since: now, reminded_at: null });
  updateComplaint(tx, complaint);
  await followStatus(tx, complaint, before, now);
  if (complaint.status !== before)
    events.append(tx, [
      {
        topic: `complaint.${complaint.status}`,
        subjectId: complaint.id,
        payload: { customerId: complaint.customer_id, number: complaint.number },
      },
    ]);
  const frame: ServerFrame = { type: 'complaint', complaintId: complaint.id };
  tx.afterCommit(() => bus.publish(`customer:${complaint.customer_id}`, frame));
}

export function addEntry(
  tx: Transaction,
  complaintId: string,
  at: Date,
  actor: Actor,
  { kind, text, about, internal = false, clientEntryId }: NewEntry,
): Promise<boolean> {
  return insertEntry(tx, {
    complaint_id: complaintId,
    kind,
    actor_kind: actor.kind,
    actorId: actor.kind === 'system' ? null : actor.id,
    actor_name: actor.kind === 'agent' ? actor.name : null,
    internal,
    text: text ?? null,
    details: about === undefined ? {} : { about },
    clientEntryId: clientEntryId ?? null,
    at,
  });
}
