import type { Currency } from '../../../contract/money.ts';
import { type AccountKey, type Posting, type Transfer } from '../../ledger/ledger.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import { completedPayment } from '../completed-payment.ts';
import type { PaymentsContext } from '../context.ts';
import { announce } from '../events.ts';
import { systemOwner, walletAccount } from '../movement.ts';
import { findAttemptsByKey, insertAttempts, insertPayments } from '../queries/attempts.ts';
import { Trace } from '../trace.ts';
import { insertGoodwill } from './queries.ts';

/** Where it was agreed; a complaint by the number that the customer quotes, too. */
export type GoodwillSource =
  | { conversationId: string }
  | { complaintId: string; complaintNumber: string }
  /** Decided for a customer who had paid a person, whom it does not touch. */
  | { disputeId: string };

export interface GoodwillCredit {
  /** Of the action, or of what was set aside: given once, however often it is asked for. */
  id: string;
  customerId: string;
  /** Minor units. */
  amount: bigint;
  currency: Currency;
  source: GoodwillSource;
}

/**
 * Money that we give a customer of our own accord: set aside when it is offered and paid when it is accepted, or given at
 * once. What is given is a payment in the customer's bills, made in the same transaction.
 */
export interface Goodwill {
  /** Opens the accounts; before the transaction of `reserve` or `give`, which may not. */
  prepare(customerId: string, currency: Currency): Promise<void>;
  /** @returns the payment's id */
  give(tx: Transaction, credit: GoodwillCredit): Promise<string>;
  /** `id` names the reservation; the same one again changes nothing. */
  reserve(tx: Transaction, credit: GoodwillCredit): Promise<void>;
  /** Pays what was set aside. @returns the payment's id */
  pay(tx: Transaction, credit: GoodwillCredit): Promise<string>;
  release(tx: Transaction, credit: Pick<GoodwillCredit, 'id' | 'source'>): Promise<void>;
}

/** What we have given of our own accord: an expense, so it grows on its debit side and has no end but the approvals'. */
function goodwillAccount(currency: Currency): AccountKey {
  return { ownerId: systemOwner, purpose: 'goodwill', currency, normalSide: 'debit', mayOverdraw: true };
}

function agreedIn(source: GoodwillSource): string {
  if ('complaintId' in source) return source.complaintId;
  return 'disputeId' in source ? source.disputeId : source.conversationId;
}

export function createGoodwill(context: PaymentsContext): Goodwill {
  const { ledger } = context;
  const accountsOf = (customerId: string, currency: Currency) =>
    ledger.accounts([goodwillAccount(currency), walletAccount(customerId, currency)]);

  async function post(tx: Transaction, posting: Posting): Promise<void> {
    const [result] = await ledger.post(tx, [posting]);
    if (result?.outcome === 'refused')
      throw new Error(`the ledger refused a goodwill credit: ${result.reason}`);
  }

  async function between({ customerId, amount, currency }: GoodwillCredit) {
    const [debit, credit] = (await accountsOf(customerId, currency)) as [bigint, bigint];
    return { debit, credit, amount };
  }

  /** The payment together with what moves its money. */
  async function credit(
    tx: Transaction,
    goodwill: GoodwillCredit,
    transferOf: (names: { id: string; reference: string }) => Transfer | Promise<Transfer>,
  ): Promise<string> {
    const { id, customerId, source } = goodwill;
    const key = `goodwill:${id}`;
    const [before] = await findAttemptsByKey(tx, [customerId], [key]);
    if (before !== undefined) return before.payment_id;
    const { payment, attempt } = rowsOf(goodwill, key, context.clock.now());
    await post(tx, [await transferOf({ id: attempt.id, reference: payment.id })]);
    insertPayments(tx, [payment]);
    insertAttempts(tx, [attempt]);
    insertGoodwill(tx, payment.id, source);
    announce(context, tx, [{ payment, attempt }]);
    return payment.id;
  }

  return {
    async prepare(customerId, currency) {
      await accountsOf(customerId, currency);
    },
    give: (tx, goodwill) =>
      credit(tx, goodwill, async (names) => ({ kind: 'transfer', ...names, ...(await between(goodwill)) })),
    async reserve(tx, goodwill) {
      const { id, source } = goodwill;
      await post(tx, [{ kind: 'hold', id, ...(await between(goodwill)), reference: agreedIn(source) }]);
    },
    pay: (tx, goodwill) => credit(tx, goodwill, (names) => ({ kind: 'post', ...names, holdId: goodwill.id })),
    release: (tx, { id, source }) =>
      post(tx, [{ kind: 'void', id: newId(), holdId: id, reference: agreedIn(source) }]),
  };
}

function rowsOf({ customerId, amount, currency, source }: GoodwillCredit, key: string, now: Date) {
  return completedPayment(
    {
      customerId,
      kind: 'goodwill',
      amount,
      currency,
      method: { method_type: 'balance', method_id: null },
      // So that it is found by the number, and stands in the statement.
      note: 'complaintNumber' in source ? source.complaintNumber : null,
      key,
      // Given, not ordered: nothing else was to be checked.
      trace: new Trace().add('rail', 'passed', 0, { rail: 'ledger', source: 'goodwill', ...source }).entries,
    },
    now,
  );
}
