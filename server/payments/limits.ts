import { businessDay } from '../../contract/business-day.ts';
import type { OrderKind, PaymentKind } from '../../contract/payments.ts';
import { monthRange, nextBusinessDay } from './calendar.ts';

/** Most a customer may send, in minor units of the payment's currency. */
const limits: Record<OrderKind, { perPayment: bigint; perDay: bigint }> = {
  transfer: { perPayment: 5_000_000n, perDay: 20_000_000n },
  purchase: { perPayment: 5_000_000n, perDay: 20_000_000n },
  withdrawal: { perPayment: 5_000_000n, perDay: 20_000_000n },
  top_up: { perPayment: 5_000_000n, perDay: 100_000_000n },
};
/** Most of each, while an account that was just recovered is watched: 1,000 yuan, as for payers less well proven. */
const mostAfterRecovery = 100_000n;
/** Most a customer may send a month, all kinds together. */
export const mostAMonth = 100_000_000n;
/** Most that one card or bank account may pay or bring in a day, and how often. */
export const mostOfMethodADay = { amount: 20_000_000n, count: 50 } as const;
/** Most payments a customer may send a minute. */
export const mostPaymentsAMinute = 30;
/** Most payments a customer may send a day. */
export const mostPaymentsADay = 500;
/** Most a customer may send a day, all kinds together. */
export const mostADay = 20_000_000n;

/**
 * Most a customer may pay a day by codes, by how well a payment is proven: 条码支付业务规范（试行）, PBOC, 银发〔2017〕296号. By a
 * static code, however proven: 500 yuan (D). By a code made anew each time: 1,000 with fewer than two factors (C), here the
 * code alone; 5,000 with two that are neither certificate nor signature (B), here the code on the customer's own
 * logged-in device and the payment password. Level A, by agreement with a certificate, is not offered.
 */
export const mostByCodeADay = {
  merchant_code: 50_000n,
  payer_code_unproven: 100_000n,
  payer_code: 500_000n,
} as const;

/** The limits as customers are told them, in minor units of the payment's currency. */
export const publishedLimits = {
  perPayment: limits.transfer.perPayment,
  perDay: mostADay,
  perMonth: mostAMonth,
  ofMethodADay: mostOfMethodADay.amount,
  topUpsADay: limits.top_up.perDay,
  paymentsADay: mostPaymentsADay,
  byPayerCodeADay: mostByCodeADay.payer_code,
  byStaticCodeADay: mostByCodeADay.merchant_code,
  afterRecovery: mostAfterRecovery,
} as const;

export type LimitDecision =
  | { allowed: true }
  | { allowed: false; code: 'amount_limit_exceeded' | 'velocity_exceeded'; limit: string; remaining: string };

/** Whether it is counted against the day: money going out is, what the customer brings in or is given is not. */
export function countsAsSpending(kind: PaymentKind): boolean {
  return kind !== 'top_up' && kind !== 'goodwill';
}

/** What counted before a payment, in minor units; what is left out is nothing. */
export interface Spent {
  amount: bigint;
  count: number;
  month_amount?: bigint;
  /** Of this minute. */
  minute_count?: number;
  /** Of the stored method today. */
  method?: { amount: bigint; count: number };
  /** By the kind of code that is used now, today. */
  code?: { kind: 'payer_code' | 'merchant_code'; amount: bigint };
}

/**
 * @param reduced the account was recovered a short while ago
 * @param dailyLimit what this customer and support have agreed on, in the place of the standard one
 * @param factor allows more payments a minute and a day, where that is no sign of anything, such as in a bench
 */
export function checkLimits(
  kind: OrderKind,
  amount: bigint,
  spent: Spent,
  {
    reduced = false,
    factor = 1,
    dailyLimit,
  }: { reduced?: boolean; factor?: number; dailyLimit?: bigint } = {},
): LimitDecision {
  const { perPayment, perDay } =
    reduced && countsAsSpending(kind)
      ? { perPayment: mostAfterRecovery, perDay: mostAfterRecovery }
      : ownLimits(kind, dailyLimit);
  const sums: Array<[limit: string, most: bigint, before: bigint]> = [['per_payment', perPayment, 0n]];
  if (countsAsSpending(kind)) {
    sums.push(['per_day', perDay, spent.amount]);
    sums.push(['per_month', mostAMonth, spent.month_amount ?? 0n]);
  }
  if (spent.method) sums.push(['method_per_day', mostOfMethodADay.amount, spent.method.amount]);
  if (spent.code)
    sums.push([`${spent.code.kind}_per_day`, mostByCodeADay[spent.code.kind], spent.code.amount]);
  for (const [limit, most, before] of sums) {
    const remaining = most - before;
    if (amount > remaining)
      return {
        allowed: false,
        code: 'amount_limit_exceeded',
        limit,
        remaining: (remaining > 0n ? remaining : 0n).toString(),
      };
  }
  const counts: Array<[limit: string, most: number, before: number]> = [];
  if (spent.method)
    counts.push(['method_payments_per_day', mostOfMethodADay.count * factor, spent.method.count]);
  if (countsAsSpending(kind)) {
    counts.push(['payments_per_day', mostPaymentsADay * factor, spent.count]);
    counts.push(['payments_per_minute', mostPaymentsAMinute * factor, spent.minute_count ?? 0]);
  }
  const reached = counts.find(([, most, before]) => before >= most);
  return reached === undefined
    ? { allowed: true }
    : { allowed: false, code: 'velocity_exceeded', limit: reached[0], remaining: '0' };
}

function ownLimits(kind: OrderKind, dailyLimit: bigint | undefined): (typeof limits)[OrderKind] {
  const { perPayment, perDay } = limits[kind];
  if (dailyLimit === undefined || !countsAsSpending(kind)) return { perPayment, perDay };
  return { perPayment: dailyLimit < perPayment ? dailyLimit : perPayment, perDay: dailyLimit };
}

/** When a limit that was reached allows more again. */
export function limitResetsAt(limit: string, now: Date): Date {
  if (limit === 'payments_per_minute') return new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000);
  if (limit !== 'per_month') return nextBusinessDay(now);
  return monthRange(businessDay(now).slice(0, 7)).to;
}
