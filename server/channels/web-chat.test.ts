import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ServerFrame } from '../../contract/realtime.ts';
import type { Message } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import { answer, close, open, openAndQueue, type Person, say, take, transcript } from '../support/testing.ts';
import { openSocket, socketUrl, startChat, type TestChat, type TestSocket } from './testing.ts';

let chat: TestChat;
beforeAll(async () => {
  chat = await startChat();
});
afterAll(() => chat.stop());

/** The HTTP status with which an upgrade was refused. */
function refusedWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('open', () => reject(new Error('the socket was opened')));
    socket.on('error', () => {});
  });
}

const received = (socket: TestSocket): Message[] =>
  socket.frames.flatMap((frame) => (frame.type === 'messages' ? frame.messages : []));
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function served(): Promise<{ customer: Person; agent: Person; id: string }> {
  const [customer, agent] = await Promise.all([chat.customer(), chat.staff()]);
  const { id } = await openAndQueue(customer);
  expect((await take(agent, id)).status).toBe(200);
  return { customer, agent, id };
}

test('who is not signed in, or comes from another site, is refused before the upgrade', async () => {
  const [customer, agent] = await Promise.all([chat.customer(), chat.staff()]);
  const [wallet, desk] = [socketUrl(chat.port, 'customer'), socketUrl(chat.port, 'desk')];
  expect(await refusedWith(wallet, {})).toBe(401);
  expect(await refusedWith(desk, { cookie: customer.cookie })).toBe(401);
  expect(await refusedWith(wallet, { cookie: agent.cookie })).toBe(401);
  const foreign = { cookie: customer.cookie, origin: 'https://evil.example' };
  expect(await refusedWith(wallet, foreign)).toBe(403);
  expect(await refusedWith(desk, { cookie: agent.cookie, origin: 'null' })).toBe(403);
  const own = { cookie: customer.cookie, origin: `http://127.0.0.1:${chat.port}` };
  await new Promise((resolve) => new WebSocket(wallet, { headers: own }).on('open', resolve));
  expect((await customer.call('GET', '/realtime')).status).toBe(400);
});

test('a message is in the database when it is acknowledged, and reaches the other side', async () => {
  const { customer, agent, id } = await served();
  const [wallet, desk] = await Promise.all([
    openSocket(chat.port, 'customer', customer),
    openSocket(chat.port, 'desk', agent),
  ]);
  wallet.send({ type: 'subscribe', conversationId: id, after: 0 });
  desk.send({ type: 'subscribe', conversationId: id, after: 0 });
  const clientMessageId = newId();
  wallet.send({ type: 'send', conversationId: id, clientMessageId, text: '你好' });
  const { sequence } = await wallet.next('acknowledged');
  const kept = await transcript(customer, id);
  expect(kept.find((message) => message.sequence === sequence)).toMatchObject({ clientMessageId });
  await desk.next('messages', ({ messages }) => messages.some((message) => message.sequence === sequence));
  expect(received(desk)).toEqual(kept);

  // The same again is acknowledged with the same number, and not told again.
  wallet.send({ type: 'send', conversationId: id, clientMessageId, text: '你好' });
  await expect.poll(() => wallet.frames.filter(({ type }) => type === 'acknowledged')).toHaveLength(2);
  expect(wallet.frames.findLast(({ type }) => type === 'acknowledged')).toMatchObject({ sequence });
  desk.send({ type: 'send', conversationId: id, clientMessageId: newId(), text: 'Hello' });
  await desk.next('acknowledged');
  expect(received(desk).filter((message) => message.clientMessageId === clientMessageId)).toHaveLength(1);
  await Promise.all([wallet.end(), desk.end()]);
});

test('messages sent without waiting keep their order', async () => {
  const customer = await chat.customer();
  const { id } = await open(customer);
  const wallet = await openSocket(chat.port, 'customer', customer);
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  for (const text of lines) wallet.send({ type: 'send', conversationId: id, clientMessageId: newId(), text });
  await expect.poll(() => wallet.frames.filter(({ type }) => type === 'acknowledged').length).toBe(40);
  const texts = (await transcript(customer, id)).flatMap(({ content }) =>
    content.type === 'text' ? [content.text] : [],
  );
  expect(texts).toEqual(lines);
  await wallet.end();
});

