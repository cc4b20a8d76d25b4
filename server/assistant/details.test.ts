import { expect, test } from 'vitest';
import type { Payment } from '../../contract/payments.ts';
import { failedPayment, succeeded } from '../../tests/support/scripted-payments.ts';
import { amountsIn, chineseNumber, paymentMeant, whenIn } from './details.ts';

const now = new Date('2026-11-23T06:10:00.000Z');

test.each([
  ['那笔35块的没付成', [3500n]],
  ['¥1,280.50 付款失败', [128050n]],
  ['三十五块钱的咖啡', [3500n]],
  ['一百零二元', [10200n]],
  ['my 35 yuan payment', [3500n]],
  ['14:02 那笔', []],
  ['付款失败', []],
])('amounts in %s', (text, amounts) => {
  expect(amountsIn(text)).toEqual(amounts);
});

test.each([
  ['三十五', 35],
  ['一百零二', 102],
  ['两千', 2000],
  ['十', 10],
  ['一万二千', 12_000],
  ['你好', undefined],
])('%s is %s', (text, value) => {
  expect(chineseNumber(text)).toBe(value);
});

test('when', () => {
  expect(whenIn('昨天下午的', now)).toEqual({ day: '2026-11-22', minutes: { from: 720, to: 1110 } });
  expect(whenIn('just now', now)).toEqual({ day: '2026-11-23' });
  expect(whenIn('14：02那笔', now)).toEqual({ minutes: { from: 837, to: 847 } });
  expect(whenIn('付款失败', now)).toEqual({});
});

const at = (createdAt: string, more: Partial<Payment> = {}) =>
  failedPayment([{ code: 'insufficient_balance' }], { createdAt, ...more });
const coffee = at('2026-11-23T06:02:00.000Z');
const coffeeYesterday = at('2026-11-22T06:02:00.000Z', { amount: '3800' });
const books = at('2026-11-23T05:00:00.000Z', {
  amount: '8800',
  counterparty: { kind: 'merchant', name: { zh: '山野书店', en: 'Wild Books' } },
});
const paid = succeeded(at('2026-11-23T04:00:00.000Z', { amount: '8800' }));
const given = succeeded(
  at('2026-11-23T03:00:00.000Z', {
    kind: 'goodwill',
    direction: 'in',
    amount: '2000',
    counterparty: { kind: 'upay', name: { zh: 'UPay', en: 'UPay' } },
  }),
);
const all = [coffee, books, paid, coffeeYesterday, given];

test.each([
  ['35块那笔怎么没付成', coffee],
  ['山野书店付款失败', books],
  ['书店那单没付上', books],
  ['wild books payment failed', books],
  ['昨天那笔咖啡付款失败', coffeeYesterday],
  ['88块的没付成', books],
  ['14:02 今天那笔失败了', coffee],
  ['你们补偿的钱在哪里', given],
  ['where is the ¥20 you gave me', given],
])('%s means one payment', (text, expected) => {
  expect(paymentMeant(text, all, now)?.id).toBe(expected.id);
});

test.each(['付款失败了', '99块那笔失败', '咖啡付款失败了 38块 还是 35块'])(
  '%s names none of them',
  (text) => {
    expect(paymentMeant(text, all, now)).toBeUndefined();
  },
);
