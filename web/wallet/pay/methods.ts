import { t } from '@lingui/core/macro';
import type { LocalizedText } from '../../../contract/text.ts';
import type { MethodReference, Payment, PaymentKind, PaymentMethod } from '../../../contract/payments.ts';

/** The types of method each kind of payment may be funded with (for a withdrawal: where the money goes). */
const FITTING: Record<PaymentKind, readonly MethodReference['type'][]> = {
  transfer: ['balance', 'card', 'bank_account'],
  purchase: ['balance', 'card', 'bank_account'],
  top_up: ['card', 'bank_account'],
  withdrawal: ['bank_account'],
};

export type MethodChoice =
  | { type: 'balance'; available: string; enough: boolean }
  | { type: 'stored'; method: PaymentMethod; failed: boolean };

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
): MethodChoice[] {
  const fitting = FITTING[kind];
  const cards = stored
    .filter((method) => fitting.includes(method.type))
    .map((method): MethodChoice => {
      const failed = payment?.method.id === method.id && payment.failure?.next === 'never';
      return { type: 'stored', method, failed };
    });
  if (!fitting.includes('balance')) return cards;
  return [{ type: 'balance', available, enough: BigInt(available) >= BigInt(amount) }, ...cards];
}

export function isUsable(choice: MethodChoice): boolean {
  return choice.type === 'balance' ? choice.enough : !choice.failed;
}

/** "招商银行储蓄卡 (8821)", "账户余额". */
export function methodName(
  method: { type: string; bank?: LocalizedText; funding?: 'credit' | 'debit'; last4?: string },
  localized: (text: LocalizedText) => string,
): string {
  if (method.type === 'balance') return t`账户余额`;
  const bank = method.bank ? localized(method.bank) : t`银行卡`;
  const last4 = method.last4 ?? '';
  if (method.type === 'bank_account') return t`${bank}账户 (${last4})`;
  if (method.funding === 'credit') return t`${bank}信用卡 (${last4})`;
  if (method.funding === 'debit') return t`${bank}储蓄卡 (${last4})`;
  return `${bank} (${last4})`;
}
