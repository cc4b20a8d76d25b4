import type {
  AccountAction,
  DeskAccountAction,
  listAccountActions,
  proposeAccountAction,
} from '../../../contract/account-actions.ts';
import type { BodyOf, ResultOf } from '../../../contract/route.ts';
import { accountActionKinds } from '../../../contract/verifications.ts';
import { type Identity, type Recovering, staffMay } from '../../identity/identity.ts';
import type { Payments } from '../../payments/payments.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { append } from '../append.ts';
import { findConversation } from '../queries.ts';
import type { ConversationRecord, Customer, Staff } from '../support.ts';
import { approvedAction, audited, createExecution, tellOfAction } from './execute.ts';
import { dailyLimitOf, specify, takes } from './propose.ts';
import {
  type ActionRow,
  consent,
  endAction,
  findAction,
  insertAction,
  listActions,
  lockAction,
} from './queries.ts';
import { type ActionRule, actionRules, assertPossible, freezeOf, whileFrozen } from './rules.ts';
import { viewAction, viewDeskAction } from './view.ts';

export interface ActionsDeps {
  identity: Identity;
  payments: Payments;
}

/** Who answers: a customer in their session, or the owner of a frozen account in their recovery. */
export type Answering =
  | Pick<Customer, 'customerId' | 'sessionId'>
  | Pick<Recovering, 'customerId' | 'recoveryId'>;

/** Acting on a customer's account from a conversation; every act goes through here, whoever's screen it comes from. */
export interface AccountActions {
  /** The caller has proven that `staff` may read the conversation. */
  overview(staff: Staff, conversation: ConversationRecord): Promise<ResultOf<typeof listAccountActions>>;
  /** The caller has proven that `staff` has the open conversation. */
  propose(
    staff: Staff,
    conversation: ConversationRecord,
    body: BodyOf<typeof proposeAccountAction>,
  ): Promise<DeskAccountAction>;
  withdraw(staff: Staff, conversation: ConversationRecord, id: string): Promise<DeskAccountAction>;
  /** As customers see them, the newest first. */
  list(q: Queryable, conversationId: string): Promise<AccountAction[]>;
  /** @throws not_found for another's, conflict, conversation_closed, verification_required */
  answer(customer: Answering, id: string, answer: 'accept' | 'decline'): Promise<AccountAction>;
}

const customerMilliseconds = 30 * 60_000;
const longestList = 50;
const recoveryMilliseconds = 24 * 60 * 60_000;

