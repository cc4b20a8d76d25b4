import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conversation, DeskConversation } from '../../contract/support.ts';
import {
  close,
  type Node,
  open,
  openAndQueue,
  type Person,
  startDesk,
  take,
  type TestDesk,
} from './testing.ts';

let desk: TestDesk;
let second: Node;
beforeAll(async () => {
  desk = await startDesk();
  second = await desk.addNode();
});
afterAll(() => desk.stop());

const people = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));
const waiting = () => desk.platform.db.query('select from support.queue');
const unassigned = async (agent: Person) =>
  (await agent.call<{ conversations: DeskConversation[] }>('GET', '/desk/conversations?view=unassigned')).body
    .conversations;

async function emptyQueue(): Promise<void> {
  await desk.platform.db.query(
    `with gone as (delete from support.queue)
     update support.conversation set status = 'assistant' where status = 'queued'`,
  );
}

test('10 agents on two nodes race for 20 conversations: each goes to one, and no agent has more than two', async () => {
  await emptyQueue();
  const [customers, agents] = await Promise.all([
    people(20, () => desk.customer()),
    people(10, () => desk.staff()),
  ]);
  const conversations = await Promise.all(customers.map(openAndQueue));
  await desk.platform.db.query(
    'insert into support.agent (staff_id, name, capacity) select id, id::text, 2 from unnest($1::uuid[]) as id',
    [agents.map(({ id }) => id)],
  );
  // Everybody wants everything, from the front, each agent through both nodes at once.
  const answers = await Promise.all(
    agents.flatMap((agent) =>
      [agent, agent.at(second)].flatMap((door, node) =>
        conversations
          .filter((_, index) => index % 2 === node)
          .map(async ({ id }) => ({ agent: agent.id, id, ...(await take(door, id)) })),
      ),
    ),
  );
  const codes = new Set(answers.map(({ status, body }) => (status === 200 ? 'taken' : body.code)));
  expect(codes).toEqual(new Set(['taken', 'already_taken', 'at_capacity']));
  const taken = answers.filter(({ status }) => status === 200);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
  const loads = Map.groupBy(taken, ({ agent }) => agent);
  for (const load of loads.values()) expect(load.length).toBeLessThanOrEqual(2);

  // What the race left over is still there for whoever has room.
  for (const { id } of conversations)
    for (const agent of agents) {
      const { status, body } = await take(agent, id);
      if (status === 200 || body.code === 'already_taken') break;
    }
  expect(await waiting()).toHaveLength(0);
  const rows = await desk.platform.db.query<{ load: number }>(
    `select count(*)::int as load from support.conversation where id = any($1::uuid[]) and status = 'assigned' group by agent_id`,
    [conversations.map(({ id }) => id)],
  );
  expect(rows.map(({ load }) => load)).toEqual(Array(10).fill(2));
  const [{ count } = { count: 0 }] = await desk.platform.db.query<{ count: number }>(
    'select count(*)::int from support.assignment where ended_at is null and conversation_id = any($1::uuid[])',
    [conversations.map(({ id }) => id)],
  );
  expect(count).toBe(20);
  const audited = await desk.platform.db.query(
    `select from identity.audit where action = 'conversation.taken' and conversation_id = any($1::uuid[])`,
    [conversations.map(({ id }) => id)],
  );
  expect(audited).toHaveLength(20);
}, 60_000);

test('an agent’s places come back when conversations close', async () => {
  await emptyQueue();
  const [agent, customers] = await Promise.all([desk.staff(), people(6, () => desk.customer())]);
  const conversations = await Promise.all(customers.map(openAndQueue));
  const ids = conversations.map(({ id }) => id);
  for (const id of ids.slice(0, 5)) expect((await take(agent, id)).status).toBe(200);
  expect((await take(agent, ids[5] ?? '')).body.code).toBe('at_capacity');
  expect((await take(agent, ids[0] ?? '')).status, 'taking one’s own again changes nothing').toBe(200);
  expect((await close(agent, ids[0] ?? '')).status).toBe(200);
  expect((await take(agent, ids[5] ?? '')).status).toBe(200);
});

test('urgent first, then oldest; everybody is told their place, and it moves', async () => {
  await emptyQueue();
  const [agent, customers] = await Promise.all([desk.staff(), people(4, () => desk.customer())]);
  const conversations = await Promise.all(customers.map((customer) => open(customer)));
  const [a, b, c, urgent] = conversations.map(({ id }) => id) as [string, string, string, string];
  for (const [id, priority] of [
    [b, 'normal'],
    [a, 'normal'],
    [urgent, 'urgent'],
    [c, 'normal'],
  ] as const) {
    desk.pass(1000);
    await desk.platform.db.transaction((tx) =>
      desk.support.enqueue(tx, id, {
        reason: 'guide',
        priority,
        topic: { zh: '付款失败', en: 'Payment failed' },
      }),
    );
  }
  expect((await unassigned(agent)).map(({ id }) => id)).toEqual([urgent, b, a, c]);
  const place = async (index: number) =>
    (
      await customers[index]?.call<{ conversation: Conversation }>(
        'GET',
        `/conversations/${conversations[index]?.id}/messages`,
      )
    )?.body.conversation.queue?.position;
  expect([await place(3), await place(1), await place(0), await place(2)]).toEqual([1, 2, 3, 4]);

  await take(agent, urgent);
  expect(await place(2)).toBe(3);
  await customers[1]?.call('DELETE', `/conversations/${b}/handoff`);
  expect([await place(0), await place(2)]).toEqual([1, 2]);
  expect((await customers[1]?.call('DELETE', `/conversations/${b}/handoff`))?.body.code).toBe('conflict');
  expect((await take(agent, b)).body.code, 'nobody waits there any more').toBe('conflict');
  expect((await unassigned(agent))[0]?.topic?.en).toBe('Payment failed');
});

