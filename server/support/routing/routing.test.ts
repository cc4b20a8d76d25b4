import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../../contract/routing.ts';
import type { Conversation, DeskConversation, DeskDetail } from '../../../contract/support.ts';
import type { Skill } from '../support.ts';
import {
  answer,
  close,
  type Node,
  open,
  openAndQueue,
  type Person,
  say,
  startDesk,
  type TestDesk,
  transcript,
} from '../testing.ts';

let desk: TestDesk;
let second: Node;
beforeAll(async () => {
  desk = await startDesk();
  second = await desk.addNode();
});
afterAll(() => desk.stop());

/** Nobody waits, nobody is at work. */
beforeEach(async () => {
  await desk.support.routing.stop();
  await second.support.routing.stop();
  await desk.goHome();
});

const presence = (agent: Person, presence: Agent['presence']) =>
  agent.call<Agent>('PUT', '/desk/presence', { presence });
const next = (agent: Person) => agent.call<{ detail?: DeskDetail }>('POST', '/desk/queue/next');
const owner = async (id: string) =>
  (
    await desk.platform.db.query<{ agent_id: string | null; status: string }>(
      'select agent_id, status from support.conversation where id = $1',
      [id],
    )
  )[0];
const enqueue = (id: string, more: { priority?: 'urgent'; skill?: Skill } = {}) =>
  desk.platform.db.transaction((tx) =>
    desk.support.enqueue(tx, id, { reason: 'guide', priority: 'normal', ...more }),
  );
test('who is online is given what waits; a closed conversation makes room for the next, and coming online is enough', async () => {
  desk.support.routing.start();
  const [agent, supervisor, ...customers] = await Promise.all([
    desk.staff(),
    desk.staff('supervisor'),
    ...Array.from({ length: 3 }, () => desk.customer()),
  ]);
  const ids: string[] = [];
  for (const customer of customers) ids.push((await openAndQueue(customer)).id);
  await presence(agent, 'away');
  const serves = { capacity: 2, skills: { funds: 1 }, languages: ['zh'] };
  expect((await supervisor.call('PUT', `/desk/agents/${agent.id}`, serves)).status).toBe(200);
  expect((await owner(ids[0] ?? ''))?.status, 'nothing is routed to who is away').toBe('queued');
  expect((await presence(agent, 'online')).body).toMatchObject({ capacity: 2, skills: { funds: 1 } });
  await expect.poll(async () => (await owner(ids[1] ?? ''))?.agent_id).toBe(agent.id);
  expect((await owner(ids[0] ?? ''))?.agent_id).toBe(agent.id);
  expect((await owner(ids[2] ?? ''))?.status).toBe('queued');
  expect((await agent.call<Agent>('GET', '/desk/presence')).body.load).toBe(2);
  expect((await next(agent)).body.code).toBe('at_capacity');

  await close(agent, ids[0] ?? '');
  await expect.poll(async () => (await owner(ids[2] ?? ''))?.agent_id).toBe(agent.id);
  const [routed] = await desk.platform.db.query(
    `select staff_id, session_id from identity.audit where action = 'conversation.routed' and conversation_id = $1`,
    [ids[2]],
  );
  expect(routed).toEqual({ staff_id: agent.id, session_id: null });
  expect((await agent.call('PUT', `/desk/agents/${agent.id}`, serves)).status, 'not one’s own').toBe(403);
});

test('the next one is the first that the agent can serve; nobody waits longer than three minutes for a specialist', async () => {
  const [agent, supervisor, first, later] = await Promise.all([
    desk.staff(),
    desk.staff('supervisor'),
    desk.customer(),
    desk.customer(),
  ]);
  await presence(agent, 'away');
  await supervisor.call('PUT', `/desk/agents/${agent.id}`, {
    capacity: 5,
    skills: { payments: 1 },
    languages: ['zh', 'en'],
  });
  const [locked, failed] = [await open(first), await open(later)];
  await enqueue(locked.id, { skill: 'account', priority: 'urgent' });
  desk.pass(1_000);
  await enqueue(failed.id, { skill: 'payments' });
  expect((await next(agent)).body.detail?.conversation.id).toBe(failed.id);
  expect((await next(agent)).body.detail).toBeUndefined();
  desk.pass(180_000);
  expect((await next(agent)).body.detail?.conversation).toMatchObject({ id: locked.id, agentId: agent.id });
});

