import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as checkout from '../../contract/checkout.ts';
import { cancelPayment } from '../../contract/payments.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { paymentIn, type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let buyer: TestCustomer;
let shop: { merchantId: string; apiKey: string };
beforeAll(async () => {
  lab = await startPayments();
  shop = await lab.merchant('云朵咖啡');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  buyer = await lab.richCustomer('10000');
});

const balance = { type: 'balance' } as const;
const buy = (who: TestCustomer, session: checkout.CheckoutSession, change = {}, method: object = balance) =>
  who.pay('purchase', method as typeof balance, session.amount, { checkoutSessionId: session.id, ...change });
const asMerchant = (apiKey: string) => ({ headers: { authorization: `Bearer ${apiKey}` } });
const seenByShop = (id: string, apiKey = shop.apiKey) =>
  new ApiClient(lab.system.server.url).send(checkout.getMerchantCheckoutSession, {
    params: { id },
    ...asMerchant(apiKey),
  });
const merchantBalance = async () =>
  (
    await lab.db.query<{ balance: bigint }>(
      'select coalesce(sum(credits_posted - debits_posted), 0) as balance from ledger.account where owner_id = $1',
      [shop.merchantId],
    )
  )[0]?.balance as bigint;

const expire = (id: string, apiKey = shop.apiKey) =>
  new ApiClient(lab.system.server.url).send(checkout.expireCheckoutSession, {
    params: { id },
    ...asMerchant(apiKey),
  });

test('an order its merchant ends can’t be paid; one paid or being paid is not ended, whoever is first', async () => {
  const session = await lab.openSession(shop.apiKey, '3500');
  const other = await lab.merchant('别家');
  expect((await expire(session.id, other.apiKey)).problem?.code).toBe('not_found');
  expect((await expire(session.id)).result).toMatchObject({ id: session.id, status: 'expired' });
  expect((await expire(session.id)).result).toMatchObject({ status: 'expired' });
  expect((await buy(buyer, session)).problem?.code).toBe('payment_not_payable');

  const challenged = await lab.openSession(shop.apiKey, '100');
  const card = await buyer.addCard('4000002760003184');
  expect((await buy(buyer, challenged, {}, card)).result.status).toBe('requires_action');
  expect((await expire(challenged.id)).problem?.code).toBe('payment_in_progress');

  for (let turn = 0; turn < 4; turn++) {
    const before = BigInt((await buyer.money()).split('+')[0] as string);
    const raced = await lab.openSession(shop.apiKey, '100');
    const [paid, ended] = await Promise.all([buy(buyer, raced), expire(raced.id)]);
    const answers = [paid, ended].map(({ problem }) => problem?.code ?? 'done');
    expect(answers.toSorted()).toEqual(['done', 'payment_not_payable']);
    const after = BigInt((await buyer.money()).split('+')[0] as string);
    expect(before - after).toBe(paid.problem === undefined ? 100n : 0n);
  }
  expect(await buyer.money()).toMatch(/^\d+\+0$/);
});

test('an order is opened, shown, paid, and then paid for the shop as well', async () => {
  const session = await lab.openSession(shop.apiKey, '3500');
  expect(session).toMatchObject({ status: 'open', amount: '3500', merchantName: '云朵咖啡' });
  const shown = await buyer.call(checkout.getCheckoutSession, { params: { id: session.id } });
  expect(shown).toMatchObject({ session: { id: session.id, lines: session.lines } });
  expect(shown.payment).toBeUndefined();
  const before = await merchantBalance();
  const { status, result } = await buy(buyer, session);
  expect(status).toBe(201);
  expect(result).toMatchObject({
    kind: 'purchase',
    direction: 'out',
    note: session.reference,
    counterparty: { kind: 'merchant', name: { zh: '云朵咖啡' } },
  });
  expect((await merchantBalance()) - before).toBe(3500n);
  expect((await seenByShop(session.id)).result).toMatchObject({ status: 'paid', paymentId: result.id });
  expect(await buyer.money()).toBe('6500+0');
  const again = await buy(buyer, session);
  expect(again.problem?.code).toBe('payment_not_payable');
  expect(await buyer.money()).toBe('6500+0');
});

test('the amount of an order is the sum of its lines', async () => {
  const { result } = await new ApiClient(lab.system.server.url).send(checkout.createCheckoutSession, {
    ...asMerchant(shop.apiKey),
    body: {
      currency: 'CNY',
      reference: 'A 1',
      lines: [
        { name: '拿铁', quantity: 3, unitAmount: '3500' },
        { name: '可颂', quantity: 2, unitAmount: '1800' },
      ],
      successUrl: 'https://shop.test/done',
      cancelUrl: 'https://shop.test/cart',
    },
  });
  expect(result.amount).toBe('14100');
});