test('notes go to the desk only, and leave no hole that stops the customer’s side', async () => {
  const { customer, agent, id } = await served();
  const [wallet, desk] = await Promise.all([
    openSocket(chat.port, 'customer', customer),
    openSocket(chat.port, 'desk', agent),
  ]);
  for (const socket of [wallet, desk]) socket.send({ type: 'subscribe', conversationId: id, after: 0 });
  await answer(agent, id, 'secret one', 'note');
  await answer(agent, id, 'Hello');
  await answer(agent, id, 'secret two', 'note');
  await answer(agent, id, 'Goodbye');
  await wallet.next('messages', ({ messages }) => JSON.stringify(messages).includes('Goodbye'));
  await desk.next('messages', ({ messages }) => JSON.stringify(messages).includes('Goodbye'));
  expect(JSON.stringify(wallet.frames)).not.toContain('secret');
  expect(received(wallet)).toEqual(await transcript(customer, id));
  expect(received(desk).map(({ sequence }) => sequence)).toEqual(received(desk).map((_, index) => index + 1));

  wallet.send({ type: 'send', conversationId: id, clientMessageId: newId(), text: 'mine', kind: 'note' });
  expect((await wallet.next('refused')).problem.code).toBe('not_allowed');
  await Promise.all([wallet.end(), desk.end()]);
});

test('nobody subscribes to, or writes in, what they may not read', async () => {
  const { customer, id } = await served();
  const [stranger, colleague, boss] = await Promise.all([
    chat.customer(),
    chat.staff(),
    chat.staff('supervisor'),
  ]);
  const [wallet, other, desk, wall] = await Promise.all([
    openSocket(chat.port, 'customer', customer),
    openSocket(chat.port, 'customer', stranger),
    openSocket(chat.port, 'desk', colleague),
    openSocket(chat.port, 'desk', boss),
  ]);
  for (const socket of [wallet, other, desk, wall]) {
    socket.send({ type: 'subscribe', conversationId: id, after: 0 });
    if (socket !== wallet)
      socket.send({ type: 'send', conversationId: id, clientMessageId: newId(), text: 'intruding' });
  }
  const refusals = async (socket: TestSocket, count: number) => {
    await expect.poll(() => socket.frames.filter(({ type }) => type === 'refused')).toHaveLength(count);
    return socket.frames.flatMap((frame) => (frame.type === 'refused' ? [frame.problem.code] : []));
  };
  expect(await refusals(other, 2)).toEqual(['not_found', 'not_found']);
  expect(await refusals(desk, 2)).toEqual(['not_allowed', 'not_allowed']);
  expect(await refusals(wall, 1)).toEqual(['not_allowed']);
  await wall.next('messages');

  // A supervisor who reads along is not heard of.
  wall.send({ type: 'typing', conversationId: id });
  wall.send({ type: 'read', conversationId: id, sequence: 1 });
  wallet.send({ type: 'typing', conversationId: id });
  await wall.next('typing', ({ sender }) => sender === 'customer');
  await say(customer, id, 'anybody there');
  await wallet.next('messages', ({ messages }) => JSON.stringify(messages).includes('anybody'));
  expect(wallet.frames.some(({ type }) => type === 'typing' || type === 'read')).toBe(false);
  expect(received(other)).toEqual([]);
  expect(received(desk)).toEqual([]);
  await Promise.all([wallet, other, desk, wall].map((socket) => socket.end()));
});

test('typing, receiving and reading are told to the other side; how far it was survives', async () => {
  const { customer, agent, id } = await served();
  const [wallet, desk] = await Promise.all([
    openSocket(chat.port, 'customer', customer),
    openSocket(chat.port, 'desk', agent),
  ]);
  for (const socket of [wallet, desk]) socket.send({ type: 'subscribe', conversationId: id, after: 0 });
  await Promise.all([wallet.next('messages'), desk.next('messages')]);
  for (let count = 0; count < 5; count++) wallet.send({ type: 'typing', conversationId: id });
  desk.send({ type: 'typing', conversationId: id });
  expect(await wallet.next('typing')).toMatchObject({ sender: 'agent' });
  await desk.next('typing');
  wallet.send({ type: 'received', conversationId: id, sequence: 2 });
  expect(await desk.next('read')).toMatchObject({ reader: 'customer', sequence: 0, delivered: 2 });
  wallet.send({ type: 'read', conversationId: id, sequence: 3 });
  wallet.send({ type: 'read', conversationId: id, sequence: 2 });
  expect(await desk.next('read', ({ sequence }) => sequence > 0)).toMatchObject({
    reader: 'customer',
    sequence: 3,
    delivered: 3,
  });
  desk.send({ type: 'read', conversationId: id, sequence: 999_999 });
  const read = await wallet.next('read', ({ reader }) => reader === 'agent');
  expect(read.sequence, 'no further than there is').toBe((await transcript(customer, id)).at(-1)?.sequence);
  expect(
    desk.frames.filter(({ type }) => type === 'typing'),
    'five keystrokes are one',
  ).toHaveLength(1);
  await wallet.end();

  const again = await openSocket(chat.port, 'customer', customer);
  again.send({ type: 'subscribe', conversationId: id, after: 0 });
  expect(await again.next('read', ({ reader }) => reader === 'customer')).toMatchObject({
    sequence: 3,
    delivered: 3,
  });
  await Promise.all([again.end(), desk.end()]);
});

