import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../contract/support.ts';
import { newId } from '../platform/ids.ts';
import {
  answer,
  close,
  type Node,
  open,
  openAndQueue,
  type Person,
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

const texts = (messages: Message[]) =>
  messages.flatMap(({ content }) => (content.type === 'text' ? [content.text] : []));

interface Talk {
  customer: Person;
  agent: Person;
  id: string;
}

async function served(): Promise<Talk> {
  const [customer, agent] = await Promise.all([desk.customer(), desk.staff()]);
  const { id } = await openAndQueue(customer);
  expect((await take(agent, id)).status).toBe(200);
  return { customer, agent, id };
}

test('50 parallel sends through two nodes get 50 sequence numbers without a gap', async () => {
  const customer = await desk.customer();
  const { id, lastSequence } = await open(customer);
  const sent = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      say(index % 2 === 0 ? customer : customer.at(second), id, `message ${index}`),
    ),
  );
  expect(sent.map(({ status }) => status)).toEqual(Array(50).fill(201));
  const sequences = sent.map(({ body }) => body.sequence).toSorted((a, b) => a - b);
  expect(sequences).toEqual(Array.from({ length: 50 }, (_, index) => lastSequence + 1 + index));

  const kept = await transcript(customer, id);
  expect(kept.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 50 + lastSequence }, (_, i) => i + 1),
  );
  expect(new Set(texts(kept)).size).toBe(50);
});

/** Beyond it nothing is looked for before it is kept, until something comes again. */
const sinceRepeat = [
  ['just after a start', 0],
  ['when nothing has come again for long', 60_000],
] as const;

test.each(sinceRepeat)(
  '%s, one message sent 20 times at once is kept once, and every sender is told the same',
  async (_, milliseconds) => {
    desk.pass(milliseconds);
    const customer = await desk.customer();
    const { id } = await open(customer);
    const clientMessageId = newId();
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        say(index % 2 === 0 ? customer : customer.at(second), id, 'only once', clientMessageId),
      ),
    );
    for (const { body } of sent) expect(body).toEqual(sent[0]?.body);
    expect((await say(customer, id, 'only once', clientMessageId.toUpperCase())).body).toEqual(sent[0]?.body);
    expect(texts(await transcript(customer, id))).toEqual(['only once']);
    const events = await desk.platform.db.query(
      `select payload from platform.event where topic = 'conversation.message' and subject_id = $1
       and payload ->> 'senderKind' = 'customer'`,
      [id],
    );
    expect(events).toHaveLength(1);
  },
);

test('what comes again among new messages is told as before, and the new ones are kept once and in order', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => desk.customer()));
  const conversations = await Promise.all(
    people.map(async (customer) => ({ customer, ...(await open(customer)) })),
  );
  const ids = conversations.map(() => newId());
  const sendAll = () =>
    Promise.all(conversations.map(({ customer, id }, index) => say(customer, id, 'first', ids[index])));
  const first = await sendAll();
  desk.pass(60_000);
  const others = conversations.flatMap(({ customer, id }) =>
    ['a', 'b', 'c'].map((text) => say(customer, id, text)),
  );
  expect(await sendAll()).toEqual(first);
  for (const { status } of await Promise.all(others)) expect(status).toBe(201);
  for (const { customer, id } of conversations) {
    const kept = await transcript(customer, id);
    expect(texts(kept).toSorted()).toEqual(['a', 'b', 'c', 'first']);
    expect(kept.map(({ sequence }) => sequence)).toEqual(kept.map((_, index) => index + 1));
  }
});

