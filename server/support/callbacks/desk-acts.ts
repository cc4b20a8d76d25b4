import type { BodyOf } from '../../../contract/route.ts';
import type { endCallbackCall } from '../../../contract/callbacks.ts';
import { appendAudit } from '../../identity/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';
import { addBusinessTime } from '../calendar.ts';
import { openConversation } from '../open-conversation.ts';
import { findConversation } from '../queries.ts';
import { lockAgent } from '../routing/agent-queries.ts';
import type { Staff } from '../support.ts';
import { takeForCall } from '../routing/take.ts';
import { type CallbacksContext, tell, windowMilliseconds } from './callbacks.ts';
import * as queries from './queries.ts';

/** Business time until the next try, after the first call and after the second; there is no fourth. */
const retryAfter = [30 * 60_000, 2 * 3_600_000];

export type DeskActs = ReturnType<typeof createDeskActs>;

/** What agents do with callbacks. A callback is locked by who changes it; what staff do is audited in the same transaction. */
export function createDeskActs(context: CallbacksContext) {
  const { clock, db, identity } = context;

  async function audit(
    tx: Transaction,
    staff: Staff,
    action: string,
    row: queries.CallbackRow,
    details = {},
  ) {
    const { staffId, sessionId } = staff;
    await appendAudit(tx, [
      {
        at: clock.now(),
        action: `callback.${action}`,
        staffId,
        sessionId,
        customerId: row.customer_id,
        details: { callbackId: row.id, ...details },
      },
    ]);
  }

  /** Locks one of one's own. */
  async function lockOwn(tx: Transaction, staff: Staff, id: string): Promise<queries.CallbackRow> {
    const row = await queries.lockCallback(tx, id);
    if (row === undefined) throw new ProblemError('not_found');
    if (row.agent_id !== staff.staffId) throw new ProblemError('not_allowed');
    return row;
  }

  function returnToList(row: queries.CallbackRow): void {
    Object.assign(row, { status: 'requested', agent_id: null, agent_name: null });
  }

  return {
    async claim(staff: Staff, id: string): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await queries.lockFree(tx, id);
        if (row === undefined)
          throw new ProblemError((await queries.findCallback(tx, id)) ? 'already_taken' : 'not_found');
        if (row.closed_at !== null) throw new ProblemError('conflict');
        if (row.agent_id === staff.staffId) return;
        if (row.status !== 'requested') throw new ProblemError('already_taken');
        Object.assign(row, { status: 'scheduled', agent_id: staff.staffId, agent_name: staff.name });
        await queries.saveCallback(tx, row);
        await audit(tx, staff, 'claimed', row);
      });
    },

    async release(staff: Staff, id: string): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await lockOwn(tx, staff, id);
        if (row.status !== 'scheduled') throw new ProblemError('conflict');
        returnToList(row);
        await queries.saveCallback(tx, row);
        await audit(tx, staff, 'released', row);
      });
    },

    /** The conversation with everything that is known is the agent's while they talk, unless a colleague has it. */
    async startCall(
      staff: Staff,
      id: string,
    ): Promise<{ phone: string; conversationId: string | undefined }> {
      const before = await queries.findCallback(db, id);
      if (before === undefined) throw new ProblemError('not_found');
      if (before.agent_id !== staff.staffId) throw new ProblemError('not_allowed');
      if (before.status !== 'scheduled' || before.due_from > clock.now()) throw new ProblemError('conflict');
      const { customer_id: customerId, language } = before;
      const opened = await openConversation(context, identity, {
        customerId,
        language,
        context: { screen: 'callback' },
      });
      // Without room for the conversation there is no call, and then nobody sees the number.
      const conversation = await findConversation(db, opened);
      if (conversation?.status !== 'assigned' && (await db.transaction((tx) => lockAgent(tx, staff))) < 1)
        throw new ProblemError('at_capacity');
      const { value: phone } = await identity.unmask(staff, {
        customerId,
        conversationId: opened,
        field: 'phone',
        reason: `callback ${id}`,
      });
      const isOwn = await db.transaction(async (tx) => {
        // The callback before the conversation, as everywhere.
        const row = await lockOwn(tx, staff, id);
        if (row.status !== 'scheduled') throw new ProblemError('conflict');
        const isOwn = await takeForCall(context, tx, staff, opened);
        row.status = 'calling';
        await queries.saveCallback(tx, row);
        await queries.insertCall(tx, {
          callbackId: id,
          agentId: staff.staffId,
          agentName: staff.name,
          at: clock.now(),
        });
        await audit(tx, staff, 'called', row);
        await tell(context, tx, row, 'calling');
        return isOwn;
      });
      return { phone, conversationId: isOwn ? opened : undefined };
    },

    async endCall(staff: Staff, id: string, body: BodyOf<typeof endCallbackCall>): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await lockOwn(tx, staff, id);
        if (row.status !== 'calling') throw new ProblemError('conflict');
        await queries.endCall(tx, id, body.result);
        const now = clock.now();
        if (body.result === 'reached') {
          Object.assign(row, { status: 'done', outcome: body.outcome, note: body.note, closed_at: now });
          await queries.saveCallback(tx, row);
          await audit(tx, staff, 'ended', row, { outcome: body.outcome });
          await tell(context, tx, row, 'done');
          return;
        }
        await audit(tx, staff, 'not_answered', row, { result: body.result });
        const wait = retryAfter[row.calls.length - 1];
        if (wait === undefined) Object.assign(row, { status: 'missed', closed_at: now });
        else {
          row.due_from = addBusinessTime(now, wait);
          row.due_until = addBusinessTime(row.due_from, windowMilliseconds);
          returnToList(row);
        }
        await queries.saveCallback(tx, row);
        await tell(context, tx, row, wait === undefined ? 'given_up' : 'missed');
        await identity.notify(
          tx,
          row.customer_id,
          wait === undefined ? 'callback_given_up' : 'callback_missed',
        );
      });
    },

    /** What its agent has forgotten goes back to the list. */
    async giveBack(id: string): Promise<void> {
      await db.transaction(async (tx) => {
        const row = await queries.lockFree(tx, id);
        if (row?.status !== 'scheduled' && row?.status !== 'calling') return;
        if (row.status === 'calling') await queries.endCall(tx, id, 'unreachable');
        returnToList(row);
        await queries.saveCallback(tx, row);
      });
    },
  };
}