test.each<[string, Record<string, string>]>([
  ['no key', {}],
  ['a wrong key', { authorization: 'Bearer upk_nobody-has-this-key' }],
  ['another scheme', { authorization: 'Basic dXBrOnVwaw==' }],
])('%s opens and shows nothing', async (_, headers) => {
  const session = await lab.openSession(shop.apiKey, '3500');
  const client = new ApiClient(lab.system.server.url);
  const seen = await client.send(checkout.getMerchantCheckoutSession, {
    params: { id: session.id },
    headers,
  });
  expect(seen.problem).toMatchObject({ status: 401, code: 'api_key_invalid' });
  const opened = await client.send(checkout.createCheckoutSession, { headers, body: {} as never });
  expect(opened.problem).toMatchObject({ status: 401, code: 'api_key_invalid' });
});

test('a key that was revoked, and a customer’s session, are no merchant’s key', async () => {
  const closed = await lab.merchant('旧店');
  await lab.db.query('update payments.merchant_key set revoked_at = now() where merchant_id = $1', [
    closed.merchantId,
  ]);
  const session = await lab.openSession(shop.apiKey, '3500');
  expect((await seenByShop(session.id, closed.apiKey)).problem?.code).toBe('api_key_invalid');
  const asCustomer = await buyer.send(checkout.getMerchantCheckoutSession, { params: { id: session.id } });
  expect(asCustomer.problem?.code).toBe('api_key_invalid');
});

test('another shop’s order looks as if there were none', async () => {
  const other = await lab.merchant('山茶书店');
  const session = await lab.openSession(shop.apiKey, '3500');
  const [theirs, missing] = [
    await seenByShop(session.id, other.apiKey),
    await seenByShop(randomUUID(), other.apiKey),
  ];
  expect({ ...theirs.problem, requestId: '' }).toEqual({ ...missing.problem, requestId: '' });
  expect(theirs.problem).toMatchObject({ status: 404, code: 'not_found' });
});

test.each([
  ['a lower amount', { amount: '1' }],
  ['a higher amount', { amount: '3501' }],
  ['another currency', { currency: 'USD' }],
])('%s than the order’s is refused and asks for a new confirmation', async (_, change) => {
  const session = await lab.openSession(shop.apiKey, '3500');
  expect((await buy(buyer, session, change)).problem).toMatchObject({ status: 409, code: 'payment_changed' });
  expect(await buyer.money()).toBe('10000+0');
});

test('an order that does not exist is not found', async () => {
  const answer = await buyer.pay('purchase', balance, '3500', { checkoutSessionId: randomUUID() });
  expect(answer.problem).toMatchObject({ status: 404, code: 'not_found' });
});