test.each(sinceRepeat)(
  '%s, a resend after closing is acknowledged; something new is refused, and goes into a linked conversation',
  async (_, milliseconds) => {
    const { customer, agent, id } = await served();
    const clientMessageId = newId();
    const before = await say(customer, id, 'before', clientMessageId);
    await close(agent, id);
    desk.pass(milliseconds);
    expect(await say(customer, id, 'before', clientMessageId)).toEqual(before);
    const late = newId();
    expect((await say(customer, id, 'after', late)).body.code).toBe('conversation_closed');
    expect((await answer(agent, id, 'after')).body.code).toBe('conversation_closed');

    const next = await open(customer);
    expect(next.id).not.toBe(id);
    expect((await say(customer, next.id, 'after', late)).status).toBe(201);
    const [first] = await transcript(customer, next.id);
    expect(first?.content).toMatchObject({ type: 'event', event: 'reopened' });
    const [row] = await desk.platform.db.query('select previous_id from support.conversation where id = $1', [
      next.id,
    ]);
    expect(row).toEqual({ previous_id: id });
  },
);

test.each(sinceRepeat)(
  '%s, customers, their agents, a note, a stranger and a colleague at once: each gets what is theirs, and nothing is lost',
  async (_, milliseconds) => {
    const talks = await Promise.all([served(), served(), served()]);
    const [stranger, colleague] = await Promise.all([desk.customer(), desk.staff()]);
    desk.pass(milliseconds);
    const [one, two, three] = talks;
    const repeated = newId();
    const answers = await Promise.all([
      ...talks.flatMap(({ customer, agent, id }) => [
        say(customer, id, 'first'),
        answer(agent, id, 'second'),
        say(customer.at(second), id, 'third'),
      ]),
      answer(two.agent, two.id, 'a note', 'note'),
      say(stranger, one.id, 'not mine'),
      answer(colleague, one.id, 'not mine either'),
      say(three.customer, three.id, 'twice', repeated),
      say(three.customer, three.id, 'twice', repeated),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(201), 404, 403, 201, 201]);
    expect(answers.at(-1)?.body).toEqual(answers.at(-2)?.body);
    const said = [[], ['a note'], ['twice']];
    for (const [index, { agent, id }] of talks.entries()) {
      const { body } = await agent.call('GET', `/desk/conversations/${id}`);
      const messages: Message[] = body.messages;
      const spoken = messages.flatMap(({ content }) =>
        content.type === 'text' || content.type === 'note' ? [content.text] : [],
      );
      expect(spoken.toSorted()).toEqual([...(said[index] ?? []), 'first', 'second', 'third'].toSorted());
      expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, place) => place + 1));
      const names = messages.filter(({ sender }) => sender.kind === 'agent').map(({ sender }) => sender.name);
      expect(new Set(names).size).toBe(1);
    }
  },
);

test('who spoke last decides whether the customer waits for an answer', async () => {
  const { customer, agent, id } = await served();
  desk.pass(60_000);
  const waits = async () =>
    (await agent.call('GET', `/desk/conversations/${id}`)).body.conversation.awaitsReply;
  await say(customer, id, 'Anybody there?');
  expect(await waits()).toBe(true);
  await answer(agent, id, 'Yes');
  expect(await waits()).toBe(false);
  await answer(agent, id, 'a note', 'note');
  expect(await waits()).toBe(false);
});

test('notes never reach the customer, not even by a number that gives them away', async () => {
  const { customer, agent, id } = await served();
  expect((await answer(agent, id, 'he sounds upset', 'note')).status).toBe(201);
  await answer(agent, id, 'Hello');
  await answer(agent, id, 'upset indeed', 'note');
  const seen = await customer.call('GET', `/conversations/${id}/messages`);
  const listed = await customer.call('GET', '/conversations');
  expect(JSON.stringify([seen.body, listed.body])).not.toContain('upset');
  expect(seen.body.conversation.lastSequence).toBe(seen.body.messages.at(-1).sequence);
  expect(listed.body.conversations[0].preview.content.text).toBe('Hello');
  const detail = await agent.call('GET', `/desk/conversations/${id}`);
  expect(JSON.stringify(detail.body.messages)).toContain('upset indeed');
});

