import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import type { Node } from '../support/testing.ts';
import { openAndQueue, take } from '../support/testing.ts';
import {
  cuttingProxy,
  openSocket,
  type ResumingClient,
  resumingClient,
  socketUrl,
  startChat,
  type TestChat,
} from './testing.ts';

let chat: TestChat;
let second: Node & { port: number };
beforeAll(async () => {
  chat = await startChat();
  second = await chat.addChatNode();
});
afterAll(() => chat.stop());

const spoken = (messages: Message[]) => messages.filter(({ sender }) => sender.kind !== 'system');
const lineOf = ({ content }: Message) =>
  content.type === 'text' || content.type === 'note' ? content.text : '';

/** Both sides talk at once, through connections that are cut; then both transcripts are compared with what was said. */
async function talk(
  ports: { customer: number; agent: number },
  cuts: { customer: number[]; agent: number[] },
  script: Array<'customer' | 'reply' | 'note'>,
): Promise<number> {
  const [customer, agent] = await Promise.all([chat.customer(), chat.staff()]);
  const { id } = await openAndQueue(customer);
  expect((await take(agent, id)).status).toBe(200);
  const [front, back] = await Promise.all([
    cuttingProxy(ports.customer, cuts.customer),
    cuttingProxy(ports.agent, cuts.agent),
  ]);
  const wallet = resumingClient(() => socketUrl(front.port, 'customer'), customer, id);
  const console = resumingClient(() => socketUrl(back.port, 'desk'), agent, id);
  try {
    const said = { customer: [] as string[], agent: [] as string[], notes: new Set<string>() };
    for (const [index, who] of script.entries()) {
      const text = `${who} ${index}`;
      if (who === 'customer') wallet.say(text);
      else console.say(text, who);
      if (who === 'note') said.notes.add(text);
      said[who === 'customer' ? 'customer' : 'agent'].push(text);
      if (index % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const complete = (client: ResumingClient, expected: number) =>
      client.unacknowledged.size === 0 && spoken(client.transcript).length >= expected;
    await expect
      .poll(() => complete(wallet, script.length - said.notes.size) && complete(console, script.length), {
        timeout: 15_000,
        interval: 5,
      })
      .toBe(true);

    const sequences = console.transcript.map(({ sequence }) => sequence);
    expect(sequences, 'no gap, no repeat, no reorder').toEqual(sequences.map((_, index) => index + 1));
    const desk = spoken(console.transcript);
    for (const kind of ['customer', 'agent'] as const)
      expect(desk.filter(({ sender }) => sender.kind === kind).map(lineOf)).toEqual(said[kind]);
    expect(wallet.transcript).toEqual(console.transcript.filter(({ content }) => content.type !== 'note'));
    return front.cuts() + back.cuts();
  } finally {
    wallet.stop();
    console.stop();
    front.stop();
    back.stop();
  }
}

// The handshake takes about 500 bytes up and 400 down, a message about 350 each way.
const cutPoints = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 12 });
const script = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('customer' as const) },
    { weight: 2, arbitrary: fc.constant('reply' as const) },
    { weight: 1, arbitrary: fc.constant('note' as const) },
  ),
  { minLength: 5, maxLength: 40 },
);

test('cut at any byte, as often as you like: both sides end up with what was said', async () => {
  let cuts = 0;
  await fc.assert(
    fc.asyncProperty(cutPoints, cutPoints, script, async (customer, agent, lines) => {
      cuts += await talk({ customer: chat.port, agent: chat.port }, { customer, agent }, lines);
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(cuts).toBeGreaterThan(30);
}, 120_000);

const bothSides = Array.from(
  { length: 20 },
  (_, index) => (['customer', 'reply', 'note'] as const)[index % 3] ?? 'reply',
);

test('on two nodes that hear nothing of each other, each side still sees everything', async () => {
  const ports = { customer: chat.port, agent: second.port };
  const cuts = await talk(ports, { customer: [1500], agent: [900, 2500] }, bothSides);
  expect(cuts).toBeGreaterThan(0);
}, 30_000);

test('nodes hear each other: what is said at one is told at the other before it would look by itself', async () => {
  const nodes = [chat.platform.bus, second.platform.bus];
  for (const bus of nodes) await bus.start();
  try {
    const [customer, agent] = await Promise.all([chat.customer(), chat.staff()]);
    const { id } = await openAndQueue(customer);
    await take(agent, id);
    const wallet = await openSocket(chat.port, 'customer', customer);
    const desk = await openSocket(second.port, 'desk', agent);
    for (const socket of [wallet, desk]) {
      socket.send({ type: 'subscribe', conversationId: id, after: 0 });
      await socket.next('messages');
    }
    const clientMessageId = newId();
    wallet.send({ type: 'send', conversationId: id, clientMessageId, text: '你好' });
    await wallet.next('acknowledged');
    wallet.send({ type: 'typing', conversationId: id });
    // Typing is in no database, so it came from the other node; what was told before it has come before it.
    await desk.next('typing');
    expect(JSON.stringify(desk.frames)).toContain(clientMessageId);
    await Promise.all([wallet.end(), desk.end()]);
  } finally {
    for (const bus of nodes) await bus.stop();
  }
});
