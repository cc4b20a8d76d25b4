import type { LocalizedText } from '../../../contract/text.ts';
import { messageOf } from '../../../contract/problem.ts';
import { appendAudit, type Identity } from '../../identity/identity.ts';
import type { Payments } from '../../payments/payments.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { append } from '../append.ts';
import { event } from '../words.ts';
import { createEffects } from './effects.ts';
import { type ActionRow, endAction, findAction, lockAction, makeReady } from './queries.ts';
import { actionRules } from './rules.ts';

const task = 'support.account_action';

/** Tells both sides, in the conversation. */
export async function tellOfAction(
  platform: Platform,
  tx: Transaction,
  { conversation_id: conversationId, summary, parameters }: ActionRow,
  { zh, en }: LocalizedText,
  madePaymentId?: string,
): Promise<void> {
  const text = { zh: `${zh}：${summary.zh}`, en: `${en}: ${summary.en}` };
  const content = event('account_action', text, { paymentId: madePaymentId ?? parameters.paymentId });
  await append(platform, tx, [{ conversationId, sender: { kind: 'system' }, content }]);
}

/** What second person approved, to the letter. */
export const approvedAction = ({ id, kind, parameters }: ActionRow) => ({
  ...(parameters as Record<string, string>),
  accountActionId: id,
  kind,
});

/** Carries out what is ready: once, whatever becomes of this process, in one transaction with its words and its audit. */
export function createExecution(
  platform: Platform,
  deps: { identity: Identity; payments: Payments },
): { whenReady(tx: Transaction, id: string): Promise<void> } {
  const { db, clock, jobs, events } = platform;
  const { approvals } = deps.identity;
  const effects = createEffects(deps);

  const whenReady = (tx: Transaction, actionId: string) =>
    jobs.add(tx, [{ task, payload: { actionId }, key: `${task}:${actionId}` }]);

  events.consume('support.account_action', ['approval.decided'], async (tx, decided) => {
    for (const { subjectId, payload } of decided) {
      const approval = await approvals.find(tx, subjectId);
      const id = approval?.action.accountActionId;
      if (typeof id !== 'string') continue;
      const action = await lockAction(tx, id);
      if (action?.state !== 'waiting_approval') continue;
      if (payload.decision === 'approved') {
        await makeReady(tx, id);
        await whenReady(tx, id);
      } else {
        await endAction(tx, { id, state: 'rejected', at: clock.now() });
        await tellOfAction(platform, tx, action, { zh: '没有获准', en: 'Not approved' });
      }
    }
  });
  jobs.define(task, async ({ actionId }) => execute(String(actionId)));

  async function execute(id: string): Promise<void> {
    const before = await findAction(db, id);
    if (before?.state !== 'ready') return;
    await effects[before.kind].prepare?.(before);
    try {
      await db.transaction((tx) => carryOut(tx, id));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code } = error;
      await db.transaction(async (tx) => {
        const action = await lockAction(tx, id);
        if (action?.state !== 'ready') return;
        const at = clock.now();
        await endAction(tx, { id, state: 'failed', at, failure: code });
        await audited(tx, 'account_action.failed', action, at, { code });
        const { zh, en } = messageOf(code);
        await tellOfAction(platform, tx, action, { zh: `没有办成（${zh}）`, en: `Not done (${en})` });
      });
    }
  }

  async function carryOut(tx: Transaction, id: string): Promise<void> {
    const action = await lockAction(tx, id);
    if (action?.state !== 'ready') return;
    const { subject, approval } = actionRules[action.kind];
    const at = clock.now();
    const { requested_by: staffId, requested_in: sessionId, conversation_id: conversationId } = action;
    if (approval)
      await approvals.consume(
        tx,
        { staffId, sessionId },
        { id: action.approval_id ?? '', subject, action: approvedAction(action) },
      );
    // First this: the database lets nothing of the rest happen for an action that is not executed.
    await endAction(tx, { id, state: 'executed', at });
    const customerId = action.customer_id;
    const by = { via: 'staff' as const, staffId, sessionId, conversationId, accountActionId: id };
    const made = await effects[action.kind].execute({ tx, action, customerId, by, at });
    await audited(tx, 'account_action.executed', action, at, {});
    await tellOfAction(platform, tx, action, { zh: '已办理', en: 'Done' }, made ?? undefined);
  }

  return { whenReady };
}

/** Writes down what became of an action, as done by whoever asked for it. */
export async function audited(
  tx: Transaction,
  name: string,
  action: ActionRow,
  at: Date,
  details: Record<string, unknown>,
): Promise<void> {
  await appendAudit(tx, [
    {
      at,
      action: name,
      customerId: action.customer_id,
      staffId: action.requested_by,
      sessionId: action.requested_in,
      conversationId: action.conversation_id,
      details: { accountActionId: action.id, kind: action.kind, ...action.parameters, ...details },
    },
  ]);
}
