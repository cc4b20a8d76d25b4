import { expect, test } from 'vitest';
import type { Card } from '../../../contract/guides.ts';
import type { Message, MessageContent } from '../../../contract/support.ts';
import { spokenText, toRows } from './rows.ts';

const runId = '019ab000-0000-7000-8000-0000000000aa';
const text = (words: string) => ({ zh: words, en: words });

function card(step: number): MessageContent {
  const content: Card = {
    runId,
    step,
    guide: 'payment-failed',
    title: text(`card ${step}`),
    tone: 'danger',
    badge: text('not charged'),
    facts: [],
    options: [{ id: 'go', label: text('go'), emphasis: 'primary', action: { type: 'answer' } }],
  };
  return { type: 'card', card: content };
}

function message(
  sequence: number,
  minute: number,
  kind: Message['sender']['kind'],
  content: MessageContent = { type: 'text', text: `m${sequence}` },
): Message {
  const id = `019ab000-0000-7000-9000-${String(sequence).padStart(12, '0')}`;
  const sentAt = new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString();
  return { id, conversationId: runId, sequence, sender: { kind }, content, sentAt };
}

const all = () => true;
const groups = (messages: Message[]) =>
  toRows(messages, [], all).flatMap((row) => (row.type === 'message' ? [row.startsGroup] : []));

test('the time stands before the first message and after a pause', () => {
  const rows = toRows(
    [message(1, 0, 'customer'), message(2, 3, 'customer'), message(3, 9, 'agent')],
    [],
    all,
  );
  expect(rows.map(({ type }) => type)).toEqual(['time', 'message', 'message', 'time', 'message']);
});

test('a group begins with another sender, after a pause and after an event', () => {
  const event: MessageContent = { type: 'event', event: 'assigned', text: text('joined') };
  expect(groups([message(1, 0, 'agent'), message(2, 0, 'agent'), message(3, 0, 'customer')])).toEqual([
    true,
    false,
    true,
  ]);
  expect(groups([message(1, 0, 'agent'), message(2, 9, 'agent')])).toEqual([true, true]);
  expect(groups([message(1, 0, 'agent'), message(2, 0, 'system', event), message(3, 0, 'agent')])).toEqual([
    true,
    true,
    true,
  ]);
});

test('only the newest card of a run is live, and only while the run can be answered', () => {
  const messages = [message(1, 0, 'assistant', card(1)), message(2, 0, 'assistant', card(2))];
  const live = (canAnswer: () => boolean) =>
    toRows(messages, [], canAnswer).flatMap((row) => (row.type === 'message' ? [row.isLive] : []));
  expect(live(all)).toEqual([false, true]);
  expect(live(() => false)).toEqual([false, false]);
});

test('what was written keeps its row when it comes back as a message', () => {
  const clientMessageId = '019ab000-0000-7000-a000-000000000001';
  const writtenAt = new Date().toISOString();
  const unsent = { clientMessageId, conversationId: runId, text: 'hello', writtenAt, state: 'sent' as const };
  const before = toRows([], [unsent], all);
  const after = toRows([{ ...message(1, 0, 'customer'), clientMessageId }], [], all);
  expect(after.at(-1)?.key).toBe(before.at(-1)?.key);
});

test('a card is read out by its title and what it says of the money', () => {
  expect(spokenText(message(1, 0, 'assistant', card(1)), 'en')).toBe('card 1 · not charged');
});
