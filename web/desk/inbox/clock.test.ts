import { describe, expect, test } from 'vitest';
import type { DeskConversation } from '../../../contract/support.ts';
import { clockOf, formatElapsed, urgencyOf } from './clock.ts';

const conversation: DeskConversation = {
  id: '01937d6e-0000-7000-8000-000000000001',
  status: 'queued',
  language: 'zh',
  lastSequence: 3,
  openedAt: '2026-11-23T06:00:00.000Z',
  customer: { id: '01937d6e-0000-7000-8000-000000000002', name: '王*', maskedContact: '138****8000' },
  priority: 'normal',
  level: 1,
  waitingSince: '2026-11-23T06:01:00.000Z',
  awaitsReply: true,
  lastMessage: {
    id: '01937d6e-0000-7000-8000-000000000003',
    conversationId: '01937d6e-0000-7000-8000-000000000001',
    sequence: 3,
    sender: { kind: 'customer' },
    content: { type: 'text', text: '转人工' },
    sentAt: '2026-11-23T06:02:00.000Z',
  },
};

describe('what a customer waits for', () => {
  test('in the queue, a person, since they joined it', () => {
    expect(clockOf(conversation)).toEqual({ kind: 'queue', since: Date.parse('2026-11-23T06:01:00.000Z') });
  });

  test('with an agent, an answer, since they wrote', () => {
    expect(clockOf({ ...conversation, status: 'assigned', waitingSince: undefined })).toEqual({
      kind: 'reply',
      since: Date.parse('2026-11-23T06:02:00.000Z'),
    });
  });

  test('nothing once answered, closed, or with the assistant', () => {
    expect(clockOf({ ...conversation, status: 'assigned', awaitsReply: false })).toBeUndefined();
    expect(clockOf({ ...conversation, status: 'closed' })).toBeUndefined();
    expect(clockOf({ ...conversation, status: 'assistant' })).toBeUndefined();
  });
});

test('a clock turns amber, then red, and twice as soon when it is urgent', () => {
  const seconds = [0, 59, 60, 179, 180];
  expect(seconds.map((second) => urgencyOf('queue', 'normal', second * 1000))).toEqual([
    'calm',
    'calm',
    'soon',
    'soon',
    'late',
  ]);
  expect(urgencyOf('queue', 'urgent', 30_000)).toBe('soon');
  expect(urgencyOf('reply', 'urgent', 150_000)).toBe('late');
});

test('elapsed time reads as a clock, and never below zero when the clocks of two machines differ', () => {
  expect(formatElapsed(-5_000)).toBe('00:00');
  expect(formatElapsed(65_000)).toBe('01:05');
  expect(formatElapsed(3_725_000)).toBe('1:02:05');
});
