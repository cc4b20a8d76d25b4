import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { guideAreas } from '../../../contract/guides.ts';
import type { Agent } from '../../../contract/routing.ts';
import type { Conversation, DeskConversation, DeskDetail } from '../../../contract/support.ts';
import { sequenceOf, testRuns, testSeed } from '../../../tests/support/seed.ts';
import { newId } from '../../platform/ids.ts';
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
  await desk.platform.db.query(
    `with gone as (delete from support.queue), closed as (
       update support.assignment set ended_at = now() where ended_at is null),
     home as (update support.agent set presence = 'offline', seen_at = null)
     update support.conversation set status = 'assistant', agent_id = null where status in ('queued', 'assigned')`,
  );
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
  // To the next Sunday noon in Shanghai.
  const now = desk.platform.clock.now().getTime();
  const sunday = Date.UTC(2026, 0, 4, 4);
  const week = 7 * 86_400_000;
  desk.pass(sunday + Math.ceil((now - sunday) / week) * week - now);
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

interface ModelAgent {
  id: string;
  capacity: number;
  load: number;
  skills: Partial<Record<Skill, number>>;
  languages: string[];
  online: boolean;
  last: number;
}

interface ModelPlace {
  id: string;
  rank: number;
  waited: number;
  skill: Skill | null;
  level: number;
  language: string;
  weight: number;
  returnedBy: string | null;
}

/** The rules of routing, said once more and differently. */
function serves(agent: ModelAgent, place: ModelPlace): boolean {
  const patient = place.waited >= 180;
  const knows = place.skill === null || (agent.skills[place.skill] ?? 0) >= place.level;
  if (!agent.online || agent.capacity - agent.load < place.weight) return false;
  if (place.level === 2 && !knows) return false;
  if (patient) return true;
  return knows && agent.languages.includes(place.language) && place.returnedBy !== agent.id;
}

test('routing follows its rules in any queue, on two nodes at once nobody is over capacity, and no place stays free', async () => {
  const seed = testSeed();
  const random = sequenceOf(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  for (let round = 0; round < testRuns(12); round++) {
    const nodes = round % 3 === 2 ? 2 : 1;
    await desk.platform.db.query('truncate support.queue');
    await desk.platform.db.query(`delete from support.assignment`);
    await desk.platform.db.query(
      `update support.conversation set status = 'assistant', agent_id = null where status in ('queued', 'assigned')`,
    );
    await desk.platform.db.query(`update support.agent set presence = 'offline'`);
    const agents: ModelAgent[] = Array.from({ length: 1 + below(8) }, () => ({
      id: newId(),
      capacity: below(5),
      load: 0,
      skills: Object.fromEntries(guideAreas.filter(() => below(3) > 0).map((area) => [area, 1 + below(2)])),
      languages: pick([['zh'], ['en'], ['zh', 'en']]),
      online: below(5) > 0,
      last: 0,
    }));
    const queue: ModelPlace[] = Array.from({ length: below(40) }, (_, index) => {
      const skill = pick([null, ...guideAreas]);
      return {
        id: newId(),
        rank: pick([-1, 0, 1, 1, 1]),
        // Well before or well after three minutes, and no two alike.
        waited: (below(4) === 0 ? 400 : 60) + index,
        skill,
        level: skill === null ? 1 : pick([1, 1, 2]),
        language: pick(['zh', 'en']),
        weight: pick([1, 1, 2]),
        returnedBy: pick([null, null, null, ...agents.map(({ id }) => id)]),
      };
    });
    const now = desk.platform.clock.now();
    await desk.platform.db.query(
      `insert into support.agent (staff_id, name, capacity, skills, languages, presence, seen_at)
       select id, id, capacity, skills, languages, presence, $2
       from jsonb_to_recordset($1::jsonb) as a (id uuid, capacity int, skills jsonb, languages text[], presence text)`,
      [JSON.stringify(agents.map((a) => ({ ...a, presence: a.online ? 'online' : 'away' }))), now],
    );
    await desk.platform.db.query(
      `with waiting as (select * from jsonb_to_recordset($1::jsonb) as q
         (id uuid, rank int, since timestamptz, skill text, level int, language text, weight int, "returnedBy" uuid)),
       opened as (insert into support.conversation (id, customer_id, status, language, skill, level, weight, customer_name, phone_end, opened_at)
         select id, id, 'queued', language, skill, level, weight, '*', '0000', since from waiting)
       insert into support.queue (conversation_id, rank, waiting_since, returned_by) select id, rank, since, "returnedBy" from waiting`,
      [JSON.stringify(queue.map((q) => ({ ...q, since: new Date(now.getTime() - q.waited * 1000) })))],
    );

    desk.support.routing.start();
    if (nodes === 2) second.support.routing.start();
    // Until a while nothing more has been given.
    let before = -1;
    const given = async () =>
      desk.platform.db.query<{ subject_id: string; agent: string }>(
        `select subject_id, payload ->> 'agentId' as agent from platform.event
         where topic = 'conversation.assigned' and subject_id = any($1::uuid[]) order by position`,
        [queue.map(({ id }) => id)],
      );
    await expect
      .poll(
        async () => {
          const count = (await given()).length;
          const settled = count === before;
          before = count;
          return settled;
        },
        { interval: 100, timeout: 10_000 },
      )
      .toBe(true);
    await desk.support.routing.stop();
    await second.support.routing.stop();

    const waiting = queue.toSorted((a, b) => a.rank - b.rank || b.waited - a.waited);
    for (const [step, { subject_id, agent: agentId }] of (await given()).entries()) {
      const where = `seed ${seed}, round ${round}, step ${step}`;
      const first = waiting.find((place) => agents.some((agent) => serves(agent, place)));
      const place = nodes === 1 ? first : waiting.find(({ id }) => id === subject_id);
      expect(subject_id, where).toBe(place?.id);
      if (place === undefined) break;
      const able = agents.filter((agent) => serves(agent, place));
      const chosen = able.find(({ id }) => id === agentId);
      expect(chosen, where).toBeDefined();
      if (chosen === undefined) break;
      const share = ({ load, capacity }: ModelAgent) => load / capacity;
      if (nodes === 1)
        for (const other of able) {
          expect(share(chosen), where).toBeLessThanOrEqual(share(other));
          if (share(other) === share(chosen) && other.last === 0 && step > 0)
            expect(chosen.last, `${where}: who has waited longest`).toBe(0);
        }
      chosen.load += place.weight;
      chosen.last = step + 1;
      waiting.splice(waiting.indexOf(place), 1);
    }
    const left = waiting.find((place) => agents.some((agent) => serves(agent, place)));
    expect(left, `seed ${seed}, round ${round}: somebody waits though there is room`).toBeUndefined();
  }
}, 60_000);
