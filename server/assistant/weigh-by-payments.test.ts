import { expect, test } from 'vitest';
import type { PaymentDetail } from '../../contract/payments.ts';
import { failedPayment, processing, succeeded } from '../../tests/support/scripted-payments.ts';
import type { Intent } from './understanding/utterances.ts';
import { borneOutBy, weigh } from './weigh-by-payments.ts';

const now = new Date('2026-11-23T06:10:00.000Z');
const createdAt = '2026-11-23T06:02:00.000Z';
const failed = (more: Partial<PaymentDetail> = {}) =>
  failedPayment([{ code: 'insufficient_balance' }], { createdAt, ...more });

/** The first reading, once what the words say is weighed by payments. */
function read(
  words: Partial<Record<Intent, number>>,
  payments: PaymentDetail[],
  message = '',
): [Intent, number] | undefined {
  const ranked = Object.entries(words).map(([intent, probability]) => ({
    intent: intent as Intent,
    probability,
  }));
  const { ranked: weighed } = weigh(
    { language: 'zh', ranked, isScarce: false },
    borneOutBy(payments, message, now),
  );
  return weighed[0] && [weighed[0].intent, weighed[0].probability];
}

const noResult: Partial<Record<Intent, number>> = { 'payment-processing': 0.96, 'payment-failed': 0.01 };

test('a payment that failed is not read as one without a result, nor the other way round', () => {
  expect(read(noResult, [failed()])?.[0]).toBe('payment-failed');
  expect(read({ 'payment-failed': 0.9, 'payment-processing': 0.02 }, [processing()])?.[0]).toBe(
    'payment-processing',
  );
});

test('with one of each the words decide, and details that name one of them decide before', () => {
  const both = [processing({ amount: '4800' }), failed({ amount: '3500' })];
  expect(read(noResult, both)).toEqual(['payment-processing', 0.96]);
  expect(read(noResult, both, '35块那笔')?.[0]).toBe('payment-failed');
});

test('of two close readings the one that payments bear out is sure', () => {
  const withdrawal = processing({ kind: 'withdrawal' });
  const [intent, probability] = read({ 'top-up-failed': 0.45, 'withdrawal-late': 0.4 }, [withdrawal]) ?? [];
  expect(intent).toBe('withdrawal-late');
  expect(probability).toBeCloseTo(0.85);
  const close: Partial<Record<Intent, number>> = { 'charged-twice': 0.5, 'payment-failed': 0.4 };
  expect(read(close, [failed()])?.[0]).toBe('payment-failed');
  expect(read(close, [failed(), succeeded(failed())])).toEqual(['charged-twice', 0.5]);
});

test('what words say clearly stands, whatever the payments say; asking how it is done needs no payment', () => {
  const clear: Partial<Record<Intent, number>> = { 'top-up-failed': 0.9, 'payment-failed': 0.05 };
  expect(read(clear, [failed()])).toEqual(['top-up-failed', 0.9]);
  expect(read({ withdraw: 0.6, 'withdrawal-late': 0.3 }, [processing({ kind: 'withdrawal' })])?.[0]).toBe(
    'withdraw',
  );
  expect(read({ 'withdrawal-late': 0.5, withdraw: 0.4 }, [])).toEqual(['withdraw', 0.9]);
});

test('payments of long ago bear out nothing', () => {
  expect(read(noResult, [failed({ createdAt: '2026-10-01T06:02:00.000Z' })])?.[0]).toBe('payment-processing');
});
