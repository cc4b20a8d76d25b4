import type { Currency } from '../../contract/money.ts';
import type { OrderKind } from '../../contract/payments.ts';

/** Minor units a day that may go without the payment password, whatever the limit of one payment. */
export const mostUnprovenADay = 200_000n;
export const mostUnprovenPaymentsADay = 20;

export interface UnprovenFacts {
  kind: OrderKind;
  amount: bigint;
  currency: Currency;
  /** What the customer has set; 0 while small payments are off. */
  limit: bigint;
  /** What went without the payment password today. What failed afterwards is not given back. */
  spent: { unproven_amount: bigint; unproven_count: number };
}

/** Whether a payment may go without the payment password: small, of a kind that is paid in passing, within the day's sums. */
export function mayGoUnproven({ kind, amount, currency, limit, spent }: UnprovenFacts): boolean {
  return (
    (kind === 'transfer' || kind === 'purchase') &&
    currency === 'CNY' &&
    amount <= limit &&
    spent.unproven_amount + amount <= mostUnprovenADay &&
    spent.unproven_count < mostUnprovenPaymentsADay
  );
}

/** What may still go without the payment password today. */
export function unprovenLeft(spent: UnprovenFacts['spent']): { amount: bigint; count: number } {
  const amount = mostUnprovenADay - spent.unproven_amount;
  const count = mostUnprovenPaymentsADay - spent.unproven_count;
  return { amount: amount > 0n ? amount : 0n, count: Math.max(0, count) };
}
