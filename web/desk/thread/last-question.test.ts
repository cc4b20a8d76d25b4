import { expect, test } from 'vitest';
import type { Message } from '../../../contract/support.ts';
import { lastQuestion } from './last-question.ts';

const said = (kind: 'customer' | 'agent', text: string) =>
  ({ sender: { kind }, content: { type: 'text', text } }) as Message;
const event = { sender: { kind: 'system' }, content: { type: 'event' } } as Message;

test.each([
  [['customer 提现还没到账', 'customer 转人工'], '提现还没到账'],
  [['customer my card was declined', 'customer Talk to a person'], 'my card was declined'],
  [['customer 人工！'], '人工！'],
  [['customer 提现还没到账', 'agent 已经查过了', 'customer 那什么时候到'], '那什么时候到'],
  [['customer 提现还没到账', 'agent 已经查过了'], undefined],
  [['customer 付款失败了', 'customer 我要投诉客服'], '我要投诉客服'],
])('of %j: %s', (lines, question) => {
  const messages = lines.map((line) => {
    const [by = '', ...words] = line.split(' ');
    return said(by === 'agent' ? 'agent' : 'customer', words.join(' '));
  });
  expect(lastQuestion([...messages, event])).toBe(question);
});
