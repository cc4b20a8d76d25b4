import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { GuideRun } from '../../../contract/guides.ts';
import type { Staff } from '../../../contract/identity.ts';
import type { DeskConversation, Message } from '../../../contract/support.ts';
import { applyToLists, knownConversation, withChange, withRun, withSaid } from './live-updates.ts';
import { listQuery } from './queries.ts';

const agent: Staff = { id: 'a1', name: '张敏', email: 'agent@upay.example', role: 'agent' };

function conversation(id: string, change: Partial<DeskConversation> = {}): DeskConversation {
  return {
    id,
    status: 'queued',
    language: 'zh',
    lastSequence: 1,
    openedAt: '2026-11-23T06:00:00.000Z',
    customer: { id: 'c', name: '王*', maskedContact: '138****8000' },
    priority: 'normal',
    level: 1,
    awaitsReply: true,
    ...change,
  };
}

test('a waiting customer joins the end of the queue, an urgent one its front', () => {
  const queue = [conversation('1')];
  const ids = (change: DeskConversation) =>
    withChange(queue, 'unassigned', change, agent).map((entry) => entry.id);
  expect(ids(conversation('2'))).toEqual(['1', '2']);
  expect(ids(conversation('2', { priority: 'urgent' }))).toEqual(['2', '1']);
});

test('a taken conversation leaves the queue and joins the list of who took it only', () => {
  const queryClient = new QueryClient();
  const counts = { mine: 0, unassigned: 1, all: 1 };
  for (const view of ['mine', 'unassigned', 'all'] as const) {
    const conversations = view === 'mine' ? [] : [conversation('1')];
    queryClient.setQueryData(listQuery(view, '').queryKey, { conversations, counts });
  }
  queryClient.setQueryData(listQuery('mine', '8000').queryKey, { conversations: [], counts });
  const ids = (view: 'mine' | 'unassigned' | 'all', search = '') =>
    queryClient
      .getQueryData(listQuery(view, search).queryKey)
      ?.conversations.map(({ id, status }) => `${id} ${status}`);

  applyToLists(queryClient, conversation('1', { status: 'assigned', agentId: 'a2' }), agent);
  expect([ids('mine'), ids('unassigned'), ids('all')]).toEqual([[], [], ['1 assigned']]);

  applyToLists(queryClient, conversation('1', { status: 'assigned', agentId: 'a1' }), agent);
  expect([ids('mine'), ids('unassigned'), ids('all')]).toEqual([['1 assigned'], [], ['1 assigned']]);
  expect(ids('mine', '8000')).toEqual([]);
  expect(knownConversation(queryClient, '1')?.agentId).toBe('a1');
  expect(knownConversation(queryClient, '2')).toBeUndefined();
});

test('what is said where it is followed shows in the list: whose turn it is, and the last text', () => {
  const said = (sequence: number, kind: Message['sender']['kind'], content: Message['content']): Message => ({
    id: `m${sequence}`,
    conversationId: '1',
    sequence,
    sender: { kind },
    content,
    sentAt: '2026-11-23T06:00:00.000Z',
  });
  const before = conversation('1', {
    status: 'assigned',
    agentId: 'a1',
    lastSequence: 3,
    awaitsReply: false,
  });
  const asked = said(4, 'customer', { type: 'text', text: '钱呢？' });
  expect(withSaid(before, [said(3, 'customer', { type: 'text', text: '在吗' })])).toBeUndefined();
  const owing = withSaid(before, [said(3, 'agent', { type: 'text', text: '您好' }), asked]);
  expect(owing).toMatchObject({ lastSequence: 4, awaitsReply: true, lastMessage: asked });
  const noted = withSaid(before, [asked, said(5, 'agent', { type: 'note', text: '转二线' })]);
  expect(noted).toMatchObject({ lastSequence: 5, awaitsReply: true, lastMessage: asked });
  const answered = said(5, 'agent', { type: 'text', text: '在查' });
  expect(withSaid(before, [asked, answered])).toMatchObject({ awaitsReply: false, lastMessage: answered });
});

test('a run that moved on keeps the evidence that its frame leaves out', () => {
  const step = (stepId: string, evidence: Record<string, unknown>) => ({
    stepId,
    kind: 'look',
    at: '2026-11-23T06:00:00.000Z',
    summary: { zh: '查看付款记录', en: 'Looked at the payment' },
    evidence,
  });
  const run = (history: GuideRun['history']): GuideRun => ({
    id: 'r1',
    guide: 'payment-failed',
    version: 1,
    title: { zh: '付款失败', en: 'A payment failed' },
    door: 'agent',
    status: 'active',
    subject: {},
    history,
    startedAt: '2026-11-23T06:00:00.000Z',
  });
  const [moved] = withRun(
    [run([step('look', { available: '7370' })])],
    run([step('look', {}), step('top_up', {})]),
  );
  expect(moved?.history.map(({ stepId, evidence }) => [stepId, evidence])).toEqual([
    ['look', { available: '7370' }],
    ['top_up', {}],
  ]);
  expect(withRun([], run([])).map(({ id }) => id)).toEqual(['r1']);
});
