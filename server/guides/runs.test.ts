import { fastify } from 'fastify';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card, GuideRun } from '../../contract/guides.ts';
import type { ServerFrame } from '../../contract/realtime.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { replyWithProblem } from '../platform/http/problem-reply.ts';
import { createServe } from '../platform/http/serve.ts';
import { createGuides, type StartRequest } from './guides.ts';
import * as queries from './queries.ts';
import {
  eventually,
  failedPayment,
  methodOf,
  processing,
  startHouse,
  succeeded,
  type TestHouse,
} from './testing.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await startHouse();
  await house.platform.jobs.start();
  await house.platform.events.start();
});
afterAll(() => house.stop());

const start = (request: Partial<StartRequest> & { customerId: string }) =>
  house.platform.db.transaction((tx) =>
    house.guides.start(tx, { guide: 'payment-failed', subject: {}, door: 'help_centre', ...request }),
  );

async function run(id: string) {
  const found = await queries.readRun(house.platform.db, id);
  if (found === undefined) throw new Error(`no run ${id}`);
  return found;
}

const stepsOf = async (id: string) => (await queries.readSteps(house.platform.db, [id])).get(id) ?? [];

/** Waits until the run shows a card (with this number), and returns it. */
const cardOf = (id: string, number = 1): Promise<Card> =>
  eventually(async () => {
    const { card } = await run(id);
    if (card === undefined || card.step < number) throw new Error('no such card yet');
    return card;
  });

const cardsIn = async (conversationId: string): Promise<Card[]> =>
  (await house.contents(conversationId)).flatMap((content) =>
    content.type === 'card' ? [content.card] : [],
  );

function unpaid(customerId = newId()) {
  const payment = failedPayment([{ code: 'insufficient_balance' }], { createdAt: new Date().toISOString() });
  house.payments.put(customerId, payment);
  return { customerId, payment, subject: { paymentId: payment.id } };
}

function unknown(customerId = newId()) {
  const payment = processing({ createdAt: new Date().toISOString() });
  house.payments.put(customerId, payment);
  return { customerId, payment, subject: { paymentId: payment.id } };
}

test('in the chat the cards appear by themselves, once, and everything read came from one snapshot', async () => {
  const { customerId, subject } = unpaid();
  const conversationId = await house.open(customerId);
  house.payments.isolations.length = 0;
  const { id, card } = await start({ customerId, subject, door: 'chat', conversationId });
  expect(card).toBeUndefined();
  const shown = await cardOf(id);
  expect(await cardsIn(conversationId)).toEqual([shown]);
  expect(house.payments.isolations).toEqual(['repeatable read']);
  const [, look] = await stepsOf(id);
  expect(look).toMatchObject({
    kind: 'look',
    evidence: { payment: { id: subject.paymentId }, available: '0' },
  });
});

test('answering any card twice, or at once, has one effect', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.boolean(), async (times, atOnce) => {
      const { customerId, subject, payment } = unknown();
      const conversationId = await house.open(customerId);
      const { id } = await start({ customerId, subject, door: 'chat', conversationId });
      const { step } = await cardOf(id);
      const before = house.payments.inquiries.filter((paymentId) => paymentId === payment.id).length;
      const answer = () => house.guides.answer({ runId: id, customerId, step, option: 'find_out' });
      if (atOnce) await Promise.all(Array.from({ length: times }, answer));
      else for (let count = 0; count < times; count++) await answer();
      await cardOf(id, 2);
      const after = house.payments.inquiries.filter((paymentId) => paymentId === payment.id).length;
      expect(after - before).toBe(1);
      expect((await cardsIn(conversationId)).map((card) => card.step)).toEqual([1, 2]);
      expect((await stepsOf(id)).filter(({ kind }) => kind === 'answer')).toHaveLength(1);
    }),
    { numRuns: 12 },
  );
});

