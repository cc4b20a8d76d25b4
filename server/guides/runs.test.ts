import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, startHouse, type TestHouse } from '../../tests/support/scripted-house.ts';
import { methodOf, succeeded } from '../../tests/support/scripted-payments.ts';
import { newId } from '../platform/ids.ts';
import { createGuides } from './guides.ts';
import { paymentFailed } from './payment/failed-and-late.ts';
import * as queries from './queries.ts';
import { runsOf } from './testing.ts';
import { insertAnswer } from './step-queries.ts';

let house: TestHouse;
let walks: ReturnType<typeof runsOf>;
beforeAll(async () => {
  house = await startHouse();
  walks = runsOf(house);
  await house.platform.jobs.start();
  await house.platform.events.start();
});
afterAll(() => house.stop());

test('in the chat the cards appear by themselves, once, and everything read came from one snapshot', async () => {
  const { customerId, subject } = walks.unpaid();
  const conversationId = await house.open(customerId);
  house.payments.isolations.length = 0;
  const { id, card } = await walks.start({ customerId, subject, door: 'chat', conversationId });
  expect(card).toBeUndefined();
  const shown = await walks.cardOf(id);
  expect(await walks.cardsIn(conversationId)).toEqual([shown]);
  expect(house.payments.isolations).toEqual(['repeatable read']);
  const [, look] = await walks.stepsOf(id);
  expect(look).toMatchObject({
    kind: 'look',
    evidence: { payment: { id: subject.paymentId }, available: '0' },
  });
});

test('answering any card twice, or at once, has one effect', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.boolean(), async (times, atOnce) => {
      const { customerId, subject, payment } = walks.unknown();
      const conversationId = await house.open(customerId);
      const { id } = await walks.start({ customerId, subject, door: 'chat', conversationId });
      const { step } = await walks.cardOf(id);
      const before = house.payments.inquiries.filter((paymentId) => paymentId === payment.id).length;
      const answer = () => house.guides.answer({ runId: id, customerId, step, option: 'find_out' });
      if (atOnce) await Promise.all(Array.from({ length: times }, answer));
      else for (let count = 0; count < times; count++) await answer();
      await walks.cardOf(id, 2);
      const after = house.payments.inquiries.filter((paymentId) => paymentId === payment.id).length;
      expect(after - before).toBe(1);
      expect((await walks.cardsIn(conversationId)).map((card) => card.step)).toEqual([1, 2]);
      expect((await walks.stepsOf(id)).filter(({ kind }) => kind === 'answer')).toHaveLength(1);
    }),
    { numRuns: 12 },
  );
});

test('two different answers to one card: one counts, the other is refused', async () => {
  const { customerId, subject } = walks.unknown();
  const { id } = await walks.start({ customerId, subject });
  const { step } = await walks.cardOf(id);
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
  const { customerId, subject } = walks.unpaid();
  const { id } = await walks.start({ customerId, subject });
  const { step } = await walks.cardOf(id);
  const answer = (who: string, option: string) =>
    house.guides.answer({ runId: id, customerId: who, step, option });
  await expect(answer(newId(), 'person')).rejects.toMatchObject({ code: 'not_found' });
  await expect(answer(customerId, 'nonsense')).rejects.toMatchObject({ code: 'invalid_request' });
});

test('an option that opens a form moves nothing; the payment’s outcome does', async () => {
  const { customerId, subject, payment } = walks.unpaid();
  house.payments.setMethods(customerId, [methodOf('card', '8821')]);
  const { id } = await walks.start({ customerId, subject });
  const card = await walks.cardOf(id);
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
  expect((await walks.cardOf(id, 2)).title.zh).toBe('付款成功');
  const solved = await house.guides.answer({ runId: id, customerId, step: 2, option: 'solved' });
  expect(solved.status).toBe('resolved');
});

test('news that changes nothing for the customer leaves the card as it is', async () => {
  const { customerId, subject, payment } = walks.unpaid();
  const { id } = await walks.start({ customerId, subject });
  const card = await walks.cardOf(id);
  await house.publish('payment.failed', payment.id, customerId);
  await eventually(async () =>
    expect((await walks.stepsOf(id)).filter(({ kind }) => kind === 'look')).toHaveLength(2),
  );
  expect((await walks.run(id)).card).toEqual(card);
});

