import type { MethodReference, Payment, PaymentKind, PaymentMethod } from '../../../contract/payments.ts';

/** The types of method each kind of payment may be funded with (for a withdrawal: where the money goes). */
const FITTING: Record<PaymentKind, readonly MethodReference['type'][]> = {
  transfer: ['balance', 'card', 'bank_account'],
  purchase: ['balance', 'card', 'bank_account'],
  top_up: ['card', 'bank_account'],
  withdrawal: ['bank_account'],
  goodwill: [],
};

export type MethodChoice =
  | { type: 'balance'; available: string; enough: boolean }
  /** `failed`: the last attempt was with this one; `never`: another with it is pointless. */
  | { type: 'stored'; method: PaymentMethod; failed?: 'last' | 'never' };

export function referenceOf(choice: MethodChoice): MethodReference {
  return choice.type === 'balance' ? { type: 'balance' } : { type: choice.method.type, id: choice.method.id };
}

export function sameMethod(a: MethodReference | undefined, b: MethodReference): boolean {
  return a?.type === b.type && (a.type === 'balance' || b.type === 'balance' || a.id === b.id);
}

/** The customer's methods for a payment of this kind, in the order to offer them. */
export function choicesFor(
  kind: PaymentKind,
  amount: string,
  available: string,
  stored: readonly PaymentMethod[],
  payment?: Pick<Payment, 'method' | 'failure'>,
  balanceFirst = true,
): MethodChoice[] {
  const fitting = FITTING[kind];
  const cards = stored
    .filter((method) => fitting.includes(method.type))
    .map((method): MethodChoice => {
      const isLast = payment?.failure !== undefined && payment.method.id === method.id;
      const failed = isLast ? (payment.failure?.next === 'never' ? 'never' : 'last') : undefined;
      return { type: 'stored', method, failed };
    });
  if (!fitting.includes('balance')) return cards;
  const balance: MethodChoice = { type: 'balance', available, enough: BigInt(available) >= BigInt(amount) };
  return balanceFirst ? [balance, ...cards] : [...cards, balance];
}

export function isUsable(choice: MethodChoice): boolean {
  return choice.type === 'balance' ? choice.enough : choice.failed !== 'never';
}

/** What to begin with: the first that can pay and has not just failed. */
export function firstChoice(choices: readonly MethodChoice[]): MethodChoice | undefined {
  return (
    choices.find((choice) => isUsable(choice) && !(choice.type === 'stored' && choice.failed)) ??
    choices.find(isUsable) ??
    choices[0]
  );
}