export function createAccountActions(platform: Platform, deps: ActionsDeps): AccountActions {
  const { db, clock } = platform;
  const { identity } = deps;
  const { whenReady } = createExecution(platform, deps);

  const mayAsk = (staff: Staff, { subject }: ActionRule) =>
    subject === 'account' ? staffMay(staff, 'act', subject) : staffMay(staff, 'request', subject);

  async function viewed(q: Queryable, id: string): Promise<DeskAccountAction> {
    const row = (await findAction(q, id)) as ActionRow;
    return viewDeskAction(row, await identity.staffNames(q, [row.requested_by]), clock.now());
  }

  /** What the customer has proven for this kind of action and what still counts. */
  async function proofFor(
    q: Queryable,
    { conversation_id, kind }: Pick<ActionRow, 'conversation_id' | 'kind'>,
  ) {
    const { level } = actionRules[kind];
    if (level === 0) return null;
    const proof = (await identity.verifications.list(q, conversation_id)).find(
      (one) => one.purpose === kind && one.state === 'proven' && one.level >= level,
    );
    if (proof === undefined) throw new ProblemError('verification_required');
    return proof.id;
  }

  async function accept(tx: Transaction, customer: Answering, action: ActionRow, at: Date): Promise<void> {
    const verificationId = await proofFor(tx, action);
    const { subject, approval } = actionRules[action.kind];
    const { id, requested_by: staffId, requested_in: sessionId, summary, reason } = action;
    const asked = approval
      ? await identity.approvals.request(
          tx,
          { staffId, sessionId },
          {
            subject,
            action: approvedAction(action),
            summary,
            reason,
            customerId: action.customer_id,
            conversationId: action.conversation_id,
          },
        )
      : undefined;
    await consent(tx, {
      id,
      verificationId,
      consentedIn: 'recoveryId' in customer ? customer.recoveryId : customer.sessionId,
      at,
      state: asked === undefined ? 'ready' : 'waiting_approval',
      approvalId: asked?.id ?? null,
      expiresAt: asked === undefined ? action.expires_at : new Date(asked.expiresAt),
    });
    await tellOfAction(platform, tx, action, { zh: '已同意', en: 'Agreed' });
    if (asked === undefined) await whenReady(tx, id);
  }

  /** Of what was asked for here and lately: whoever asks long after learns nothing. */
  async function assistedRecovery(rows: readonly ActionRow[], customerId: string) {
    const asked = rows.find(({ kind, state }) => kind === 'start_recovery' && state === 'executed');
    if (asked === undefined || clock.now().getTime() - asked.requested_at.getTime() > recoveryMilliseconds)
      return undefined;
    const steps = await identity.recoveryProgress(db, customerId, asked.requested_at);
    return steps.map(({ step, at }) => ({ step, at: at.toISOString() }));
  }

  return {
    async overview(staff, { id: conversationId, customerId }) {
      const rows = await listActions(db, conversationId, longestList);
      const frozen = (await freezeOf(identity, db, customerId)) !== undefined;
      const names = await identity.staffNames(db, [...new Set(rows.map((row) => row.requested_by))]);
      const now = clock.now();
      return {
        offers: accountActionKinds
          .filter((kind) => (frozen ? whileFrozen(kind) : kind !== 'unfreeze'))
          .filter((kind) => mayAsk(staff, actionRules[kind]))
          .map((kind) => {
            const { level, consent: needsConsent, approval } = actionRules[kind];
            return { kind, level, consent: needsConsent, approval, takes: takes[kind] };
          }),
        verifications: await identity.verifications.list(db, conversationId),
        actions: rows.map((row) => viewDeskAction(row, names, now)),
        reachableLevel: await identity.verifications.reachableLevel(db, customerId),
        recovery: await assistedRecovery(rows, customerId),
        frozen,
        dailyLimit: String(await dailyLimitOf(deps, db, customerId)),
      };
    },

    async propose(staff, { id: conversationId, customerId }, body) {
      const rule = actionRules[body.kind];
      if (!mayAsk(staff, rule)) throw new ProblemError('not_allowed');
      assertPossible(body.kind, (await freezeOf(identity, db, customerId)) !== undefined);
      await proofFor(db, { conversation_id: conversationId, kind: body.kind });
      const { parameters, summary } = await specify(deps, db, customerId, body);
      const at = clock.now();
      const row: ActionRow = {
        id: newId(),
        kind: body.kind,
        conversation_id: conversationId,
        customer_id: customerId,
        parameters,
        summary,
        reason: body.reason,
        requested_by: staff.staffId,
        requested_in: staff.sessionId,
        requested_at: at,
        expires_at: new Date(at.getTime() + customerMilliseconds),
        state: rule.consent ? 'waiting_customer' : 'ready',
        approval_id: null,
        ended_at: null,
        failure: null,
      };
      return db.transaction(async (tx) => {
        await insertAction(tx, row);
        await audited(tx, 'account_action.requested', row, at, { reason: row.reason });
        if (rule.consent) {
          const sender = { kind: 'agent' as const, id: staff.staffId, name: staff.name };
          const content = { type: 'consent' as const, action: viewAction(row, at) };
          await append(platform, tx, [{ conversationId, sender, content }]);
        } else await whenReady(tx, row.id);
        return viewed(tx, row.id);
      });
    },

    async withdraw(_staff, { id: conversationId }, id) {
      return db.transaction(async (tx) => {
        const action = await lockAction(tx, id);
        if (action?.conversation_id !== conversationId) throw new ProblemError('not_found');
        if (action.state !== 'waiting_customer' && action.state !== 'waiting_approval')
          throw new ProblemError('conflict');
        const at = clock.now();
        await endAction(tx, { id, state: 'withdrawn', at });
        await audited(tx, 'account_action.withdrawn', action, at, {});
        await tellOfAction(platform, tx, action, { zh: '已撤回', en: 'Withdrawn' });
        return viewed(tx, id);
      });
    },

    async list(q, conversationId) {
      const now = clock.now();
      return (await listActions(q, conversationId, longestList))
        .filter(({ kind }) => actionRules[kind].consent)
        .map((row) => viewAction(row, now));
    },

    async answer(customer, id, answer) {
      return db.transaction(async (tx) => {
        const action = await lockAction(tx, id);
        if (action?.customer_id !== customer.customerId) throw new ProblemError('not_found');
        // Lifting a freeze is agreed to in a recovery, and nothing else is.
        if ((action.kind === 'unfreeze') !== 'recoveryId' in customer) throw new ProblemError('not_found');
        const at = clock.now();
        if (action.state !== 'waiting_customer' || action.expires_at <= at)
          throw new ProblemError('conflict');
        const conversation = await findConversation(tx, action.conversation_id);
        if (conversation?.status === 'closed') throw new ProblemError('conversation_closed');
        if (answer === 'accept') await accept(tx, customer, action, at);
        else {
          await endAction(tx, { id, state: 'declined', at });
          await tellOfAction(platform, tx, action, { zh: '未同意', en: 'Declined' });
        }
        return viewAction((await findAction(tx, id)) as ActionRow, at);
      });
    },
  };
}
