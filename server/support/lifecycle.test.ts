import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conversation, Message } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import { until } from '../platform/testing.ts';
import {
  close,
  type Node,
  open,
  openAndQueue,
  say,
  startDesk,
  take,
  type TestDesk,
  transcript,
} from './testing.ts';

let desk: TestDesk;
let second: Node;
beforeAll(async () => {
  desk = await startDesk();
  second = await desk.addNode();
});
afterAll(() => desk.stop());

const eventsOf = (messages: Message[]) =>
  messages.flatMap(({ content }) => (content.type === 'event' ? [content.event] : []));
const told = (topic: string, id: string) =>
  desk.platform.db.query<{ payload: Record<string, unknown> }>(
    'select payload from platform.event where topic = $1 and subject_id = $2 order by transaction, position',
    [topic, id],
  );

test('contacting support 20 times at once, on two nodes, opens one conversation', async () => {
  const customer = await desk.customer();
  const opened = await Promise.all(
    Array.from({ length: 20 }, (_, index) => open(index % 2 === 0 ? customer : customer.at(second))),
  );
  expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  const id = opened[0]?.id ?? '';
  expect(eventsOf(await transcript(customer, id)), 'the same screen again says nothing new').toEqual([
    'opened',
    'context',
  ]);
  expect(await told('conversation.opened', id)).toHaveLength(1);
});

test('coming from another screen continues the conversation and adds that screen', async () => {
  const customer = await desk.customer();
  const { id } = await open(customer, { screen: 'home' });
  const paymentId = newId();
  expect((await open(customer, { screen: 'payment', paymentId })).id).toBe(id);
  expect((await desk.support.conversation(desk.platform.db, id))?.context).toEqual({
    screen: 'payment',
    paymentId,
  });
  await open(customer, { screen: 'payment', paymentId });
  await say(customer, id, 'still failing');
  await open(customer, { screen: 'payment', paymentId });
  expect(eventsOf(await transcript(customer, id))).toEqual(['opened', 'context', 'context', 'context']);
  expect((await told('conversation.opened', id)).map(({ payload }) => payload)).toMatchObject([
    { customerId: customer.id, context: { screen: 'home' }, language: 'zh', created: true },
    { context: { screen: 'payment', paymentId }, created: false },
    { context: { screen: 'payment', paymentId }, created: false },
  ]);
  const unknown = await customer.call('POST', '/conversations', {
    context: { screen: 'DROP TABLE' },
    language: 'zh',
  });
  expect(unknown.status).toBe(422);
});

test('closing asks to rate; rated once, also in parallel; never while open', async () => {
  const [customer, agent] = await Promise.all([desk.customer(), desk.staff()]);
  const { id } = await openAndQueue(customer);
  const rate = (score: number, at = customer) =>
    at.call<Conversation>('POST', `/conversations/${id}/rating`, { score, comment: '很专业' });
  expect((await rate(5)).body.code).toBe('conflict');
  await take(agent, id);
  const closed = await close(agent, id, { resolution: 'resolved', note: 'explained the limit' });
  expect(closed.body).toMatchObject({ status: 'closed', closedAt: expect.any(String) });
  expect(eventsOf(await transcript(customer, id)).at(-1)).toBe('closed');
  expect((await close(agent, id)).body.code).toBe('conversation_closed');

  const answers = await Promise.all(
    [4, 5, 3, 2, 1].map((score, index) => rate(score, index % 2 ? customer : customer.at(second))),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409]);
  const given = answers.find(({ status }) => status === 200)?.body.rating;
  expect((await customer.call('GET', `/conversations/${id}/messages`)).body.conversation.rating).toEqual(
    given,
  );
  expect(await told('conversation.rated', id)).toEqual([
    { payload: { customerId: customer.id, score: given?.score, agentId: agent.id } },
  ]);
  expect(await told('conversation.closed', id)).toEqual([
    { payload: { customerId: customer.id, agentId: agent.id, resolution: 'resolved' } },
  ]);
  for (const score of [0, 6, 4.5]) expect((await rate(score)).status).toBe(422);
});

test('a conversation opened long after the last one stands for itself', async () => {
  const [customer, agent] = await Promise.all([desk.customer(), desk.staff()]);
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  await close(agent, id);
  await desk.platform.db.query(
    `update support.conversation set closed_at = closed_at - interval '8 days' where id = $1`,
    [id],
  );
  const next = await open(customer);
  expect(eventsOf(await transcript(customer, next.id))[0]).toBe('opened');
});

test('what is quiet with the assistant for a week closes by itself, and nothing else does', async () => {
  const [left, talking, waiting] = await Promise.all([desk.customer(), desk.customer(), desk.customer()]);
  const ids = [(await open(left)).id, (await open(talking)).id, (await openAndQueue(waiting)).id];
  await desk.platform.db.query(
    `update support.conversation set opened_at = opened_at - interval '8 days' where id = any($1::uuid[])`,
    [ids],
  );
  await desk.platform.db.query(
    `update support.message set sent_at = sent_at - interval '8 days' where conversation_id = any($1::uuid[])`,
    [ids],
  );
  await say(talking, ids[1] as string, 'still there');
  await desk.platform.jobs.start();
  await desk.platform.jobs.add(desk.platform.db, [{ task: 'support.close_quiet', payload: {} }]);
  const statuses = () =>
    Promise.all(ids.map(async (id) => (await desk.support.conversation(desk.platform.db, id))?.status));
  await until(async () => (await statuses())[0] === 'closed');
  await desk.platform.jobs.stop();
  expect(await statuses()).toEqual(['closed', 'assistant', 'queued']);
  expect(await told('conversation.closed', ids[0] as string)).toEqual([
    { payload: { customerId: left.id, resolution: 'unresolved' } },
  ]);
});

test('while a person has it, asking for a person changes nothing, and nobody else hears what is said', async () => {
  const [customer, agent] = await Promise.all([desk.customer(), desk.staff()]);
  const { id } = await openAndQueue(customer);
  await take(agent, id);
  const again = await customer.call<Conversation>('POST', `/conversations/${id}/handoff`);
  expect(again.body).toMatchObject({ status: 'assigned', agentName: agent.name });
  await say(customer, id, 'are you there');
  const heard = await told('conversation.message', id);
  expect(heard.map(({ payload }) => payload.text)).not.toContain('are you there');
  await close(agent, id);
  expect((await customer.call('POST', `/conversations/${id}/handoff`)).body.code).toBe('conversation_closed');
});