test('an agent whose connection is lost: after the grace, who waits is first in line again, and another has everything', async () => {
  const [lost, other, supervisor, untouched, answered, waits, earlier] = await Promise.all([
    desk.staff(),
    desk.staff(),
    desk.staff('supervisor'),
    desk.customer(),
    desk.customer(),
    desk.customer(),
    desk.customer(),
  ]);
  await presence(lost, 'online');
  const [a, b, c] = [await openAndQueue(untouched), await openAndQueue(answered), await openAndQueue(waits)];
  for (const { id } of [a, b, c]) expect((await next(lost)).body.detail?.conversation.id).toBe(id);
  await answer(lost, b.id, '请稍等');
  await answer(lost, c.id, '请问金额是多少？');
  await answer(lost, c.id, '内部备注：第三次来', 'note');
  await say(waits, c.id, '35 元');
  const urgent = await open(earlier);
  await enqueue(urgent.id, { priority: 'urgent' });

  desk.pass(45_000);
  await desk.support.routing.beat([]);
  expect((await owner(a.id))?.agent_id, 'within the grace').toBe(lost.id);
  desk.pass(16_000);
  await Promise.all([desk.support.routing.beat([]), second.support.routing.beat([])]);
  expect(await owner(a.id)).toEqual({ status: 'queued', agent_id: null });
  expect((await owner(b.id))?.agent_id, 'the customer has an answer and the next word').toBe(lost.id);
  expect((await owner(c.id))?.status).toBe('queued');
  const list = await supervisor.call<{ conversations: DeskConversation[] }>(
    'GET',
    '/desk/conversations?view=unassigned',
  );
  expect(list.body.conversations.map(({ id }) => id)).toEqual([a.id, c.id, urgent.id]);
  const { body } = await untouched.call<{ conversation: Conversation }>(
    'GET',
    `/conversations/${a.id}/messages`,
  );
  expect(body.conversation.queue?.position).toBe(1);

  // The customer of the answered one writes again, and nobody is there.
  await say(answered, b.id, '好了吗？');
  await desk.support.routing.beat([]);
  expect((await owner(b.id))?.status).toBe('queued');

  // The one who lost them does not get them again first; another does, with all that was said.
  desk.support.routing.start();
  await presence(lost, 'online');
  await presence(other, 'online');
  for (const { id } of [a, b, c]) await expect.poll(async () => (await owner(id))?.agent_id).toBe(other.id);
  const detail = await other.call<DeskDetail>('GET', `/desk/conversations/${c.id}`);
  const said = detail.body.messages.flatMap(({ content }) =>
    content.type === 'text' || content.type === 'note' ? [content.text] : [],
  );
  expect(said).toEqual(['请问金额是多少？', '内部备注：第三次来', '35 元']);
  const told = await transcript(waits, c.id);
  const events = told.flatMap(({ content }) => (content.type === 'event' ? [content.event] : []));
  expect(events).toEqual(['opened', 'context', 'queued', 'assigned', 'returned', 'assigned']);
  expect((await lost.call('GET', `/desk/conversations/${c.id}`)).status).toBe(403);
});

const transfer = (by: Person, id: string, to: object, note = '请看第二笔') =>
  by.call<DeskConversation>('POST', `/desk/conversations/${id}/transfer`, { to, note });