test('two different answers to one card: one counts, the other is refused', async () => {
  const { customerId, subject } = unknown();
  const { id } = await start({ customerId, subject });
  const { step } = await cardOf(id);
  const outcomes = await Promise.allSettled(
    ['find_out', 'person'].map((option) => house.guides.answer({ runId: id, customerId, step, option })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'conflict' },
  });
  await expect(
    house.guides.answer({ runId: id, customerId, step, option: 'nonsense' }),
  ).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('only the customer’s own runs, and only options of the card', async () => {
  const { customerId, subject } = unpaid();
  const { id } = await start({ customerId, subject });
  const { step } = await cardOf(id);
  const answer = (who: string, option: string) =>
    house.guides.answer({ runId: id, customerId: who, step, option });
  await expect(answer(newId(), 'person')).rejects.toMatchObject({ code: 'not_found' });
  await expect(answer(customerId, 'nonsense')).rejects.toMatchObject({ code: 'invalid_request' });
});

test('an option that opens a form moves nothing; the payment’s outcome does', async () => {
  const { customerId, subject, payment } = unpaid();
  house.payments.setMethods(customerId, [methodOf('card', '8821')]);
  const { id } = await start({ customerId, subject });
  const card = await cardOf(id);
  const topUp = card.options.find(({ action }) => action.type === 'top_up_and_pay');
  const after = await house.guides.answer({
    runId: id,
    customerId,
    step: card.step,
    option: topUp?.id ?? '',
  });
  expect(after.card).toEqual(card);
  house.payments.put(customerId, succeeded(payment));
  await house.publish('payment.succeeded', payment.id, customerId);
  expect((await cardOf(id, 2)).title.zh).toBe('付款成功');
  const solved = await house.guides.answer({ runId: id, customerId, step: 2, option: 'solved' });
  expect(solved.status).toBe('resolved');
});

test('news that changes nothing for the customer leaves the card as it is', async () => {
  const { customerId, subject, payment } = unpaid();
  const { id } = await start({ customerId, subject });
  const card = await cardOf(id);
  await house.publish('payment.failed', payment.id, customerId);
  await eventually(async () =>
    expect((await stepsOf(id)).filter(({ kind }) => kind === 'look')).toHaveLength(2),
  );
  expect((await run(id)).card).toEqual(card);
});

test('started again, also at once, it is the same run, taken up at the new door with fresh facts', async () => {
  const { customerId, subject } = unpaid();
  const conversationId = await house.open(customerId);
  const runs = await Promise.all([start({ customerId, subject }), start({ customerId, subject })]);
  expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
  const id = runs[0]?.id ?? '';
  await cardOf(id);
  expect(await cardsIn(conversationId)).toEqual([]);
  house.payments.setBalance(customerId, 1000n);
  await start({ customerId, subject, door: 'chat', conversationId });
  await eventually(async () =>
    expect((await cardsIn(conversationId)).map(({ title }) => title.zh)).toEqual(['余额不足，还差 ¥25.00']),
  );
  expect((await run(id)).door).toBe('chat');
});

test('handed off in the chat: queued with topic and priority, the evidence stays', async () => {
  const { customerId, subject } = unknown();
  const conversationId = await house.open(customerId);
  const { id } = await start({ customerId, subject, door: 'chat', conversationId });
  const { step } = await cardOf(id);
  await house.guides.answer({ runId: id, customerId, step, option: 'person' });
  const conversation = await house.support.conversation(house.platform.db, conversationId);
  expect(conversation).toMatchObject({
    status: 'queued',
    topic: { zh: '付款 ¥35.00 · 云朵咖啡 · 等待银行结果' },
  });
  const [desk] = await house.support.live.deskConversations([conversationId]);
  expect(desk?.priority).toBe('urgent');
  expect((await house.contents(conversationId)).at(-2)).toMatchObject({
    type: 'event',
    event: 'guide_handed_off',
  });
});

test('handed off at the help centre: the next conversation adopts it', async () => {
  const { customerId, subject } = unknown();
  const { id } = await start({ customerId, subject });
  const { step } = await cardOf(id);
  const after = await house.guides.answer({ runId: id, customerId, step, option: 'person' });
  expect(after).toMatchObject({
    status: 'handed_off',
    card: { options: [{ action: { screen: 'support' } }] },
  });
  const conversationId = await house.open(customerId);
  const adopt = () =>
    house.platform.db.transaction((tx) => house.guides.adopt(tx, customerId, conversationId));
  expect([await adopt(), await adopt()]).toEqual([true, false]);
  expect(await house.support.conversation(house.platform.db, conversationId)).toMatchObject({
    status: 'queued',
  });
  expect((await run(id)).conversationId).toBe(conversationId);
});

test('a person asked for another way ends the run as handed off, but not one that waits for the bank', async () => {
  const { customerId, subject } = unpaid();
  const conversationId = await house.open(customerId);
  const choosing = await start({ customerId, subject, door: 'chat', conversationId });
  const waiting = await start({ ...unknown(customerId), door: 'chat', conversationId });
  const { step } = await cardOf(waiting.id);
  await house.guides.answer({ runId: waiting.id, customerId, step, option: 'find_out' });
  await cardOf(choosing.id);
  await house.platform.db.transaction((tx) =>
    house.support.enqueue(tx, conversationId, { reason: 'requested', priority: 'normal' }),
  );
  await eventually(async () => expect((await run(choosing.id)).status).toBe('handed_off'));
  expect(await run(waiting.id)).toMatchObject({ status: 'active', stepId: 'waiting' });
});

test('a day of silence: abandoned, by a timer that ends early in nothing', async () => {
  const { customerId, subject } = unpaid();
  const { id } = await start({ customerId, subject });
  const card = await cardOf(id);
  const wake = () =>
    house.platform.db.transaction((tx) =>
      house.platform.jobs.add(tx, [{ task: 'guides.timer', payload: { runId: id, card: card.step } }]),
    );
  await wake();
  await new Promise((done) => setTimeout(done, 200));
  expect((await run(id)).status).toBe('active');
  house.pass(24 * 3_600_000 + 1000);
  try {
    await wake();
    await eventually(async () => expect((await run(id)).status).toBe('abandoned'));
  } finally {
    house.pass(-24 * 3_600_000 - 1000);
  }
});

test('after a restart a run goes on where it stood', async () => {
  const { customerId, subject } = unknown();
  const { id } = await start({ customerId, subject });
  const { step } = await cardOf(id);
  const { platform, identity, payments, support } = house;
  // The process ended after the answer was recorded and before it was walked: only the job is left.
  await platform.db.transaction(async (tx) => {
    const waiting = await queries.lockRun(tx, id);
    if (waiting === undefined) throw new Error('no run');
    const taken = {
      stepId: 'find_out',
      kind: 'answer',
      cardNumber: step,
      at: new Date(),
      summary: { zh: '', en: '' },
    };
    await queries.recordAnswer(
      tx,
      waiting,
      { ...taken, authority: 'customer', evidence: { option: 'find_out' } },
      { type: 'answer', card: step, option: 'find_out' },
    );
    await platform.jobs.add(tx, [{ task: 'guides.walk', payload: { runId: id } }]);
  });
  expect((await cardOf(id, 2)).title.zh).toContain('继续查');
  const other = createGuides(
    { ...platform, events: { ...platform.events, consume: () => undefined } },
    { identity, payments, support },
  );
  const found = await other.answer({ runId: id, customerId, step: 2, option: 'person' });
  expect(found.status).toBe('handed_off');
});

test('a walk that breaks is tried again, and given to a person when it keeps breaking', async () => {
  const { customerId, subject, payment } = unknown();
  const { id } = await start({ customerId, subject });
  const { step } = await cardOf(id);
  house.payments.answerInquiries((asked) => {
    if (asked.id === payment.id) throw new Error('out of order');
    return asked;
  });
  try {
    const after = await house.guides.answer({ runId: id, customerId, step, option: 'find_out' });
    expect(after).toMatchObject({ status: 'active', card: undefined });
    await eventually(async () => {
      await house.platform.db.transaction((tx) =>
        house.platform.jobs.add(tx, [{ task: 'guides.walk', payload: { runId: id } }]),
      );
      expect((await run(id)).status).toBe('handed_off');
    });
  } finally {
    house.payments.answerInquiries(undefined);
  }
});

test('a run of an older version begins anew with what is true now', async () => {
  const { customerId, subject, payment } = unpaid();
  const { id } = await start({ customerId, subject });
  await cardOf(id);
  await house.platform.db.query('update guides.run set version = 0, step_id = $2 where id = $1', [
    id,
    'gone',
  ]);
  house.payments.put(customerId, succeeded(payment));
  await house.publish('payment.succeeded', payment.id, customerId);
  await eventually(async () => expect(await run(id)).toMatchObject({ version: 1, stepId: 'fixed' }));
});

test('words that are exactly an option answer the card', async () => {
  const { customerId, subject } = unknown();
  const conversationId = await house.open(customerId);
  const { id } = await start({ customerId, subject, door: 'chat', conversationId });
  await cardOf(id);
  const say = (words: string) =>
    house.platform.db.transaction((tx) =>
      house.guides.answerInWords(tx, { id: conversationId, customerId }, words),
    );
  expect(await say('现在查')).toBe(false);
  expect(await say('现在查结果。')).toBe(true);
  expect((await cardOf(id, 2)).title.zh).toContain('继续查');
});

test('steps can only be added', async () => {
  const { customerId, subject } = unpaid();
  const { id } = await start({ customerId, subject });
  await cardOf(id);
  const change = (sql: string) => house.platform.db.query(sql, [id]);
  await expect(change('delete from guides.step where run_id = $1')).rejects.toThrow('append-only');
  await expect(change(`update guides.step set evidence = '{}' where run_id = $1`)).rejects.toThrow(
    'append-only',
  );
});

test('talk to a person: one question, then the queue, urgent for security', async () => {
  const customerId = newId();
  const conversationId = await house.open(customerId);
  const { id } = await start({ guide: 'talk-to-a-person', customerId, door: 'chat', conversationId });
  const { step } = await cardOf(id);
  await house.guides.answer({ runId: id, customerId, step, option: 'security' });
  const [desk] = await house.support.live.deskConversations([conversationId]);
  expect(desk).toMatchObject({ status: 'queued', priority: 'urgent' });
});

test('over HTTP: own runs without evidence for the customer, with it for the agent who has the conversation', async () => {
  const { customerId, subject } = unpaid();
  const conversationId = await house.open(customerId);
  const staffId = newId();
  const app = fastify();
  app.setErrorHandler((error, request, reply) => replyWithProblem(error, request, reply));
  const customer = { customerId, sessionId: newId(), deviceId: newId(), language: 'zh' as const };
  const staff = { staffId, sessionId: newId(), name: '小李', role: 'agent' as const };
  house.guides.routes(
    createServe(app, {
      authenticators: {
        customer: async (request) =>
          request.headers.other ? { ...customer, customerId: newId() } : customer,
        staff: async () => staff,
        merchant: () => Promise.reject(new ProblemError('api_key_invalid')),
      },
      checkResults: true,
    }),
  );
  const frames: ServerFrame[] = [];
  house.platform.bus.subscribe<ServerFrame>(`conversation:${conversationId}`, (frame) => frames.push(frame));

  const listed = (await app.inject('/api/guides')).json().guides.map(({ id }: { id: string }) => id);
  expect(listed).toEqual(['payment-failed', 'talk-to-a-person']);
  const post = (url: string, payload: object, headers = {}) =>
    app.inject({ method: 'POST', url, payload, headers });
  const foreign = await post('/api/guide-runs', { guide: 'payment-failed', subject }, { other: '1' });
  expect(foreign.statusCode).toBe(404);
  const started = await post('/api/guide-runs', { guide: 'payment-failed', subject });
  expect(started.statusCode).toBe(201);
  const body: GuideRun = started.json();
  expect(body.card?.step).toBe(1);
  expect(body.history.every(({ evidence }) => Object.keys(evidence).length === 0)).toBe(true);
  expect((await app.inject({ url: `/api/guide-runs/${body.id}`, headers: { other: '1' } })).statusCode).toBe(
    404,
  );

  const desk = `/api/desk/conversations/${conversationId}/guide-runs`;
  expect((await post(desk, { guide: 'payment-failed', subject })).statusCode).toBe(403);
  await house.platform.db.query(
    `update support.conversation set status = 'assigned', agent_id = $2, agent_name = '小李' where id = $1`,
    [conversationId, staffId],
  );
  const sent = await post(desk, { guide: 'payment-failed', subject });
  expect(sent.json()).toMatchObject({ id: body.id, door: 'agent' });
  const { runs } = (await app.inject(desk)).json() as { runs: GuideRun[] };
  expect(runs[0]?.history.find(({ kind }) => kind === 'look')?.evidence).toMatchObject({ payment: {} });
  expect(
    runs[0]?.history.find(({ kind, authority }) => kind === 'start' && authority === 'staff'),
  ).toBeDefined();
  const contents = await house.contents(conversationId);
  expect(contents.map((content) => (content.type === 'event' ? content.event : content.type))).toEqual([
    'opened',
    'context',
    'guide_sent',
    'card',
  ]);
  const answered = await post(`/api/guide-runs/${body.id}/answers`, { step: 2, option: 'look_again' });
  expect(answered.json().card.step).toBe(3);
  const live = frames.filter((frame) => frame.type === 'guide_run');
  expect(live.length).toBeGreaterThanOrEqual(2);
  expect(
    live.every((frame) => frame.run.history.every(({ evidence }) => Object.keys(evidence).length === 0)),
  ).toBe(true);
  await app.close();
});