test('a long queue is read page by page, in its order, without a gap or a repeat', async () => {
  await emptyQueue();
  const agent = await desk.staff();
  await desk.platform.db.query(
    `with waiting as (insert into support.conversation (id, customer_id, status, language, customer_name, phone_end, opened_at)
       select gen_random_uuid(), gen_random_uuid(), 'queued', 'zh', '*', '0000', $1 from generate_series(1, 130) returning id)
     insert into support.queue (conversation_id, rank, waiting_since)
     select id, (row_number() over ()) % 3 - 1, $1::timestamptz + interval '1 ms' * (row_number() over () % 40) from waiting`,
    [desk.platform.clock.now()],
  );
  const seen: string[] = [];
  let after = '';
  do {
    const { body } = await agent.call<{ conversations: DeskConversation[]; next?: string }>(
      'GET',
      `/desk/conversations?view=unassigned${after}`,
    );
    seen.push(...body.conversations.map(({ id }) => id));
    after = body.next === undefined ? '' : `&after=${body.next}`;
  } while (after !== '');
  const order = await desk.platform.db.query<{ conversation_id: string }>(
    'select conversation_id from support.queue order by rank, waiting_since, conversation_id',
  );
  expect(seen).toEqual(order.map(({ conversation_id }) => conversation_id));
  await emptyQueue();
});

test('one who waits already moves to the front when it turns out to be urgent, and stays there', async () => {
  await emptyQueue();
  const [agent, first, later] = await Promise.all([desk.staff(), desk.customer(), desk.customer()]);
  const [a, b] = [(await open(first)).id, (await open(later)).id];
  const ask = (id: string, priority: 'normal' | 'urgent') =>
    desk.platform.db.transaction((tx) => desk.support.enqueue(tx, id, { reason: 'requested', priority }));
  await ask(a, 'normal');
  desk.pass(1000);
  await ask(b, 'normal');
  await ask(b, 'urgent');
  await ask(b, 'normal');
  const waiting = await unassigned(agent);
  expect(waiting.map(({ id, priority }) => [id, priority])).toEqual([
    [b, 'urgent'],
    [a, 'normal'],
  ]);
});

test('asking twice for a person keeps the place', async () => {
  await emptyQueue();
  const [first, next] = await Promise.all([desk.customer(), desk.customer()]);
  const { id } = await openAndQueue(first);
  desk.pass(1000);
  await openAndQueue(next);
  const again = await first.call<Conversation>('POST', `/conversations/${id}/handoff`);
  expect(again.body.queue?.position).toBe(1);
  const events = await desk.platform.db.query(
    `select from platform.event where topic = 'conversation.queued' and subject_id = $1`,
    [id],
  );
  expect(events).toHaveLength(1);
});

test('leaving while being taken: exactly one of the two happens', async () => {
  await emptyQueue();
  const agent = await desk.staff();
  for (let round = 0; round < 10; round++) {
    const customer = await desk.customer();
    const { id } = await openAndQueue(customer);
    const [left, took] = await Promise.all([
      customer.at(second).call('DELETE', `/conversations/${id}/handoff`),
      take(agent, id),
    ]);
    expect([left.status, took.status].filter((status) => status === 200)).toHaveLength(1);
    if (took.status === 200) await close(agent, id);
  }
});

test('the expected wait follows what handling took, and who is at the desk', async () => {
  await emptyQueue();
  // What the tests before handled took no time.
  await desk.platform.db.query('delete from support.assignment');
  desk.passToSunday();
  const [agent, customers] = await Promise.all([desk.staff(), people(12, () => desk.customer())]);
  await agent.call('PUT', '/desk/presence', { presence: 'online' });
  await desk.platform.db.query(`update support.agent set seen_at = null where staff_id <> $1`, [agent.id]);
  const conversations: Conversation[] = [];
  for (const customer of customers) conversations.push(await openAndQueue(customer));
  const waits = conversations.map(({ queue }) => queue?.expectedWaitSeconds ?? -1);
  expect(waits.slice(0, 5), 'five places are free').toEqual(Array(5).fill(waits[0]));
  expect(waits[6]).toBeGreaterThan(waits[5] ?? 0);
  expect(waits[11]).toBeGreaterThan(waits[6] ?? 0);

  desk.pass(61_000);
  const later = (
    await customers[0]?.call<Conversation>('POST', `/conversations/${conversations[0]?.id}/handoff`)
  )?.body;
  expect(
    later?.queue?.expectedWaitSeconds,
    'nobody is at the desk any more, and it is Sunday',
  ).toBeGreaterThan(waits[0] ?? 0);
});
