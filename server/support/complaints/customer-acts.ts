import { businessDay } from '../../../contract/business-day.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type * as contract from '../../../contract/complaints.ts';
import { sha256 } from '../../platform/crypto.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import { append } from '../append.ts';
import { findConversation } from '../queries.ts';
import type { Customer } from '../support.ts';
import { complaintOpened, event } from '../words.ts';
import { restartDecision, startClocks } from './clocks.ts';
import { addEntry, byCustomer, type Change, change, type ComplaintsContext } from './context.ts';
import { payGoodwill, releaseGoodwill } from './goodwill.ts';
import { countOpenOfCustomer, findByKey, insertComplaint } from './queries.ts';
import { firstSeverity, followUpOpen } from './sla.ts';

/** A customer with more open ones than this adds to those. */
const mostOpen = 10;

/** @returns the complaint's id; of the first one when the key was used before for the same */
export async function open(
  context: ComplaintsContext,
  caller: Customer,
  body: BodyOf<typeof contract.openComplaint>,
  idempotencyKey: string,
): Promise<string> {
  const { db, identity, payments, clock } = context;
  const { customerId } = caller;
  const fingerprint = sha256(JSON.stringify(Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const profile = (await identity.customers(db, [customerId])).get(customerId);
  if (profile === undefined) throw new ProblemError('not_found');

  return db.transaction(async (tx) => {
    const first = await findByKey(tx, customerId, idempotencyKey);
    if (first !== undefined) {
      if (!first.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
      return first.id;
    }
    if ((await countOpenOfCustomer(tx, customerId)) >= mostOpen) throw new ProblemError('too_many_requests');
    if (body.paymentId !== undefined && !(await payments.get(tx, customerId, body.paymentId)))
      throw new ProblemError('not_found');
    const conversation =
      body.conversationId === undefined ? undefined : await findConversation(tx, body.conversationId);
    if (body.conversationId !== undefined && conversation?.customer_id !== customerId)
      throw new ProblemError('not_found');

    const now = clock.now();
    const complaint = await insertComplaint(tx, {
      id: newId(),
      day: businessDay(now).replaceAll('-', ''),
      customer_id: customerId,
      customer_name: profile.maskedName,
      phone_end: profile.phone?.slice(-4) ?? '',
      language: profile.language,
      idempotency_key: idempotencyKey,
      fingerprint,
      category: body.category,
      wish: body.wish,
      description: body.description,
      payment_id: body.paymentId ?? null,
      conversation_id: body.conversationId ?? null,
      severity: firstSeverity(body.category),
      opened_at: now,
    });
    // Another request with the same key has just committed.
    if (complaint === undefined) throw new ProblemError('conflict');
    await addEntry(tx, complaint.id, now, byCustomer(caller), { kind: 'received' });
    startClocks(tx, complaint);
    if (conversation !== undefined)
      await append(context, tx, [
        {
          conversationId: conversation.id,
          sender: { kind: 'system' },
          content: event('complaint_opened', complaintOpened(complaint.number)),
        },
      ]);
    context.events.append(tx, [
      {
        topic: 'complaint.received',
        subjectId: complaint.id,
        payload: { customerId, number: complaint.number },
      },
    ]);
    return complaint.id;
  });
}

async function changeOwn(
  context: ComplaintsContext,
  caller: Customer,
  id: string,
  work: (change: Change) => Promise<void>,
): Promise<void> {
  await change(context, id, async (its) => {
    // Another's complaint is answered as if it did not exist.
    if (its.complaint.customer_id !== caller.customerId) throw new ProblemError('not_found');
    await work(its);
  });
}

/** Adds to a complaint; an answer to our question gives us the next word. */
export function write(
  context: ComplaintsContext,
  caller: Customer,
  id: string,
  body: BodyOf<typeof contract.writeToComplaint>,
): Promise<void> {
  return changeOwn(context, caller, id, async ({ complaint, add }) => {
    if (complaint.status === 'closed') throw new ProblemError('complaint_closed');
    const isNew = await add(byCustomer(caller), { kind: 'message', ...body });
    if (isNew && complaint.status === 'waiting_customer') complaint.status = 'investigating';
  });
}

/** What we proposed is accepted, and its money paid; or appealed: the money goes back, and a supervisor is to look. */
export function decide(
  context: ComplaintsContext,
  caller: Customer,
  id: string,
  body: BodyOf<typeof contract.decideComplaint>,
): Promise<void> {
  return changeOwn(context, caller, id, async ({ tx, now, complaint, add }) => {
    if (complaint.status !== 'proposed') throw new ProblemError('conflict');
    if (body.decision === 'accepted') {
      complaint.status = 'accepted';
      await payGoodwill(context, tx, complaint);
      await add(byCustomer(caller), { kind: 'accepted' });
    } else {
      complaint.status = 'appealed';
      complaint.appeals++;
      complaint.escalated_at ??= now;
      await releaseGoodwill(context, tx, complaint);
      await add(byCustomer(caller), { kind: 'appealed', text: body.reason });
    }
  });
}

export function withdraw(context: ComplaintsContext, caller: Customer, id: string): Promise<void> {
  return changeOwn(context, caller, id, async ({ tx, now, complaint, add }) => {
    if (complaint.status === 'closed' || complaint.status === 'accepted')
      throw new ProblemError('complaint_closed');
    await releaseGoodwill(context, tx, complaint);
    Object.assign(complaint, {
      status: 'closed',
      outcome: 'withdrawn',
      explanation: '',
      closed_at: now,
      follow_up: 'solved',
    });
    await add(byCustomer(caller), { kind: 'closed', about: 'withdrawn' });
  });
}

/** Three days after closing. Not solved: it is taken up again by whoever had it, once. */
export function answerFollowUp(
  context: ComplaintsContext,
  caller: Customer,
  id: string,
  { solved, comment }: BodyOf<typeof contract.answerFollowUp>,
): Promise<void> {
  return changeOwn(context, caller, id, async ({ tx, now, complaint, add }) => {
    const closedAt = complaint.closed_at;
    if (complaint.follow_up !== 'asked' || closedAt === null) throw new ProblemError('conflict');
    if (now.getTime() - closedAt.getTime() > followUpOpen) throw new ProblemError('conflict');
    complaint.follow_up = solved ? 'solved' : 'not_solved';
    if (solved || complaint.owner_id === null) {
      await add(byCustomer(caller), { kind: 'solved', text: comment });
      return;
    }
    await add(byCustomer(caller), { kind: 'reopened', text: comment });
    Object.assign(complaint, {
      status: 'investigating',
      outcome: null,
      explanation: null,
      closed_at: null,
      escalated_at: complaint.escalated_at ?? now,
    });
    restartDecision(tx, complaint, now);
  });
}
