import { moneyText } from '../../../contract/money.ts';
import { failure } from '../../../contract/failure.ts';
import type {
  MethodReference,
  PaymentDetail,
  PaymentKind,
  PaymentMethod,
} from '../../../contract/payments.ts';
import type { Offer } from '../definition.ts';
import { methodText, text } from '../wording.ts';
import { incidentOf, type PaymentFacts, paymentOf, shortfallOf, walletLimit } from './facts.ts';

type MethodType = MethodReference['type'];

/** What each kind of payment can be funded with (a withdrawal: paid out to). */
const methodTypes: Record<PaymentKind, readonly MethodType[]> = {
  purchase: ['balance', 'card', 'bank_account'],
  transfer: ['balance', 'card', 'bank_account'],
  top_up: ['card', 'bank_account'],
  withdrawal: ['bank_account'],
  goodwill: [],
};

/** Whether the payment can be made this way at all. A withdrawal also needs the balance that it draws on. */
function canFund(facts: PaymentFacts, type: MethodType): boolean {
  const { kind } = paymentOf(facts);
  if (!methodTypes[kind].includes(type)) return false;
  return (type !== 'balance' && kind !== 'withdrawal') || shortfallOf(facts) === 0n;
}

const sameMethod = (a: { type: MethodType; id?: string }, b: { type: MethodType; id?: string }) =>
  a.type === b.type && a.id === b.id;

/** Failures that lie with something else than the instrument it was tried with, or that pass. */
const passing: ReadonlySet<string> = new Set(['network', 'system', 'credential']);

/** Whether an attempt at this payment has shown that this instrument will not do. */
function isRefused(payment: PaymentDetail, method: { type: MethodType; id?: string }): boolean {
  const tries = payment.attempts.filter((attempt) => attempt.failure && sameMethod(attempt.method, method));
  if (tries.some((attempt) => attempt.failure?.next === 'never')) return true;
  const last = tries.at(-1)?.failure;
  if (last === undefined || last.code === 'insufficient_balance') return false;
  return !passing.has(failure(last.code).category) || last.code === 'incorrect_cvc';
}

function isExpired(method: PaymentMethod, asOf: string | undefined): boolean {
  if (method.expiryYear === undefined || method.expiryMonth === undefined) return false;
  const lastMonth = `${method.expiryYear}-${String(method.expiryMonth).padStart(2, '0')}`;
  return asOf !== undefined && lastMonth < asOf.slice(0, 7);
}

/** Stored cards and accounts that are neither expired nor refused and whose network works, the default one first. */
function usableMethods(facts: PaymentFacts): PaymentMethod[] {
  const payment = paymentOf(facts);
  return (facts.methods ?? [])
    .filter(
      (method) =>
        !isExpired(method, facts.asOf) &&
        !isRefused(payment, method) &&
        incidentOf(facts, method.type) === undefined,
    )
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
}

const referenceOf = (method: PaymentMethod): MethodReference => ({ type: method.type, id: method.id });

function payOffer(payment: PaymentDetail, method: MethodReference, label: Offer<PaymentFacts>['label']) {
  const key = method.type === 'balance' ? 'balance' : method.id;
  return { key, label, action: { type: 'pay' as const, paymentId: payment.id, method } };
}

/** A card shows few ways out: the payment sheet that an offer opens lets the customer pick any other method. */
const mostOtherMethods = 2;

/**
 * Finish the same payment another way: the balance if it suffices, then each stored method that can work, other than the
 * one used last. Nothing when a limit of the wallet itself stands in the way, for that holds for every method.
 */
export function otherMethods(facts: PaymentFacts): Array<Offer<PaymentFacts>> {
  const payment = paymentOf(facts);
  if (walletLimit(payment)?.resetsAt !== undefined) return [];
  const offers: Array<Offer<PaymentFacts>> = [];
  const balance = { type: 'balance' } as const;
  if (payment.method.type !== 'balance' && canFund(facts, 'balance') && !isRefused(payment, balance))
    offers.push(payOffer(payment, balance, text('改用账户余额付款', 'Pay from the balance')));
  for (const method of usableMethods(facts)) {
    if (!canFund(facts, method.type) || sameMethod(payment.method, method)) continue;
    const name = methodText(method);
    const label =
      payment.kind === 'withdrawal'
        ? text(`改为提现到${name.zh}`, `Withdraw to ${name.en}`)
        : text(`改用${name.zh}付款`, `Pay with ${name.en}`);
    offers.push(payOffer(payment, referenceOf(method), label));
  }
  return offers.slice(0, mostOtherMethods);
}

/** The same payment with the same method once more, if that can still work. */
export function sameMethodAgain(
  facts: PaymentFacts,
  label: Offer<PaymentFacts>['label'],
): Array<Offer<PaymentFacts>> {
  const payment = paymentOf(facts);
  const { type, id } = payment.method;
  if (!canFund(facts, type) || isRefused(payment, { type, id })) return [];
  if (type === 'balance') return [payOffer(payment, { type: 'balance' }, label)];
  const stored = (facts.methods ?? []).find((method) => sameMethod(method, { type, id }));
  return stored && !isExpired(stored, facts.asOf) ? [payOffer(payment, referenceOf(stored), label)] : [];
}

/** Top up what is missing, from the default method or else the newest that can, and finish the payment from the balance. */
export function topUps(facts: PaymentFacts): Array<Offer<PaymentFacts>> {
  const payment = paymentOf(facts);
  const missing = shortfallOf(facts);
  if (missing === 0n || !methodTypes[payment.kind].includes('balance')) return [];
  const money = moneyText(missing, payment.currency);
  return usableMethods(facts)
    .slice(0, 1)
    .map((method) => {
      const name = methodText(method);
      return {
        key: method.id,
        label: text(`用${name.zh}充值 ${money} 并付款`, `Top up ${money} from ${name.en} and pay`),
        action: {
          type: 'top_up_and_pay',
          paymentId: payment.id,
          topUpAmount: missing.toString(),
          currency: payment.currency,
          method: referenceOf(method),
        },
      };
    });
}

/** A new card, where a card could pay. */
export function newCard(facts: PaymentFacts): Array<Offer<PaymentFacts>> {
  const payment = paymentOf(facts);
  if (!methodTypes[payment.kind].includes('card') || walletLimit(payment)?.resetsAt !== undefined) return [];
  return [{ label: text('添加银行卡', 'Add a card'), action: { type: 'open', screen: 'add_card' } }];
}
