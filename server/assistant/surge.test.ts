import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestHouse } from '../../tests/support/scripted-house.ts';
import { processing } from '../../tests/support/scripted-payments.ts';
import { newId } from '../platform/ids.ts';
import { openChat, startAssistedHouse } from './testing.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await startAssistedHouse();
  // One agent with one place, and eight who wait.
  const { db, clock } = house.platform;
  await db.query(
    `insert into support.agent (staff_id, name, capacity, presence, seen_at) values ($1, '小李', 1, 'online', $2)`,
    [newId(), clock.now()],
  );
  const waiting = await Promise.all(Array.from({ length: 8 }, () => house.open(newId())));
  // One at a time: the assistant is greeting them.
  for (const id of waiting)
    await db.transaction((tx) => house.support.enqueue(tx, id, { reason: 'requested', priority: 'normal' }));
});
afterAll(() => house.stop());

async function chat() {
  const one = await openChat(house);
  await one.greeted();
  return one;
}

test('what works without a person is offered first; asked again, the line is joined', async () => {
  const one = await chat();
  const offer = await one.says('转人工');
  expect(offer.text.zh).toMatch(/预计要等 \d+ 分钟/);
  expect(offer.suggestions?.map(({ id }) => id)).toEqual([
    'payment-failed',
    'payment-processing',
    'refund-where',
    'request-callback',
    'talk-to-a-person',
  ]);
  expect(await one.status()).toBe('assistant');
  await one.says('转人工');
  expect(await one.status()).toBe('queued');
});

test('the greeting is short, and what many report comes first', async () => {
  const greeting = async () => (await (await chat()).said())[0];
  expect(await greeting()).toMatchObject({ text: { zh: '请直接说问题，多数我马上能办。' } });
  const text = { zh: '银行维护，付款会慢。', en: 'The bank is under maintenance; payments are slow.' };
  await house.platform.db.query(
    `insert into guides.incident (id, cause, title, text, state, customers, usual, opened_at, changed_at)
     values ($1, 'guide:payment-processing', $2, $2, 'announced', 20, 0, now(), now())`,
    [newId(), text],
  );
  expect(await greeting()).toMatchObject({ text: { zh: `${text.zh}请直接说问题，多数我马上能办。` } });
  const one = await chat();
  expect((await one.says('付款失败了')).text.zh, 'another problem').not.toContain(text.zh);
  expect((await one.says('付款一直处理中，没有结果')).text.zh).toContain(text.zh);
  await house.platform.db.query('update guides.incident set ended_at = now()');
});

test('who takes another way does not join', async () => {
  const one = await chat();
  await one.says('我要人工客服');
  await one.says('预约回电');
  expect(await one.status()).toBe('assistant');
});

test('what is urgent joins at once', async () => {
  const one = await chat();
  house.payments.put(one.customerId, processing({ createdAt: new Date().toISOString() }));
  await one.says('付款一直处理中');
  await one.says('人工');
  expect(await one.status()).toBe('queued');
});