test('started again, also at once, it is the same run, taken up at the new door with fresh facts', async () => {
  const { customerId, subject } = walks.unpaid();
  const conversationId = await house.open(customerId);
  const runs = await Promise.all([
    walks.start({ customerId, subject }),
    walks.start({ customerId, subject }),
  ]);
  expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
  const id = runs[0]?.id ?? '';
  await walks.cardOf(id);
  expect(await walks.cardsIn(conversationId)).toEqual([]);
  house.payments.setBalance(customerId, 1000n);
  await walks.start({ customerId, subject, door: 'chat', conversationId });
  await eventually(async () =>
    expect((await walks.cardsIn(conversationId)).map(({ title }) => title.zh)).toEqual([
      '余额不足，还差 ¥25.00',
    ]),
  );
  expect((await walks.run(id)).door).toBe('chat');
});

test('a day of silence: abandoned, by a timer that ends early in nothing', async () => {
  const { customerId, subject } = walks.unpaid();
  const { id } = await walks.start({ customerId, subject });
  const card = await walks.cardOf(id);
  const wake = () =>
    house.platform.db.transaction((tx) =>
      house.platform.jobs.add(tx, [{ task: 'guides.timer', payload: { runId: id, card: card.step } }]),
    );
  await wake();
  await new Promise((done) => setTimeout(done, 200));
  expect((await walks.run(id)).status).toBe('active');
  house.pass(24 * 3_600_000 + 1000);
  try {
    await wake();
    await eventually(async () => expect((await walks.run(id)).status).toBe('abandoned'));
  } finally {
    house.pass(-24 * 3_600_000 - 1000);
  }
});

test('after a restart a run goes on where it stood', async () => {
  const { customerId, subject } = walks.unknown();
  const { id } = await walks.start({ customerId, subject });
  const { step } = await walks.cardOf(id);
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
    await insertAnswer(
      tx,
      waiting,
      { ...taken, authority: 'customer', evidence: { option: 'find_out' } },
      { type: 'answer', card: step, option: 'find_out' },
    );
    await platform.jobs.add(tx, [{ task: 'guides.walk', payload: { runId: id } }]);
  });
  expect((await walks.cardOf(id, 2)).title.zh).toContain('继续查');
  const other = createGuides(
    { ...platform, events: { ...platform.events, consume: () => undefined } },
    { identity, rails: { incidents: async () => [] }, payments, support },
  );
  const found = await other.answer({ runId: id, customerId, step: 2, option: 'person' });
  expect(found.status).toBe('handed_off');
});

test('a walk that breaks is tried again, and given to a person when it keeps breaking', async () => {
  const { customerId, subject, payment } = walks.unknown();
  const { id } = await walks.start({ customerId, subject });
  const { step } = await walks.cardOf(id);
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
      expect((await walks.run(id)).status).toBe('handed_off');
    });
  } finally {
    house.payments.answerInquiries(undefined);
  }
});

test('a run of an older version begins anew with what is true now', async () => {
  const { customerId, subject, payment } = walks.unpaid();
  const { id } = await walks.start({ customerId, subject });
  await walks.cardOf(id);
  await house.platform.db.query('update guides.run set version = 0, step_id = $2 where id = $1', [
    id,
    'gone',
  ]);
  house.payments.put(customerId, succeeded(payment));
  await house.publish('payment.succeeded', payment.id, customerId);
  await eventually(async () =>
    expect(await walks.run(id)).toMatchObject({ version: paymentFailed.version, stepId: 'fixed' }),
  );
});

test('steps can only be added', async () => {
  const { customerId, subject } = walks.unpaid();
  const { id } = await walks.start({ customerId, subject });
  await walks.cardOf(id);
  const change = (sql: string) => house.platform.db.query(sql, [id]);
  await expect(change('delete from guides.step where run_id = $1')).rejects.toThrow('append-only');
  await expect(change(`update guides.step set evidence = '{}' where run_id = $1`)).rejects.toThrow(
    'append-only',
  );
});
