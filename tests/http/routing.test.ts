import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { deskRealtimePath } from '../../contract/realtime.ts';
import { setPresence, takeNext } from '../../contract/routing.ts';
import {
  closeConversation,
  getDeskConversation,
  listDeskConversations,
  sendDeskMessage,
} from '../../contract/support.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { type Database, openDatabase } from '../../server/platform/database/database.ts';
import { createLog } from '../../server/platform/log.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { newStaff } from '../support/staff.ts';
import { startSystem, type TestSystem } from '../support/system.ts';

const agentCount = 50;
const conversationCount = 500;
const capacity = 3;

const env = { UPAY_RATE_LIMIT_FACTOR: '1000' };
let system: TestSystem;
let second: TestServer;
let db: Database;
let agents: ApiClient[];
const sockets: WebSocket[] = [];

const addNode = () => startServer({ databaseUrl: system.database.serverUrl, sandbox: system.sandbox, env });

beforeAll(async () => {
  system = await startSystem({ env });
  second = await addNode();
  db = openDatabase(system.database.url, 4, createLog('silent'));
  agents = [];
  for (let batch = 0; batch < agentCount; batch += 10)
    agents.push(...(await Promise.all(Array.from({ length: 10 }, () => newStaff(system, 'agent')))));
}, 120_000);

afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  await db.close();
  await second.stop();
  await system.stop();
});

/** The same member of staff, calling another node. */
function at(url: string, client: ApiClient): ApiClient {
  const other = new ApiClient(url);
  for (const [name, value] of client.cookies) other.cookies.set(name, value);
  return other;
}

async function connect(url: string, client: ApiClient): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${deskRealtimePath}`, {
    headers: { cookie: client.cookieHeader() },
  });
  sockets.push(socket);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

/** Customers who wait, the oldest first. */
async function wait(count: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `with people as (insert into identity.customer (id, phone, name, language, registered_at)
       select gen_random_uuid(), '+86139' || lpad((n + floor(random() * 90000) * 1000)::bigint::text, 8, '0'), '欧阳小明', 'zh', now()
       from generate_series(1, $1) n returning id),
     opened as (insert into support.conversation (id, customer_id, status, language, customer_name, phone_end, opened_at)
       select gen_random_uuid(), id, 'queued', 'zh', '欧***', '0000', now() from people returning id)
     insert into support.queue (conversation_id, rank, waiting_since)
     select id, 1, now() + interval '1 ms' * row_number() over () from opened returning conversation_id as id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

