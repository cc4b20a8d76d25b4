import type { Currency } from '../../../contract/money.ts';
import type { AccountActionKind } from '../../../contract/verifications.ts';
import type { Doer, Identity } from '../../identity/identity.ts';
import type { Payments } from '../../payments/payments.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { ActionRow } from './queries.ts';

/** A raised limit ends by itself. */
const raisedForMilliseconds = 30 * 24 * 60 * 60_000;

interface Work {
  tx: Transaction;
  action: ActionRow;
  customerId: string;
  by: Doer;
  at: Date;
}

interface Effect {
  /** What must not be done in the transaction, such as opening accounts. */
  prepare?(action: ActionRow): Promise<void>;
  /**
   * Throws a ProblemError where it can't be done any more: then nothing is.
   * @returns the payment that was made by it
   */
  execute(work: Work): Promise<string | void>;
}

const amountOf = ({ parameters }: ActionRow) => ({
  amount: BigInt(parameters.amount as string),
  currency: parameters.currency as Currency,
});

/** What each kind of action does, in the transaction that marks it executed. */
export function createEffects({
  identity,
  payments,
}: {
  identity: Identity;
  payments: Payments;
}): Readonly<Record<AccountActionKind, Effect>> {
  const { locks } = identity;

  /** Where there was nothing to do, the customer and the agent were wrong about it, and are told. */
  async function required(done: Promise<boolean>): Promise<void> {
    if (!(await done)) throw new ProblemError('conflict');
  }

  async function decideHeld({ tx, action, customerId }: Work, decision: 'release' | 'refuse') {
    await payments.reviews.decide(tx, {
      customerId,
      paymentId: action.parameters.paymentId as string,
      decision,
    });
    await identity.notify(
      tx,
      customerId,
      decision === 'release' ? 'held_payment_released' : 'held_payment_refused',
    );
  }

  return {
    unlock: { execute: ({ tx, customerId, by }) => required(locks.unlock(tx, customerId, by)) },
    start_recovery: { execute: ({ tx, customerId, by }) => identity.assistRecovery(tx, customerId, by) },
    freeze: { execute: ({ tx, customerId, by }) => locks.freeze(tx, customerId, by) },
    unfreeze: {
      execute: ({ tx, action, customerId, by }) =>
        required(locks.unfreeze(tx, customerId, by, action.requested_at)),
    },
    end_sessions: { execute: ({ tx, customerId, by }) => required(locks.endSessions(tx, customerId, by)) },
    release_held_payment: { execute: (work) => decideHeld(work, 'release') },
    refuse_held_payment: { execute: (work) => decideHeld(work, 'refuse') },
    refund: {
      prepare: ({ parameters }) => payments.refunds.prepare(parameters.paymentId as string),
      async execute({ tx, action, customerId }) {
        await payments.refunds.begin(tx, {
          paymentId: action.parameters.paymentId as string,
          amount: amountOf(action).amount,
          reason: 'requested_by_customer',
          note: action.reason,
          requestedBy: 'staff',
          requesterId: action.id,
          idempotencyKey: action.id,
        });
        await identity.notify(tx, customerId, 'refunded_by_support');
      },
    },
    goodwill: {
      prepare: (action) => payments.goodwill.prepare(action.customer_id, amountOf(action).currency),
      async execute({ tx, action, customerId }) {
        const paymentId = await payments.goodwill.give(tx, {
          id: action.id,
          customerId,
          ...amountOf(action),
          source: { conversationId: action.conversation_id },
        });
        await identity.notify(tx, customerId, 'goodwill_paid');
        return paymentId;
      },
    },
    raise_limit: {
      execute: ({ tx, action, customerId, by, at }) =>
        identity.setDailyLimit(
          tx,
          customerId,
          { amount: amountOf(action).amount, until: new Date(at.getTime() + raisedForMilliseconds) },
          by,
        ),
    },
    lower_limit: {
      execute: ({ tx, action, customerId, by }) =>
        identity.setDailyLimit(tx, customerId, { amount: amountOf(action).amount }, by),
    },
  };
}
