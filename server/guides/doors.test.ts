import { fastify } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GuideRun } from '../../contract/guides.ts';
import type { ServerFrame } from '../../contract/realtime.ts';
import { eventually, startHouse, type TestHouse } from '../../tests/support/scripted-house.ts';
import { failedPayment, methodOf, succeeded } from '../../tests/support/scripted-payments.ts';
import { newId } from '../platform/ids.ts';
import { replyWithProblem } from '../platform/http/problem-reply.ts';
import { createServe } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import { runsOf } from './testing.ts';

let house: TestHouse;
let walks: ReturnType<typeof runsOf>;
beforeAll(async () => {
  house = await startHouse();
  walks = runsOf(house);
  await house.platform.jobs.start();
  await house.platform.events.start();
});
afterAll(() => house.stop());

test('handed off in the chat: queued with topic and priority, the evidence stays', async () => {
  const { customerId, subject } = walks.unknown();
  const conversationId = await house.open(customerId);
  const { id } = await walks.start({ customerId, subject, door: 'chat', conversationId });
  const { step } = await walks.cardOf(id);
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

test('a conversation that a guide solves alone counts for what that was about', async () => {
  const { customerId, subject } = walks.unknown();
  const conversationId = await house.open(customerId);
  const area = async () => (await house.support.live.deskConversations([conversationId]))[0]?.skill;
  expect(await area()).toBeUndefined();
  await walks.start({ customerId, subject, door: 'chat', conversationId });
  expect(await area()).toBe('payments');
});

test('handed off at the help centre: the next conversation adopts it', async () => {
  const { customerId, subject } = walks.unknown();
  const { id } = await walks.start({ customerId, subject });
  const { step } = await walks.cardOf(id);
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
  expect((await walks.run(id)).conversationId).toBe(conversationId);
});

test('a person asked for another way ends the run as handed off, but not one that waits for the bank', async () => {
  const { customerId, subject } = walks.unpaid();
  const conversationId = await house.open(customerId);
  const choosing = await walks.start({ customerId, subject, door: 'chat', conversationId });
  const waiting = await walks.start({ ...walks.unknown(customerId), door: 'chat', conversationId });
  const { step } = await walks.cardOf(waiting.id);
  await house.guides.answer({ runId: waiting.id, customerId, step, option: 'find_out' });
  await walks.cardOf(choosing.id);
  await house.platform.db.transaction((tx) =>
    house.support.enqueue(tx, conversationId, { reason: 'requested', priority: 'normal' }),
  );
  await eventually(async () => expect((await walks.run(choosing.id)).status).toBe('handed_off'));
  expect(await walks.run(waiting.id)).toMatchObject({ status: 'active', stepId: 'waiting' });
});

test('words that are exactly an option answer the card', async () => {
  const { customerId, subject } = walks.unknown();
  const conversationId = await house.open(customerId);
  const { id } = await walks.start({ customerId, subject, door: 'chat', conversationId });
  await walks.cardOf(id);
  const say = (words: string) =>
    house.platform.db.transaction((tx) =>
      house.guides.answerInWords(tx, { id: conversationId, customerId }, words),
    );
  expect(await say('现在查')).toMatchObject({ isAnswer: false, waiting: expect.any(String) });
  expect(await say('现在查结果。')).toEqual({ isAnswer: true });
  expect((await walks.cardOf(id, 2)).title.zh).toContain('继续查');
});

test('talk to a person: one question, then the queue, urgent for security', async () => {
  const customerId = newId();
  const conversationId = await house.open(customerId);
  const { id } = await walks.start({ guide: 'talk-to-a-person', customerId, door: 'chat', conversationId });
  const { step } = await walks.cardOf(id);
  await house.guides.answer({ runId: id, customerId, step, option: 'security' });
  const [desk] = await house.support.live.deskConversations([conversationId]);
  expect(desk).toMatchObject({ status: 'queued', priority: 'urgent' });
});

test('taken up at another door it goes on where it stood, with what the customer had said', async () => {
  const customerId = newId();
  const { id } = await walks.start({ guide: 'app-crash', customerId });
  await walks.cardOf(id);
  await house.guides.answer({ runId: id, customerId, step: 1, option: 'blank' });
  const conversationId = await house.open(customerId);
  const again = await walks.start({ guide: 'app-crash', customerId, door: 'chat', conversationId });
  expect(again.id).toBe(id);
  expect((await walks.cardOf(id, 3)).title.zh).toBe('是在付款的时候吗？');
  expect((await walks.cardsIn(conversationId)).map(({ step }) => step)).toEqual([3]);
  expect((await walks.run(id)).facts).toEqual({ happens: 'blank' });
  await walks.start({ guide: 'app-crash', customerId, door: 'chat', conversationId, afresh: true });
  expect((await walks.cardOf(id, 4)).title.zh).toBe('是什么情况？');
  expect((await walks.run(id)).facts).toEqual({});
});

test('a guide that listens to its customer goes on when something of theirs happens, and only theirs', async () => {
  const customerId = newId();
  house.payments.setMethods(customerId, [methodOf('card', '8821')]);
  const { id } = await walks.start({ guide: 'top-up', customerId });
  expect((await walks.cardOf(id)).options[0]?.action).toEqual({ type: 'open', screen: 'top_up' });
  const made = succeeded(failedPayment([], { kind: 'top_up', createdAt: new Date().toISOString() }));
  await house.publish('payment.succeeded', newId(), newId());
  house.payments.put(customerId, made);
  await house.publish('payment.succeeded', made.id, customerId);
  expect((await walks.cardOf(id, 2)).title.zh).toBe('充值到账了');
  expect((await walks.stepsOf(id)).filter(({ kind }) => kind === 'event')).toHaveLength(1);
});

test('over HTTP: own runs without evidence for the customer, with it for the agent who has the conversation', async () => {
  const { customerId, subject, payment } = walks.unpaid();
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
  expect(listed).toEqual(house.guides.catalogue.map(({ id }) => id));
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
  const suggested = async () =>
    (await app.inject(`/api/desk/conversations/${conversationId}/suggested-reply`)).json().reply;
  const reply = await suggested();
  expect(reply).toMatchObject({ title: sent.json().card.title, paymentId: subject.paymentId });
  for (const words of [reply.title.zh, '¥', '没有扣款', subject.paymentId])
    expect(reply.text.zh).toContain(words);
  expect(reply.text.en).toMatch(/^Hello, .*\nTime: \d.*— Based on payment/s);
  const { runs } = (await app.inject(desk)).json<{ runs: GuideRun[] }>();
  // It looked at what is true now, and the customer's run stayed where it was.
  house.payments.put(customerId, succeeded(payment));
  expect((await suggested()).text.zh).toContain('成功');
  expect((await app.inject(desk)).json().runs).toEqual(runs);
  house.payments.put(customerId, payment);
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
  const picture = await app.inject('/api/desk/guides/payment-failed');
  expect(picture.json()).toMatchObject({ start: 'look', outcomes: { resolved: 0 } });
  const answered = await post(`/api/guide-runs/${body.id}/answers`, { step: 2, option: 'look_again' });
  expect(answered.json().card.step).toBe(3);
  const live = frames.filter((frame) => frame.type === 'guide_run');
  expect(live.length).toBeGreaterThanOrEqual(2);
  expect(
    live.every((frame) => frame.run.history.every(({ evidence }) => Object.keys(evidence).length === 0)),
  ).toBe(true);

  const walk = (guide: string, payload: object = {}) => post(`/api/help/guides/${guide}`, payload);
  expect((await walk('payment-failed')).statusCode).toBe(404);
  const begun = (await walk('log-in-help')).json<{ run: GuideRun; state: string }>();
  expect(begun.run.card?.title.zh).toBe('登录时出现什么情况？');
  const at = { state: begun.state, step: 1, option: 'locked' };
  const locked = (await walk('log-in-help', at)).json<{ run: GuideRun; state: string }>();
  expect(locked.run.card?.title.zh).toBe('到时间会自动解锁');
  expect((await walk('log-in-help', at)).json().run.card).toEqual(locked.run.card);
  expect((await walk('log-in-help', { state: locked.state })).json().run.card.title).toEqual(
    locked.run.card?.title,
  );
  const done = await walk('log-in-help', { state: locked.state, step: 2, option: 'not_me' });
  expect(done.json().run).toMatchObject({ status: 'handed_off', card: { options: [{ id: 'support' }] } });
  for (const wrong of [
    { ...at, state: `${begun.state}x` },
    { ...at, step: 7 },
    { ...at, option: 'nonsense' },
    { ...at, state: 'e30.e30' },
  ])
    expect((await walk('log-in-help', wrong)).statusCode).toBe(409);
  expect((await walk('register', at)).statusCode).toBe(409);
  await app.close();
});
