import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCheckoutSession } from '../../contract/checkout.ts';
import type { PaymentMethod } from '../../contract/payments.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { paymentIn, type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
let card: PaymentMethod;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  [payer, payee] = await Promise.all([lab.richCustomer('5000'), lab.customer('李明')]);
  card = await payer.addCard('4242424242424242');
});

type Outcome = {
  status: number;
  result?: { id?: string } | undefined;
  problem?: { code: string } | undefined;
};
const brief = ({ status, result, problem }: Outcome) => `${status} ${result?.id ?? problem?.code}`;
const twelve = <T>(make: (place: number) => Promise<T>) =>
  Promise.all(Array.from({ length: 12 }, (_, place) => make(place)));

test('one key, twelve times at once: one payment, the same answer to all', async () => {
  const key = randomUUID();
  const answers = await twelve(() => payer.transferTo(payee, '1000', { type: 'balance' }, {}, key));
  expect(new Set(answers.map(brief)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(await payee.money()).toBe('1000+0');
});

test('one key, two different requests at once: one is done, the other told that the key is taken', async () => {
  const key = randomUUID();
  const answers = await twelve((place) =>
    payer.transferTo(payee, place % 2 === 0 ? '1000' : '999', { type: 'balance' }, {}, key),
  );
  const done = new Set(answers.filter(({ status }) => status === 201).map(({ result }) => result.id));
  expect(done.size).toBe(1);
  expect(answers.filter(({ problem }) => problem?.code === 'idempotency_key_reused')).toHaveLength(6);
  expect(['1000+0', '999+0']).toContain(await payee.money());
});

test.each<[string, object]>([
  ['amount', { amount: '1001' }],
  ['note', { note: '别的' }],
  ['currency', { currency: 'USD' }],
])('the same key with another %s is refused', async (_, change) => {
  const key = randomUUID();
  expect((await payer.transferTo(payee, '1000', { type: 'balance' }, {}, key)).status).toBe(201);
  const other = await payer.transferTo(payee, '1000', { type: 'balance' }, change, key);
  expect(brief(other)).toBe('422 idempotency_key_reused');
  const method = await payer.transferTo(payee, '1000', card, {}, key);
  expect(brief(method)).toBe('422 idempotency_key_reused');
  expect(await payee.money()).toBe('1000+0');
});

test('the order of the members does not make another request, nor does the payment password', async () => {
  const key = randomUUID();
  const first = await payer.transferTo(payee, '1000', { type: 'balance' }, { note: '午饭' }, key);
  const payeeId = await payer.payeeId(payee);
  const turned = {
    paymentPassword: '135790',
    note: '午饭',
    method: { type: 'balance' },
    currency: 'CNY',
    payeeId,
  };
  const again = await payer.pay('transfer', { type: 'balance' }, '1000', turned, key);
  expect(brief(again)).toBe(brief(first));
  expect(await payee.money()).toBe('1000+0');
});

test('a key belongs to the customer: another one’s is another payment', async () => {
  const key = randomUUID();
  const other = await lab.richCustomer('5000');
  const [one, two] = await Promise.all([
    payer.transferTo(payee, '1000', { type: 'balance' }, {}, key),
    other.transferTo(payee, '1000', { type: 'balance' }, {}, key),
  ]);
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.result.id).not.toBe(two.result.id);
  expect(await payee.money()).toBe('2000+0');
});

test('a refusal is repeated too, and the next try needs a key of its own', async () => {
  const key = randomUUID();
  const [first, again] = [
    await payer.transferTo(payee, '9000', { type: 'balance' }, {}, key),
    await payer.transferTo(payee, '9000', { type: 'balance' }, {}, key),
  ];
  expect([brief(first), brief(again)]).toEqual(Array(2).fill('402 insufficient_balance'));
  expect(paymentIn(again.problem).id).toBe(paymentIn(first.problem).id);
  expect((await payer.detail(paymentIn(first.problem).id)).attempts).toHaveLength(1);
});

test('a charge whose answer was lost is not made again under its key; the replay shows how it stands now', async () => {
  const key = randomUUID();
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'slow', delayMs: 2_500 });
  const first = await payer.pay('top_up', card, '1000', {}, key);
  expect(first.result.status).toBe('processing');
  const during = await payer.pay('top_up', card, '1000', {}, key);
  expect([during.status, during.result.id]).toEqual([202, first.result.id]);
  await payer.settled(first.result.id);
  const after = await payer.pay('top_up', card, '1000', {}, key);
  expect([after.status, after.result.id, after.result.status]).toEqual([201, first.result.id, 'succeeded']);
  expect(await payer.money()).toBe('6000+0');
});

