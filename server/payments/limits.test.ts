import { businessDay } from '../../contract/business-day.ts';
import { expect, test } from 'vitest';
import type { OrderKind } from '../../contract/payments.ts';
import { nextBusinessDay } from './calendar.ts';
import {
  checkLimits,
  countsAsSpending,
  limitResetsAt,
  mostADay,
  mostAMonth,
  mostOfMethodADay,
  mostPaymentsADay,
  mostPaymentsAMinute,
} from './limits.ts';

const nothing = { amount: 0n, count: 0 };
const sending: OrderKind[] = ['transfer', 'purchase', 'withdrawal'];

test.each(
  [...sending, 'top_up' as const].flatMap(
    (kind): Array<[OrderKind, bigint, boolean]> => [
      [kind, 5_000_000n, true],
      [kind, 5_000_001n, false],
    ],
  ),
)('a %s of %s is allowed: %s', (kind, amount, allowed) => {
  const decision = checkLimits(kind, amount, nothing);
  expect(decision.allowed).toBe(allowed);
  if (!decision.allowed) expect(decision).toMatchObject({ limit: 'per_payment', remaining: '5000000' });
});

test.each(sending)('a %s may use up the day and no more', (kind) => {
  const spent = { amount: mostADay - 100n, count: 1 };
  expect(checkLimits(kind, 100n, spent)).toEqual({ allowed: true });
  expect(checkLimits(kind, 101n, spent)).toEqual({
    allowed: false,
    code: 'amount_limit_exceeded',
    limit: 'per_day',
    remaining: '100',
  });
  expect(checkLimits(kind, 1n, { amount: mostADay + 5n, count: 1 })).toMatchObject({ remaining: '0' });
});

test.each(sending)('a %s may be the last of the day and no later one', (kind) => {
  expect(checkLimits(kind, 1n, { amount: 0n, count: mostPaymentsADay - 1 }).allowed).toBe(true);
  expect(checkLimits(kind, 1n, { amount: 0n, count: mostPaymentsADay })).toMatchObject({
    code: 'velocity_exceeded',
  });
});

test('topping up one’s own wallet is no spending', () => {
  expect(countsAsSpending('top_up')).toBe(false);
  expect(sending.every(countsAsSpending)).toBe(true);
  expect(checkLimits('top_up', 1n, { amount: mostADay, count: mostPaymentsADay })).toEqual({ allowed: true });
});

test.each([
  ['2026-11-23T15:59:59.999Z', '2026-11-23', '2026-11-23T16:00:00.000Z'],
  ['2026-11-23T16:00:00.000Z', '2026-11-24', '2026-11-24T16:00:00.000Z'],
  ['2026-12-31T20:00:00.000Z', '2027-01-01', '2027-01-01T16:00:00.000Z'],
  ['2028-02-28T23:00:00.000Z', '2028-02-29', '2028-02-29T16:00:00.000Z'],
])('at %s it is %s in Shanghai, and the next day begins at %s', (now, day, next) => {
  expect(businessDay(new Date(now))).toBe(day);
  expect(nextBusinessDay(new Date(now)).toISOString()).toBe(next);
});

test('a month, a minute, and one card are limits of their own', () => {
  const spent = { amount: 0n, count: 0 };
  expect(checkLimits('transfer', 101n, { ...spent, month_amount: mostAMonth - 100n })).toMatchObject({
    limit: 'per_month',
    remaining: '100',
  });
  const busy = { ...spent, minute_count: mostPaymentsAMinute };
  expect(checkLimits('transfer', 1n, busy)).toMatchObject({
    code: 'velocity_exceeded',
    limit: 'payments_per_minute',
  });
  expect(checkLimits('transfer', 1n, { ...busy, count: mostPaymentsADay }, { factor: 2 })).toEqual({
    allowed: true,
  });
  const { amount, count } = mostOfMethodADay;
  for (const kind of ['top_up', 'purchase'] as const) {
    expect(checkLimits(kind, 2n, { ...spent, method: { amount: amount - 1n, count: 1 } })).toMatchObject({
      limit: 'method_per_day',
      remaining: '1',
    });
    expect(checkLimits(kind, 1n, { ...spent, method: { amount: 0n, count } })).toMatchObject({
      code: 'velocity_exceeded',
      limit: 'method_payments_per_day',
    });
  }
});

test('a limit says when it begins anew', () => {
  const at = (limit: string, now: string) => limitResetsAt(limit, new Date(now)).toISOString();
  expect(at('payments_per_minute', '2026-12-31T15:59:30Z')).toBe('2026-12-31T16:00:00.000Z');
  expect(at('per_day', '2026-12-31T15:59:30Z')).toBe('2026-12-31T16:00:00.000Z');
  expect(at('per_month', '2026-12-31T15:59:30Z')).toBe('2026-12-31T16:00:00.000Z');
  expect(at('per_month', '2026-12-31T16:00:00Z')).toBe('2027-01-31T16:00:00.000Z');
});