test('customers are told how the queue moves, and of each change of state; the desk sees its inbox change', async () => {
  const [first, next, agent] = await Promise.all([chat.customer(), chat.customer(), chat.staff()]);
  const desk = await openSocket(chat.port, 'desk', agent);
  const [a, b] = [await open(first), await open(next)];
  const [one, two] = await Promise.all([
    openSocket(chat.port, 'customer', first),
    openSocket(chat.port, 'customer', next),
  ]);
  expect((await one.next('conversation')).conversation, 'where they stand when they come').toMatchObject({
    id: a.id,
  });
  await first.call('POST', `/conversations/${a.id}/handoff`);
  await next.call('POST', `/conversations/${b.id}/handoff`);
  const position = (socket: TestSocket, at: number) =>
    socket.next('conversation', ({ conversation }) => conversation.queue?.position === at);
  await Promise.all([position(one, 1), position(two, 2)]);
  await desk.next(
    'inbox',
    ({ conversation }) => conversation.id === b.id && conversation.status === 'queued',
  );

  await take(agent, a.id);
  await position(two, 1);
  const taken = await one.next('conversation', ({ conversation }) => conversation.status === 'assigned');
  expect(taken.conversation.agentName).toBe(agent.name);
  await say(first, a.id, 'hello');
  await desk.next('inbox', ({ conversation }) => conversation.id === a.id && conversation.awaitsReply);
  await close(agent, a.id);
  await one.next('conversation', ({ conversation }) => conversation.status === 'closed');
  await first.call('POST', `/conversations/${a.id}/rating`, { score: 4 });
  await one.next('conversation', ({ conversation }) => conversation.rating?.score === 4);
  await desk.next('inbox', ({ conversation }) => conversation.rating?.score === 4);
  expect(one.frames.some((frame) => frame.type === 'conversation' && frame.conversation.id === b.id)).toBe(
    false,
  );
  await Promise.all([one, two, desk].map((socket) => socket.end()));
});

