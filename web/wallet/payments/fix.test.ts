import { expect, test } from 'vitest';
import { failure, failureCodes } from '../../../contract/failure.ts';
import type { Payment } from '../../../contract/payments.ts';
import { adviceFor, fixesFor } from './fix.ts';

const payment: Payment = {
  id: '01934f00-0000-7000-8000-000000000001',
  kind: 'transfer',
  status: 'requires_payment_method',
  direction: 'out',
  amount: '3500',
  currency: 'CNY',
  counterparty: { kind: 'customer', name: { zh: '*三', en: '*三' } },
  method: { type: 'balance' },
  moneyMoved: 'no',
  createdAt: '2026-11-23T02:00:00.000Z',
};
const failed = (code: (typeof failureCodes)[number], more: Partial<Payment> = {}): Payment => {
  const { category, next, remedies, message } = failure(code);
  return { ...payment, ...more, failure: { code, category, next, remedies: [...remedies], message } };
};

test('too little balance: top up what is missing first, then another method', () => {
  expect(fixesFor(failed('insufficient_balance', { shortfall: '1200' }))).toEqual([
    { kind: 'top_up', amount: '1200' },
    { kind: 'other_method' },
  ]);
});

test('once the balance suffices, it is paid from the balance without another top-up', () => {
  expect(fixesFor(failed('insufficient_balance'))[0]).toEqual({ kind: 'pay_from_balance' });
});

test('every failure leaves the customer a button or a piece of advice', () => {
  for (const code of failureCodes) {
    const stuck = failed(code);
    expect([...fixesFor(stuck), ...adviceFor(stuck)], code).not.toEqual([]);
  }
});

test('no button appears twice', () => {
  for (const code of failureCodes) {
    const kinds = fixesFor(failed(code)).map(({ kind }) => kind);
    expect(new Set(kinds).size, code).toBe(kinds.length);
  }
});

test('while the outcome is out nothing pays again', () => {
  expect(fixesFor(failed('network_timeout', { status: 'processing' }))).toEqual([{ kind: 'inquire' }]);
  const held = failed('network_timeout', { status: 'processing', underReview: true });
  expect(fixesFor(held)).toEqual([{ kind: 'contact_support' }]);
  expect(fixesFor({ ...payment, status: 'requires_action', actionUrl: 'https://bank/1' })).toEqual([
    { kind: 'authenticate', url: 'https://bank/1' },
    { kind: 'inquire' },
  ]);
});

test('who receives has nothing to fix', () => {
  expect(fixesFor(failed('insufficient_balance', { direction: 'in' }))).toEqual([]);
});
