import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../contract/support.ts';
import { type ResumingClient, resumingClient, socketUrl } from '../../server/channels/testing.ts';
import { type Database, openDatabase } from '../../server/platform/database/database.ts';
import { silentLog, until } from '../../server/platform/testing.ts';
import { type ChatPair, seatPairs } from '../support/chat-people.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startSandbox, type TestSandbox } from '../support/sandbox.ts';
import { sequenceOf, testSeed } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const pairCount = 8;
const fewestLines = 40;

interface Talk extends ChatPair {
  customer: ResumingClient;
  agent: ResumingClient;
  /** What each side said, in its order. */
  said: { customer: string[]; agent: string[] };
}

let database: TestDatabase;
let sandbox: TestSandbox;
let nodes: TestServer[];
let db: Database;
let talks: Talk[];
let cuts = 0;
let killed = false;

const start = (port?: number): Promise<TestServer> =>
  startServer({
    databaseUrl: database.serverUrl,
    sandbox,
    ...(port === undefined ? {} : { port }),
    env: { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_LOG_LEVEL: 'error' },
  });

async function killAndStartAgain(place: number): Promise<void> {
  const node = nodes[place] as TestServer;
  await node.kill();
  nodes[place] = await start(node.port);
}

/** Both sides speak, at their own pace, whether or not anybody answers, until both nodes have been killed. */
async function speak(talk: Talk, random: () => number): Promise<void> {
  for (let line = 0; line < fewestLines || !killed; line++) {
    const side = line % 2 === 0 ? 'customer' : 'agent';
    const text = `${side} ${line}`;
    talk.said[side].push(text);
    if (side === 'customer') talk.customer.say(text);
    else talk.agent.say(text, random() < 0.2 ? 'note' : 'reply');
    await sleep(40 + random() * 60);
  }
}

const complete = ({ customer, agent, said }: Talk) =>
  customer.unacknowledged.size === 0 &&
  agent.unacknowledged.size === 0 &&
  agent.transcript.length >= said.customer.length + said.agent.length;

beforeAll(async () => {
  const random = sequenceOf(testSeed());
  [database, sandbox] = await Promise.all([createTestDatabase(), startSandbox()]);
  db = openDatabase(database.url, 2, silentLog);
  const pairs = await seatPairs(db, pairCount);
  nodes = await Promise.all([start(), start()]);
  const anyNode = (door: 'customer' | 'desk') => () =>
    socketUrl((nodes[Math.floor(random() * nodes.length)] as TestServer).port, door);
  talks = pairs.map((pair) => ({
    ...pair,
    customer: resumingClient(anyNode('customer'), { cookie: pair.customerCookie }, pair.conversationId),
    agent: resumingClient(anyNode('desk'), { cookie: pair.staffCookie }, pair.conversationId),
    said: { customer: [], agent: [] },
  }));

  let speaking = true;
  const cutting = (async () => {
    while (speaking) {
      await sleep(40 + random() * 60);
      const { customer, agent } = talks[Math.floor(random() * talks.length)] as Talk;
      (random() < 0.5 ? customer : agent).cut();
      cuts++;
    }
  })();
  const killing = (async () => {
    await sleep(1_000 + random() * 1_000);
    await killAndStartAgain(0);
    await killAndStartAgain(1);
    killed = true;
  })();
  await Promise.all([killing, ...talks.map((talk) => speak(talk, random))]);
  speaking = false;
  await cutting;
  await until(() => talks.every(complete), 20_000);
}, 120_000);

afterAll(async () => {
  for (const { customer, agent } of talks) {
    customer.stop();
    agent.stop();
  }
  await Promise.all(nodes.map((node) => node.stop()));
  await sandbox.stop();
  await db.close();
  await database.drop();
});

const lineOf = ({ content }: Message) =>
  content.type === 'text' || content.type === 'note' ? content.text : '';

test('sockets cut and both nodes killed under load: no message is lost, told twice or out of order, on either side', async () => {
  expect(cuts).toBeGreaterThan(20);
  for (const { conversationId, customer, agent, said } of talks) {
    const kept = await db.query<{ id: string; sequence: number; sender_kind: string; text: string }>(
      `select id, sequence, sender_kind, content ->> 'text' as text from support.message
       where conversation_id = $1 order by sequence`,
      [conversationId],
    );
    expect(kept.map(({ sequence }) => sequence)).toEqual(kept.map((_, index) => index + 1));
    for (const side of ['customer', 'agent'] as const)
      expect(kept.filter(({ sender_kind }) => sender_kind === side).map(({ text }) => text)).toEqual(
        said[side],
      );
    expect(agent.transcript.map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
    expect(agent.transcript.map(lineOf)).toEqual(kept.map(({ text }) => text));
    expect(customer.transcript).toEqual(agent.transcript.filter(({ content }) => content.type !== 'note'));
  }
});