test('what was read when a socket opened is not told over what has been told since', async () => {
  const [customer, agent] = await Promise.all([chat.customer(), chat.staff()]);
  const { id } = await open(customer);
  const { live } = chat.support;
  const read = live.customerConversations;
  const [begun, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = vi.spyOn(live, 'customerConversations').mockImplementation(async (customerIds, ids) => {
    const found = await read(customerIds, ids);
    if (customerIds.length > 0) {
      begun.resolve();
      await late.promise;
    }
    return found;
  });
  onTestFinished(() => slow.mockRestore());
  const wallet = await openSocket(chat.port, 'customer', customer);
  await begun.promise;
  await customer.call('POST', `/conversations/${id}/handoff`);
  await wallet.next('conversation', ({ conversation }) => conversation.status === 'queued');
  late.resolve();
  await take(agent, id);
  await wallet.next('conversation', ({ conversation }) => conversation.status === 'assigned');
  expect(
    wallet.frames.flatMap((frame) => (frame.type === 'conversation' ? [frame.conversation.status] : [])),
  ).not.toContain('assistant');
  await wallet.end();
});

test('what is said is told to whoever has it and to a supervisor where it is not followed, and to no colleague', async () => {
  const { customer, agent, id } = await served();
  const [colleague, boss] = await Promise.all([chat.staff(), chat.staff('supervisor')]);
  const [desk, wall, list, thread] = (await Promise.all(
    [colleague, boss, agent, agent].map((person) => openSocket(chat.port, 'desk', person)),
  )) as [TestSocket, TestSocket, TestSocket, TestSocket];
  thread.send({ type: 'subscribe', conversationId: id, after: 0 });
  await thread.next('inbox');
  // Past the round that tells everybody who has taken it.
  await pause(300);
  const before = desk.frames.length;
  await say(customer, id, 'my secret');
  const secret = ({ conversation }: { conversation: object }) =>
    JSON.stringify(conversation).includes('my secret');
  await Promise.all([wall.next('inbox', secret), list.next('inbox', secret)]);
  await expect.poll(() => JSON.stringify(received(thread))).toContain('my secret');
  expect(thread.frames.filter((frame) => frame.type === 'inbox' && secret(frame))).toEqual([]);
  expect(JSON.stringify(desk.frames)).not.toContain('my secret');
  const seen = `select from support.agent where staff_id = $1 and seen_at is not null`;
  const atDesk = async () => (await chat.platform.db.query(seen, [colleague.id])).length;
  // For the first time.
  await expect.poll(atDesk).toBe(1);
  const told = desk.frames
    .slice(before)
    .filter((frame) => frame.type === 'inbox' && frame.conversation.id === id);
  expect(told).toEqual([]);
  await Promise.all([desk, wall, list, thread].map((socket) => socket.end()));
});

test('what happens to a customer’s payments and guides reaches their sockets, and nobody else’s', async () => {
  const [customer, other] = await Promise.all([chat.customer(), chat.customer()]);
  const [wallet, elsewhere] = await Promise.all([
    openSocket(chat.port, 'customer', customer),
    openSocket(chat.port, 'customer', other),
  ]);
  const frame: ServerFrame = { type: 'payment', paymentId: newId(), status: 'succeeded' };
  chat.platform.bus.publish(`customer:${customer.id}`, frame);
  expect(await wallet.next('payment')).toEqual(frame);
  elsewhere.send({ type: 'ping' });
  await elsewhere.next('pong');
  expect(elsewhere.frames.some(({ type }) => type === 'payment')).toBe(false);
  await Promise.all([wallet.end(), elsewhere.end()]);
});

test('bad frames are refused in the caller’s language; who goes on sending them loses the socket', async () => {
  const customer = await chat.customer('en');
  const wallet = await openSocket(chat.port, 'customer', customer);
  const bad = [
    '{',
    '[]',
    '{"type":"nope"}',
    '{"type":"ping","more":1}',
    '{"type":"subscribe","conversationId":"x"}',
  ];
  for (const text of bad) wallet.socket.send(text);
  wallet.socket.send(Buffer.from([1, 2, 3]));
  await expect.poll(() => wallet.frames.filter(({ type }) => type === 'refused')).toHaveLength(6);
  expect((await wallet.next('refused')).problem).toMatchObject({
    code: 'malformed_request',
    title: 'The request could not be read.',
  });
  wallet.send({ type: 'ping' });
  await wallet.next('pong');
  for (let count = 0; count < 20; count++) wallet.socket.send('{');
  expect(await wallet.closed).toBe(1008);
});

test('a socket that sends too much is slowed down, then closed', async () => {
  const customer = await chat.customer();
  const wallet = await openSocket(chat.port, 'customer', customer);
  for (let count = 0; count < 70; count++) wallet.send({ type: 'ping' });
  expect((await wallet.next('refused')).problem.code).toBe('too_many_requests');
  for (let count = 0; count < 60; count++) wallet.send({ type: 'ping' });
  expect(await wallet.closed).toBe(1008);
});

test('a client that does not read is dropped, and resumes', async () => {
  const customer = await chat.customer();
  const { id } = await open(customer);
  const wallet = await openSocket(chat.port, 'customer', customer);
  wallet.send({ type: 'subscribe', conversationId: id, after: 0 });
  await wallet.next('messages');
  wallet.socket.pause();
  const text = { zh: '', en: 'x'.repeat(1024 * 1024) };
  for (let count = 0; count < 20; count++)
    await chat.platform.db.transaction((tx) =>
      chat.support.append(tx, [
        { conversationId: id, sender: { kind: 'assistant' }, content: { type: 'statement', text } },
      ]),
    );
  wallet.socket.resume();
  expect(await wallet.closed).toBe(1006);

  // A reader that is slow again, on a busy machine, is dropped again; each time it goes on where it was.
  const sockets = [wallet];
  const all = () => sockets.flatMap(received);
  while (all().length < 22) {
    const again = await openSocket(chat.port, 'customer', customer);
    again.send({ type: 'subscribe', conversationId: id, after: all().at(-1)?.sequence ?? 0 });
    sockets.push(again);
    const complete = vi.waitFor(() => expect(all()).toHaveLength(22), { timeout: 20_000 });
    await Promise.race([again.closed, complete.catch(() => {})]);
    await again.end();
  }
  expect(all().map(({ sequence }) => sequence)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
}, 60_000);

test('one person has a bounded number of sockets', async () => {
  const customer = await chat.customer();
  const sockets = await Promise.all(
    Array.from({ length: 20 }, () => openSocket(chat.port, 'customer', customer)),
  );
  expect(await refusedWith(socketUrl(chat.port, 'customer'), { cookie: customer.cookie })).toBe(429);
  await Promise.all(sockets.map((socket) => socket.end()));
  await pause(50);
  await (await openSocket(chat.port, 'customer', customer)).end();
});

test('a node that stops says so, and does not wait for clients that do not answer', async () => {
  const node = await chat.addChatNode();
  const customer = await chat.customer();
  const [polite, deaf] = await Promise.all([
    openSocket(node.port, 'customer', customer),
    openSocket(node.port, 'customer', customer),
  ]);
  deaf.socket.pause();
  const since = performance.now();
  await node.app.close();
  expect(performance.now() - since).toBeLessThan(5_000);
  await polite.closed;
  deaf.socket.terminate();
});
