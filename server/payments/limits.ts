import type { PaymentKind } from '../../contract/payments.ts';

/** Most a customer may send, in minor units of the payment's currency. */
const limits: Record<PaymentKind, { perPayment: bigint; perDay: bigint }> = {
  transfer: { perPayment: 5_000_000n, perDay: 20_000_000n },
  purchase: { perPayment: 5_000_000n, perDay: 20_000_000n },
  withdrawal: { perPayment: 5_000_000n, perDay: 20_000_000n },
  top_up: { perPayment: 5_000_000n, perDay: 100_000_000n },
};
/** Most of each, while an account that was just recovered is watched: 1,000 yuan, as for payers less well proven. */
const mostAfterRecovery = 100_000n;
/** Most payments a customer may send a day. */
export const mostPaymentsADay = 500;
/** Most a customer may send a day, all kinds together. */
export const mostADay = 20_000_000n;

export type LimitDecision =
  | { allowed: true }
  | { allowed: false; code: 'amount_limit_exceeded' | 'velocity_exceeded'; limit: string; remaining: string };

/** Whether money going out is counted against the day; topping up one's own wallet is not. */
export function countsAsSpending(kind: PaymentKind): boolean {
  return kind !== 'top_up';
}

/**
 * @param spent what was sent today before this payment
 * @param reduced the account was recovered a short while ago
 */
export function checkLimits(
  kind: PaymentKind,
  amount: bigint,
  spent: { amount: bigint; count: number },
  reduced = false,
): LimitDecision {
  const { perPayment, perDay } =
    reduced && countsAsSpending(kind)
      ? { perPayment: mostAfterRecovery, perDay: mostAfterRecovery }
      : limits[kind];
  if (amount > perPayment)
    return {
      allowed: false,
      code: 'amount_limit_exceeded',
      limit: 'per_payment',
      remaining: perPayment.toString(),
    };
  if (!countsAsSpending(kind)) return { allowed: true };
  const remaining = perDay - spent.amount;
  if (amount > remaining)
    return {
      allowed: false,
      code: 'amount_limit_exceeded',
      limit: 'per_day',
      remaining: (remaining > 0n ? remaining : 0n).toString(),
    };
  if (spent.count >= mostPaymentsADay)
    return { allowed: false, code: 'velocity_exceeded', limit: 'payments_per_day', remaining: '0' };
  return { allowed: true };
}

/** The business calendar's day, Asia/Shanghai (UTC+8, no daylight saving), as YYYY-MM-DD. */
export function businessDay(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** When the business day after `now` begins. */
export function nextBusinessDay(now: Date): Date {
  return new Date(Date.parse(`${businessDay(now)}T00:00:00+08:00`) + 24 * 3_600_000);
}