test(`${agentCount} agents on two nodes serve ${conversationCount} conversations: each goes to one, nobody is ever over capacity`, async () => {
  const ids = await wait(conversationCount);
  const doors = agents.map((agent, index) => at(index % 2 === 0 ? system.server.url : second.url, agent));
  // Half are online and are given conversations; the others stay away and take them.
  await Promise.all(doors.map((door) => door.call(setPresence, { body: { presence: 'away' } })));
  await db.query('update support.agent set capacity = $1', [capacity]);
  const pushed = doors.filter((_, index) => index % 4 < 2);
  const pullers = doors.filter((_, index) => index % 4 >= 2);
  await Promise.all(pushed.map((door) => connect(door.url, door)));

  let left = ids.length;
  const close = async (door: ApiClient, id: string) => {
    const { status } = await door.send(closeConversation, {
      params: { id },
      body: { resolution: 'resolved' },
    });
    if (status === 200) left--;
    return status;
  };
  async function serveWhatComes(door: ApiClient): Promise<void> {
    await door.call(setPresence, { body: { presence: 'online' } });
    while (left > 0) {
      const { conversations } = await door.call(listDeskConversations, { query: { view: 'mine' } });
      expect(conversations.length).toBeLessThanOrEqual(capacity);
      for (const { id } of conversations) expect(await close(door, id)).toBe(200);
      if (conversations.length === 0) await sleep(100);
    }
  }
  async function takeOneAfterAnother(door: ApiClient): Promise<void> {
    const own: string[] = [];
    // Takes at both nodes at once, also more than there is room for.
    const other = at(door.url === second.url ? system.server.url : second.url, door);
    while (left > 0) {
      const answers = await Promise.all([door, other, door].map((each) => each.send(takeNext)));
      for (const { result, problem } of answers)
        if (problem !== undefined) expect(problem.code).toBe('at_capacity');
        else if (result.detail !== undefined) own.push(result.detail.conversation.id);
      expect(own.length).toBeLessThanOrEqual(capacity);
      const nothing = own.length === 0;
      for (const id of own.splice(0)) expect(await close(door, id)).toBe(200);
      if (nothing) await sleep(100);
    }
  }
  await Promise.all([...pushed.map(serveWhatComes), ...pullers.map(takeOneAfterAnother)]);

  const had = await db.query<{ id: string; count: number; closed: boolean }>(
    `select conversation_id as id, count(*)::int as count, bool_and(ended_at is not null) as closed
     from support.assignment where conversation_id = any($1::uuid[]) group by 1`,
    [ids],
  );
  expect(had).toHaveLength(conversationCount);
  expect(
    had.filter(({ count, closed }) => count !== 1 || !closed),
    'had by one agent only',
  ).toEqual([]);
  expect(await db.query('select from support.queue')).toEqual([]);
  const [{ most } = { most: 0 }] = await db.query<{ most: number }>(
    `select max(together)::int as most from (select (select count(*) from support.assignment b
       where b.agent_id = a.agent_id and b.assigned_at <= a.assigned_at and b.ended_at > a.assigned_at) as together
     from support.assignment a) as loads`,
  );
  expect(most).toBeLessThanOrEqual(capacity);
  const hows = await db.query<{ how: string; count: number }>(
    `select payload ->> 'how' as how, count(*)::int as count from platform.event where topic = 'conversation.assigned' group by 1`,
  );
  expect(hows.map(({ how }) => how).toSorted(), 'both ways had their share').toEqual(['routed', 'taken']);
}, 180_000);

test('the node of an agent is killed: after the grace another agent on another node has the conversation, with everything', async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await db.query(`update support.agent set presence = 'offline', seen_at = null, capacity = 3`);
  const doomed = await addNode();
  const [lost, other] = [agents[0], agents[1]].map((agent) => at(doomed.url, agent as ApiClient));
  if (lost === undefined || other === undefined) throw new Error('no agents');
  await connect(doomed.url, lost);
  const [id = ''] = await wait(1);
  await lost.call(setPresence, { body: { presence: 'online' } });
  await expect
    .poll(
      async () => (await lost.call(listDeskConversations, { query: { view: 'mine' } })).conversations.length,
    )
    .toBe(1);
  await lost.call(sendDeskMessage, {
    params: { id },
    body: { clientMessageId: randomUUID(), kind: 'note', text: '第二次来，看退款' },
  });

  await doomed.kill();
  const there = at(system.server.url, other);
  await connect(system.server.url, there);
  await there.call(setPresence, { body: { presence: 'online' } });
  await sleep(1_000);
  const mine = async () =>
    (await there.call(listDeskConversations, { query: { view: 'mine' } })).conversations;
  expect(await mine(), 'within the grace it stays').toEqual([]);
  // A minute later, as far as the one who was cut off is concerned.
  await db.query(`update support.agent set seen_at = seen_at - interval '61 seconds' where staff_id <>
    (select staff_id from support.agent where presence = 'online' order by seen_at desc limit 1)`);
  await expect.poll(async () => (await mine()).map((each) => each.id), { timeout: 15_000 }).toEqual([id]);
  const { messages } = await there.call(getDeskConversation, { params: { id } });
  const seen = messages.map(({ content }) => (content.type === 'event' ? content.event : content.type));
  expect(seen).toEqual(['assigned', 'note', 'returned', 'assigned']);
}, 60_000);