test('customers race for one order: one pays, and nobody else', async () => {
  const rivals = await Promise.all(Array.from({ length: 5 }, () => lab.richCustomer('10000')));
  const session = await lab.openSession(shop.apiKey, '3500');
  const before = await merchantBalance();
  const answers = await Promise.all([...rivals, ...rivals].map((rival) => buy(rival, session)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { problem } of answers.filter(({ status }) => status !== 201))
    expect(['payment_in_progress', 'payment_not_payable']).toContain(problem?.code);
  const money = await Promise.all(rivals.map((rival) => rival.money()));
  expect(money.toSorted()).toEqual(['10000+0', '10000+0', '10000+0', '10000+0', '6500+0']);
  expect((await merchantBalance()) - before).toBe(3500n);
});

test('while one customer’s bank thinks, another does not pay the same order; once it has refused, they may', async () => {
  const session = await lab.openSession(shop.apiKey, '3500');
  const slow = await lab.customer('李明');
  const account = await slow.addBankAccount('000888888811');
  const { status, result } = await buy(slow, session, {}, account);
  expect(status).toBe(202);
  expect((await buy(buyer, session)).problem?.code).toBe('payment_in_progress');
  expect((await buy(slow, session, {}, account)).problem?.code).toBe('payment_in_progress');
  expect((await slow.settled(result.id)).failure?.code).toBe('account_blocked');
  expect((await buy(buyer, session)).status).toBe(201);
});

test('a customer has one payment an order, and tries it again with another method', async () => {
  const session = await lab.openSession(shop.apiKey, '20000');
  const first = await buy(buyer, session);
  expect(first.problem).toMatchObject({ code: 'insufficient_balance' });
  const card = await buyer.addCard('4242424242424242');
  const second = await buy(buyer, session, {}, card);
  expect(second.result).toMatchObject({ id: paymentIn(first.problem).id, status: 'succeeded' });
  expect((await buyer.detail(second.result.id)).attempts).toHaveLength(2);
  expect(await buyer.money()).toBe('10000+0');
});

test('a payment given up at checkout does not bar the order: it is paid by another one, once', async () => {
  const session = await lab.openSession(shop.apiKey, '20000');
  const givenUp = paymentIn((await buy(buyer, session)).problem);
  await buyer.call(cancelPayment, { params: { id: givenUp.id } });
  const card = await buyer.addCard('4242424242424242');
  const both = await Promise.all([buy(buyer, session, {}, card), buy(buyer, session, {}, card)]);
  const paid = both.find(({ status }) => status === 201);
  expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(paid?.result.id).not.toBe(givenUp.id);
  const seen = await buyer.call(checkout.getCheckoutSession, { params: { id: session.id } });
  expect(seen).toMatchObject({ session: { status: 'paid' }, payment: { id: paid?.result.id } });
});

test('an order that has expired says so and is not paid', async () => {
  const session = await lab.openSession(shop.apiKey, '3500');
  await lab.db.query(
    "update payments.checkout_session set expires_at = now() - interval '1 second' where id = $1",
    [session.id],
  );
  expect((await buy(buyer, session)).problem?.code).toBe('payment_not_payable');
  expect((await seenByShop(session.id)).result.status).toBe('expired');
  expect(await buyer.money()).toBe('10000+0');
});

test('prices above what one amount may be are refused', async () => {
  const client = new ApiClient(lab.system.server.url);
  const { problem } = await client.send(checkout.createCheckoutSession, {
    ...asMerchant(shop.apiKey),
    body: {
      currency: 'CNY',
      reference: 'A 1',
      lines: [{ name: '金条', quantity: 999, unitAmount: '1000000000000' }],
      successUrl: 'https://shop.test/done',
      cancelUrl: 'https://shop.test/cart',
    },
  });
  expect(problem?.code).toBe('amount_limit_exceeded');
});

test.each(['javascript:alert(1)', 'not a url', 'data:text/html,x'])(
  'an order that leads to %s is refused',
  async (url) => {
    const client = new ApiClient(lab.system.server.url);
    const { problem } = await client.send(checkout.createCheckoutSession, {
      ...asMerchant(shop.apiKey),
      body: {
        currency: 'CNY',
        reference: 'A 1',
        lines: [{ name: '拿铁', quantity: 1, unitAmount: '3500' }],
        successUrl: url,
        cancelUrl: 'https://shop.test/cart',
      },
    });
    expect(problem?.code).toBe('invalid_request');
  },
);

test('a withdrawal holds the amount, and pays out or gives it back', async () => {
  const settles = await buyer.addBankAccount('000123456789');
  expect((await buyer.pay('withdrawal', settles, '1000')).result).toMatchObject({
    status: 'succeeded',
    direction: 'out',
  });
  expect(await buyer.money()).toBe('9000+0');
  const later = await buyer.addBankAccount('000888888810');
  const rejected = await buyer.addBankAccount('000888888811');
  const [one, other] = await Promise.all([
    buyer.pay('withdrawal', later, '2000'),
    buyer.pay('withdrawal', rejected, '3000'),
  ]);
  expect([one.status, other.status]).toEqual([202, 202]);
  expect(await buyer.money()).toBe('4000+5000');
  // What is held cannot be spent.
  expect((await buyer.pay('withdrawal', settles, '4001')).problem?.code).toBe('insufficient_balance');
  expect((await buyer.settled(one.result.id)).status).toBe('succeeded');
  expect((await buyer.settled(other.result.id)).failure?.code).toBe('account_blocked');
  expect(await buyer.money()).toBe('7000+0');
});

test('a withdrawal goes to a bank account only, and nothing is topped up from the balance', async () => {
  const card = await buyer.addCard('4242424242424242');
  for (const [kind, method] of [
    ['withdrawal', card],
    ['withdrawal', balance],
    ['top_up', balance],
  ] as const)
    expect((await buyer.pay(kind, method, '1000')).problem?.code).toBe('transaction_not_allowed');
  expect(await buyer.money()).toBe('10000+0');
});