test('another customer’s conversation is answered as if there were none', async () => {
  const [owner, stranger] = await Promise.all([desk.customer(), desk.customer()]);
  const { id } = await open(owner);
  const missing = newId();
  for (const path of [`/conversations/${id}/messages`, `/conversations/${missing}/messages`])
    expect((await stranger.call('GET', path)).body.code).toBe('not_found');
  for (const target of [id, missing]) {
    expect((await say(stranger, target, 'hello')).body.code).toBe('not_found');
    expect((await stranger.call('POST', `/conversations/${target}/handoff`)).body.code).toBe('not_found');
    expect((await stranger.call('DELETE', `/conversations/${target}/handoff`)).body.code).toBe('not_found');
    expect((await stranger.call('POST', `/conversations/${target}/rating`, { score: 1 })).body.code).toBe(
      'not_found',
    );
  }
  expect(texts(await transcript(owner, id))).toEqual([]);
});

test('a bulk keeps its order across conversations, and the domain sees each message as an event', async () => {
  const [a, b] = await Promise.all([desk.customer(), desk.customer()]);
  const first = await open(a);
  const other = await open(b);
  const { db } = desk.platform;
  const messages = await db.transaction((tx) =>
    desk.support.append(
      tx,
      [first, other, first, other, first].map(({ id }, index) => ({
        conversationId: id,
        sender: { kind: 'assistant' as const },
        content: { type: 'text' as const, text: `${index}` },
      })),
    ),
  );
  expect(texts(messages)).toEqual(['0', '1', '2', '3', '4']);
  expect(texts((await transcript(a, first.id)).slice(-3))).toEqual(['0', '2', '4']);
  expect(texts((await transcript(b, other.id)).slice(-2))).toEqual(['1', '3']);
  const events = await db.query<{ payload: { text?: string; status: string } }>(
    `select payload from platform.event where topic = 'conversation.message'
       and subject_id = any($1::uuid[]) and payload ->> 'senderKind' = 'assistant' order by position`,
    [[first.id, other.id]],
  );
  expect(events.map(({ payload }) => [payload.text, payload.status])).toEqual(
    ['0', '1', '2', '3', '4'].map((text) => [text, 'assistant']),
  );
});

test('nothing is kept, published or told of when the transaction fails', async () => {
  const customer = await desk.customer();
  const { id, lastSequence } = await open(customer);
  const heard: unknown[] = [];
  const stop = desk.platform.bus.subscribe(`conversation:${id}`, (frame) => void heard.push(frame));
  await expect(
    desk.platform.db.transaction(async (tx) => {
      const content = { type: 'text' as const, text: 'lost' };
      await desk.support.append(tx, [{ conversationId: id, sender: { kind: 'assistant' }, content }]);
      throw new Error('on purpose');
    }),
  ).rejects.toThrow('on purpose');
  expect(heard).toEqual([]);
  const next = await say(customer, id, 'kept');
  expect(next.body.sequence).toBe(lastSequence + 1);
  expect(heard).toHaveLength(1);
  stop();
});

test('a conversation locked elsewhere keeps only its own senders waiting', async () => {
  const [a, b] = await Promise.all([desk.customer(), desk.customer()]);
  const [busy, free] = [await open(a), await open(b)];
  let waiting: ReturnType<typeof say> | undefined;
  await desk.platform.db.transaction(async (tx) => {
    await tx.query('select from support.conversation where id = $1 for update', [busy.id]);
    waiting = say(a, busy.id, 'waits');
    expect((await say(b, free.id, 'goes on')).status).toBe(201);
    expect(texts(await transcript(a, busy.id))).toEqual([]);
  });
  expect((await waiting)?.status).toBe(201);
  expect(texts(await transcript(a, busy.id))).toEqual(['waits']);
});

test('a flood from one customer is refused with the time to try again', async () => {
  const customer = await desk.customer();
  const { id } = await open(customer);
  const sent = await Promise.all(Array.from({ length: 130 }, (_, index) => say(customer, id, `${index}`)));
  const refused = sent.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(10);
  expect(refused[0]?.body).toMatchObject({ code: 'too_many_requests', retryAt: expect.any(String) });
  expect(texts(await transcript(customer, id))).toHaveLength(120);
});
