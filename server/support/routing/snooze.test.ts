import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../../contract/routing.ts';
import type { DeskConversation } from '../../../contract/support.ts';
import {
  answer,
  close,
  type Node,
  openAndQueue,
  type Person,
  say,
  startDesk,
  take,
  type TestDesk,
} from '../testing.ts';

let desk: TestDesk;
let second: Node;
beforeAll(async () => {
  desk = await startDesk();
  second = await desk.addNode();
});
afterAll(() => desk.stop());
beforeEach(() => desk.goHome());

const minutes = (count: number) =>
  new Date(desk.platform.clock.now().getTime() + count * 60_000).toISOString();
const snooze = (agent: Person, id: string, more: object = {}) =>
  agent.call<DeskConversation>('PUT', `/desk/conversations/${id}/snooze`, { until: minutes(4), ...more });
const resume = (agent: Person, id: string) =>
  agent.call<DeskConversation>('DELETE', `/desk/conversations/${id}/snooze`);
const load = async (agent: Person) => (await agent.call<Agent>('GET', '/desk/presence')).body.load;
const mine = async (agent: Person) =>
  (
    await agent.call<{ conversations: DeskConversation[]; counts: { mine: number } }>(
      'GET',
      '/desk/conversations?view=mine',
    )
  ).body;
const beat = (connected: Parameters<TestDesk['support']['routing']['beat']>[0] = []) =>
  Promise.all([desk.support.routing.beat(connected), second.support.routing.beat([])]);
const owner = async (id: string) =>
  (
    await desk.platform.db.query<{ agent_id: string | null; status: string; snoozed_until: Date | null }>(
      'select agent_id, status, snoozed_until from support.conversation where id = $1',
      [id],
    )
  )[0];

/** An agent at the desk with a place for `capacity`, who has the conversations of so many customers. */
async function atWork(capacity: number, customers: number) {
  const [agent, supervisor] = await Promise.all([desk.staff(), desk.staff('supervisor')]);
  await agent.call('PUT', '/desk/presence', { presence: 'away' });
  const serves = { capacity, skills: {}, languages: ['zh'] };
  await supervisor.call('PUT', `/desk/agents/${agent.id}`, serves);
  const had = [];
  for (let count = 0; count < customers; count++) {
    const customer = await desk.customer();
    const { id } = await openAndQueue(customer);
    expect((await take(agent, id)).status).toBe(200);
    had.push({ customer, id });
  }
  return { agent, supervisor, had };
}

test('put off, it takes no place and stands last; with its time it is back among its agent’s own', async () => {
  const { agent, supervisor, had } = await atWork(2, 2);
  const [first, other] = had as [(typeof had)[0], (typeof had)[0]];
  await say(first.customer, first.id, '好的，等您消息');
  const until = minutes(4);
  const put = await snooze(agent, first.id, { until, note: '等银行回复' });
  expect(put.body).toMatchObject({ status: 'assigned', snoozedUntil: until, awaitsReply: false });
  expect(await load(agent)).toBe(1);
  const list = await mine(agent);
  expect(list.conversations.map(({ id }) => id)).toEqual([other.id, first.id]);
  expect(list.counts.mine).toBe(1);

  desk.pass(3 * 60_000);
  await agent.call('PUT', '/desk/presence', { presence: 'away' });
  await beat();
  expect((await owner(first.id))?.snoozed_until, 'not yet').not.toBeNull();
  desk.pass(60_000);
  await agent.call('PUT', '/desk/presence', { presence: 'away' });
  await beat();
  expect(await owner(first.id)).toMatchObject({ agent_id: agent.id, snoozed_until: null });
  expect(await load(agent)).toBe(2);
  expect((await snooze(supervisor, first.id)).body.code, 'not theirs').toBe('not_allowed');
  for (const until of [minutes(-1), minutes(31 * 24 * 60)])
    expect((await snooze(agent, first.id, { until })).body.code).toBe('invalid_request');
  await close(agent, first.id);
  expect((await snooze(agent, first.id)).body.code).toBe('conversation_closed');
});

test('a word of the customer wakes it: for its agent where there is room, for whoever is next where there is none', async () => {
  const { agent, had } = await atWork(1, 1);
  const [early] = had as [(typeof had)[0]];
  await snooze(agent, early.id);
  await say(early.customer, early.id, '还在吗？');
  await beat();
  expect(await owner(early.id)).toMatchObject({ agent_id: agent.id, snoozed_until: null });

  await snooze(agent, early.id);
  expect((await resume(agent, early.id)).body).not.toHaveProperty('snoozedUntil');
  expect((await resume(agent, early.id)).status, 'said again').toBe(200);
  await snooze(agent, early.id);
  const customer = await desk.customer();
  const { id: later } = await openAndQueue(customer);
  await take(agent, later);
  expect((await resume(agent, early.id)).body.code).toBe('at_capacity');
  desk.pass(4 * 60_000);
  await agent.call('PUT', '/desk/presence', { presence: 'away' });
  await beat();
  expect((await owner(early.id))?.status, 'due, nobody waits, no room: it stays').toBe('assigned');
  await say(early.customer, early.id, '我还在等');
  await beat();
  expect(await owner(early.id)).toEqual({ status: 'queued', agent_id: null, snoozed_until: null });
});

test('from an agent who has gone it goes to the front of the queue when it is due, not before', async () => {
  const { agent, had } = await atWork(2, 1);
  const [left] = had as [(typeof had)[0]];
  await answer(agent, left.id, '明天给您回复');
  await snooze(agent, left.id);
  await agent.call('PUT', '/desk/presence', { presence: 'offline' });
  desk.pass(2 * 60_000);
  await beat();
  expect((await owner(left.id))?.status).toBe('assigned');
  desk.pass(2 * 60_000);
  await beat();
  expect(await owner(left.id)).toEqual({ status: 'queued', agent_id: null, snoozed_until: null });
});

test('putting off and waking race with taking on two nodes: nobody is over capacity', async () => {
  const { agent, had } = await atWork(3, 3);
  for (const { id } of had) await snooze(agent, id);
  const waiting = await Promise.all(
    Array.from({ length: 3 }, async () => openAndQueue(await desk.customer())),
  );
  await Promise.all(had.map(({ customer, id }) => say(customer, id, '在吗？')));
  await Promise.all([
    ...waiting.map(({ id }, index) => take(index % 2 === 0 ? agent : agent.at(second), id)),
    ...had.map(({ id }) => resume(agent.at(second), id)),
    beat(),
  ]);
  expect(await load(agent)).toBe(3);
  await beat();
  const states = await Promise.all(had.map(({ id }) => owner(id)));
  for (const state of states) expect(state?.snoozed_until, 'each was woken').toBeNull();
});