test('a conversation is handed to a colleague, to the second line, back to the queue; with its note, in its record', async () => {
  const [agent, colleague, senior, supervisor, customer] = await Promise.all([
    desk.staff(),
    desk.staff(),
    desk.staff('senior_agent'),
    desk.staff('supervisor'),
    desk.customer(),
  ]);
  for (const person of [agent, colleague, senior]) await presence(person, 'away');
  const { id } = await openAndQueue(customer);
  await next(agent);
  await supervisor.call('PUT', `/desk/agents/${colleague.id}`, {
    capacity: 0,
    skills: {},
    languages: ['zh'],
  });
  const toColleague = { kind: 'agent', agentId: colleague.id };
  expect((await transfer(colleague, id, toColleague)).body.code, 'not theirs').toBe('not_allowed');
  expect((await transfer(agent, id, toColleague)).body.code, 'no room').toBe('agent_not_available');
  await supervisor.call('PUT', `/desk/agents/${colleague.id}`, {
    capacity: 5,
    skills: { account: 1 },
    languages: ['zh'],
  });
  await presence(colleague, 'offline');
  expect((await transfer(agent, id, toColleague)).body.code, 'not there').toBe('agent_not_available');
  await presence(colleague, 'away');
  expect((await transfer(agent, id, toColleague)).body).toMatchObject({ status: 'assigned' });
  expect((await owner(id))?.agent_id).toBe(colleague.id);
  expect((await answer(agent, id, '还有……')).status).toBe(403);

  // The second line is senior agents; nobody of the first replaces them.
  const toTeam = { kind: 'team', skill: 'account', level: 2 };
  expect((await transfer(colleague, id, toTeam)).body).toMatchObject({ status: 'queued', skill: 'account' });
  desk.pass(200_000);
  expect((await next(agent)).body.detail).toBeUndefined();
  expect((await next(senior)).body.detail?.conversation.id).toBe(id);
  await transfer(senior, id, { kind: 'queue' });
  expect((await transfer(senior, id, { kind: 'queue' })).body.code, 'not theirs any more').toBe(
    'not_allowed',
  );
  expect((await next(senior)).body.detail, 'others first').toBeUndefined();

  // A supervisor gives what waits to somebody, and takes it back.
  await transfer(supervisor, id, { kind: 'agent', agentId: agent.id }, '请您处理');
  expect((await owner(id))?.agent_id).toBe(agent.id);
  await transfer(supervisor, id, { kind: 'queue' });
  expect((await owner(id))?.status).toBe('queued');
  expect((await transfer(supervisor, id, { kind: 'queue' })).body.code, 'it waits already').toBe('conflict');

  const told = (await transcript(customer, id)).flatMap(({ content }) =>
    content.type === 'event' ? [content.event] : content.type === 'note' ? ['note'] : [],
  );
  expect(told.slice(3)).toEqual([
    'assigned',
    'assigned',
    'transferred',
    'assigned',
    'returned',
    'assigned',
    'returned',
  ]);
  const audited = await desk.platform.db.query<{ action: string; staff_id: string }>(
    `select action, staff_id from identity.audit where conversation_id = $1 and action ~ '^conversation.(taken|assigned|transferred)'
     order by position`,
    [id],
  );
  expect(audited.map(({ action }) => action.slice(13))).toEqual([
    'taken',
    'assigned',
    'transferred',
    'taken',
    'transferred',
    'assigned',
    'transferred',
  ]);
  expect(audited[5]?.staff_id).toBe(supervisor.id);
});

test('outside business hours with nobody online, who joins is told when people are back; with somebody there, not', async () => {
  desk.passToSunday();
  const [agent, first, later] = await Promise.all([desk.staff(), desk.customer(), desk.customer('en')]);
  const waits = await openAndQueue(first);
  const opens = waits.queue?.opensAt ?? '';
  expect(opens).toMatch(/T01:00:00.000Z$/);
  expect((waits.queue?.expectedWaitSeconds ?? 0) * 1000).toBeGreaterThan(
    Date.parse(opens) - desk.platform.clock.now().getTime() - 5_000,
  );
  const told = (await transcript(first, waits.id)).at(-1)?.content;
  expect(told).toMatchObject({ event: 'queued', text: { zh: expect.stringContaining('9:00') } });
  expect((await say(first, waits.id, '我先留言')).status).toBe(201);
  await presence(agent, 'online');
  const { queue } = await openAndQueue(later);
  expect(queue).toMatchObject({ position: 2 });
  expect(queue?.opensAt).toBeUndefined();
});