test('further attempts, and topping up and paying, heed their keys as well', async () => {
  const refused = await payer.transferTo(payee, '6000');
  const { id } = paymentIn(refused.problem);
  const key = randomUUID();
  const tries = await twelve(() => payer.tryAgain(id, card, {}, key));
  // Whoever asks while the bank has not answered is told that it is under way.
  for (const { status, result } of tries)
    expect([[201, 202].includes(status), result.id]).toEqual([true, id]);
  expect(brief(await payer.tryAgain(id, { type: 'balance' }, {}, key))).toBe('422 idempotency_key_reused');
  expect((await payer.detail(id)).attempts).toHaveLength(2);

  const next = paymentIn((await payer.transferTo(payee, '7000')).problem).id;
  const another = randomUUID();
  const finished = await twelve(() => payer.topUpAndPay(next, card, '2000', {}, another));
  for (const { status, result } of finished)
    expect([[201, 202].includes(status), result.payment.id]).toEqual([true, next]);
  expect(new Set(finished.map(({ result }) => result.topUp.id)).size).toBe(1);
  expect(finished.some(({ result }) => result.payment.status === 'succeeded')).toBe(true);
  const changed = await payer.topUpAndPay(next, card, '2001', {}, another);
  expect(changed.problem?.code).toBe('idempotency_key_reused');
  expect([await payer.money(), await payee.money()]).toEqual(['0+0', '13000+0']);
});

test('an order opened twice under a key is one order; another under it is refused; another shop’s key is its own', async () => {
  const [shop, other] = await Promise.all([lab.merchant('云朵咖啡'), lab.merchant('山茶书店')]);
  const idempotencyKey = randomUUID();
  const open = (apiKey: string, unitAmount = '3500') =>
    new ApiClient(lab.system.server.url).send(createCheckoutSession, {
      headers: { authorization: `Bearer ${apiKey}` },
      idempotencyKey,
      body: {
        currency: 'CNY',
        reference: 'A 1',
        lines: [{ name: '拿铁', quantity: 1, unitAmount }],
        successUrl: 'https://shop.test/done',
        cancelUrl: 'https://shop.test/cart',
      },
    });
  const answers = await twelve(() => open(shop.apiKey));
  expect(new Set(answers.map(brief)).size).toBe(1);
  expect(brief(await open(shop.apiKey, '3501'))).toBe('422 idempotency_key_reused');
  expect((await open(other.apiKey)).result.id).not.toBe(answers[0]?.result.id);
});

test.each<[string, string | undefined]>([
  ['no key', undefined],
  ['a key of seven characters', '1234567'],
  ['a key of 129 characters', 'k'.repeat(129)],
])('%s is refused', async (_, key) => {
  const response = await fetch(`${lab.system.server.url}/api/payments`, {
    method: 'POST',
    headers: {
      cookie: payer.cookieHeader(),
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({
      kind: 'top_up',
      amount: '100',
      currency: 'CNY',
      method: { type: 'card', id: card.id },
      paymentPassword: '246810',
    }),
  });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    400,
    'idempotency_key_required',
  ]);
});

test('a key is still known when the server was killed and started again', async () => {
  const key = randomUUID();
  const first = await payer.transferTo(payee, '1000', { type: 'balance' }, {}, key);
  await lab.system.server.kill();
  await lab.system.restartServer();
  expect(brief(await payer.transferTo(payee, '1000', { type: 'balance' }, {}, key))).toBe(brief(first));
  expect(await payee.money()).toBe('1000+0');
});
