import { expect, test } from 'vitest';
import type { Message, MessageContent } from '../../contract/support.ts';
import { subjectPaymentId } from './subject-payment.ts';

const message = (sequence: number, content: MessageContent): Message => ({
  id: `${sequence}`,
  conversationId: 'c',
  sequence,
  sender: { kind: 'assistant' },
  content,
  sentAt: '2026-11-23T00:00:00Z',
});
const text = { zh: '', en: '' };
const citing = (id: string, kind: 'payment' | 'article' = 'payment'): MessageContent => ({
  type: 'statement',
  text,
  citations: [{ kind, id }],
});
const offering = (paymentId: string): MessageContent => ({
  type: 'card',
  card: {
    runId: 'r',
    step: 1,
    guide: 'payment-failed',
    title: text,
    tone: 'info',
    facts: [],
    options: [
      { id: 'no', label: text, emphasis: 'quiet', action: { type: 'answer' } },
      { id: 'pay', label: text, emphasis: 'primary', action: { type: 'pay', paymentId } },
    ],
  },
});
const screen = (sequence: number, paymentId?: string) => ({
  sequence,
  context: { screen: 'payment', ...(paymentId === undefined ? {} : { paymentId }) },
});

test('nothing named, nothing meant', () => {
  expect(subjectPaymentId([message(1, citing('a', 'article'))], [screen(2)])).toBeUndefined();
});

test('whatever named a payment last counts: screen, statement or card', () => {
  expect(subjectPaymentId([message(3, citing('stated'))], [screen(2, 'screen')])).toBe('stated');
  expect(subjectPaymentId([message(3, citing('stated'))], [screen(4, 'screen')])).toBe('screen');
  expect(
    subjectPaymentId([message(3, citing('stated')), message(5, offering('card'))], [screen(4, 'screen')]),
  ).toBe('card');
});

test('a screen without a payment does not change the subject', () => {
  expect(subjectPaymentId([], [screen(2, 'first'), screen(9)])).toBe('first');
});
