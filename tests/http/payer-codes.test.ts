import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCheckoutSession, getMerchantCheckoutSession } from '../../contract/checkout.ts';
import * as codes from '../../contract/payer-codes.ts';
import { setSmallPayments } from '../../contract/payment-settings.ts';
import { logOut } from '../../contract/identity.ts';
import {
  paymentIn,
  paymentPassword,
  type PaymentsLab,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';

let lab: PaymentsLab;
let shop: { merchantId: string; apiKey: string };
beforeAll(async () => {
  lab = await startPayments();
  shop = await lab.merchant('云朵咖啡');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

type Limit = '0' | '10000' | '20000' | '50000' | '100000';
/** A customer with money and a limit for small payments. */
async function payer(limit: Limit = '20000', amount = '1000000'): Promise<TestCustomer> {
  const customer = await lab.richCustomer(amount);
  await customer.call(setSmallPayments, { body: { limit, paymentPassword } });
  return customer;
}
const show = async (customer: TestCustomer) => (await customer.call(codes.createPayerCode)).code;
const scan = (
  payerCode: string,
  amount: string,
  idempotencyKey: string = randomUUID(),
  apiKey = shop.apiKey,
) =>
  lab.asMerchant(apiKey, codes.payByPayerCode, {
    body: {
      payerCode,
      currency: 'CNY',
      reference: 'T-1',
      lines: [{ name: '拿铁', quantity: 1, unitAmount: amount }],
    },
    idempotencyKey,
  });
const confirm = (customer: TestCustomer, session: { id: string; amount: string }, more = {}) =>
  customer.pay('purchase', { type: 'balance' }, session.amount, { checkoutSessionId: session.id, ...more });
const withoutPassword = { paymentPassword: undefined };

test('a small payment by a scanned code goes through at once, once, and the code is used up', async () => {
  const customer = await payer();
  const code = await show(customer);
  expect(code).toMatch(/^80\d{16}$/);
  const key = randomUUID();
  const answers = await Promise.all([1, 2, 3].map(() => scan(code, '3500', key)));
  for (const { status, result } of answers) {
    expect(status).toBe(201);
    expect(result).toMatchObject({
      status: 'paid',
      outcome: 'paid',
      amount: '3500',
      paymentId: expect.any(String),
    });
  }
  expect(new Set(answers.map(({ result }) => result.id)).size).toBe(1);
  expect(await customer.money()).toBe('996500+0');
  expect((await scan(code, '3500')).problem?.code).toBe('payer_code_used');
  expect((await scan(code, '3600', key)).problem?.code).toBe('idempotency_key_reused');
  const kept = await lab.db.query<{ row: string }>('select payer_code::text as row from payments.payer_code');
  expect(kept.some(({ row }) => row.includes(code))).toBe(false);
});

test('scanned at two tills at once, a code pays one of them', async () => {
  const customer = await payer();
  const code = await show(customer);
  const answers = await Promise.all([1, 2, 3, 4].map(() => scan(code, '1000')));
  expect(answers.map(({ problem }) => problem?.code ?? 'paid').toSorted()).toEqual([
    'paid',
    ...Array(3).fill('payer_code_used'),
  ]);
  expect(await customer.money()).toBe('999000+0');
});

test('what is no code, is forged or is too old is told apart, and nothing moves', async () => {
  const customer = await payer();
  const code = await show(customer);
  const slip = code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);
  for (const wrong of [slip, '800000000000000000', '281234567890123456', '123456'])
    expect((await scan(wrong, '1000')).problem?.code).toBe('payer_code_invalid');
  await lab.db.query("update payments.payer_code set expires_at = now() - interval '1 second'");
  expect((await scan(code, '1000')).problem?.code).toBe('payer_code_expired');
  const later = await show(customer);
  await customer.call(logOut);
  expect((await scan(later, '1000')).problem?.code).toBe('payer_code_expired');
  expect((await scan(later, '1000', randomUUID(), 'upk_nobody_12345678')).problem?.code).toBe(
    'api_key_invalid',
  );
});

test('above the customer’s own limit it waits for the payment password, theirs alone, bound to amount and payee', async () => {
  const customer = await payer('10000');
  const { result } = await scan(await show(customer), '10001');
  expect(result).toMatchObject({ status: 'open', outcome: 'waiting_for_payer' });
  expect(await customer.money()).toBe('1000000+0');
  const { sessions } = await customer.call(codes.listWaitingCheckouts);
  expect(sessions.map(({ id }) => id)).toEqual([result.id]);

  const other = await lab.richCustomer('100000');
  expect((await other.send(getCheckoutSession, { params: { id: result.id } })).problem?.code).toBe(
    'not_found',
  );
  expect((await confirm(other, result)).problem?.code).toBe('not_found');
  expect((await confirm(customer, result, withoutPassword)).problem?.code).toBe('payment_password_required');
  expect((await confirm(customer, { ...result, amount: '10002' })).problem?.code).toBe('payment_changed');
  const elsewhere = { confirmed: { amount: '10001', payee: '别家' } };
  expect((await confirm(customer, result, elsewhere)).problem?.code).toBe('payment_changed');

  const seen = { confirmed: { amount: '10001', payee: '云朵咖啡' } };
  expect((await confirm(customer, result, seen)).result).toMatchObject({ status: 'succeeded' });
  const params = { id: result.id };
  expect((await lab.asMerchant(shop.apiKey, getMerchantCheckoutSession, { params })).result).toMatchObject({
    status: 'paid',
  });
  expect((await customer.call(codes.listWaitingCheckouts)).sessions).toEqual([]);
  expect(await customer.money()).toBe('989999+0');
});

test('by codes alone 1,000 yuan a day, with the payment password 5,000, and what fails does not count', async () => {
  const customer = await payer('50000');
  for (const amount of ['40000', '40000', '20000'])
    expect((await scan(await show(customer), amount)).result.outcome).toBe('paid');
  const asked = (await scan(await show(customer), '100')).result;
  expect(asked.outcome).toBe('waiting_for_payer');
  expect((await confirm(customer, asked)).status).toBe(201);

  const much = (await scan(await show(customer), '390000')).result;
  const declined = await customer.addCard('4000000000009995');
  const refused = await customer.pay('purchase', declined, '390000', { checkoutSessionId: much.id });
  expect(refused.problem?.code).toBe('insufficient_funds');
  // 399,900 are left of the day's 500,000.
  const above = await confirm(customer, (await scan(await show(customer), '400000')).result);
  expect(above.problem?.code).toBe('amount_limit_exceeded');
  const attempt = (await customer.detail(paymentIn(above.problem).id)).attempts.at(-1);
  expect(attempt?.trace.find(({ check }) => check === 'limits')).toMatchObject({
    result: 'failed',
    evidence: { limit: 'payer_code_per_day', remaining: '399900' },
  });
  const rest = (await scan(await show(customer), '399900')).result;
  expect((await confirm(customer, rest)).status).toBe(201);
  // What is not paid by a code is not held to it.
  expect((await customer.transferTo(await lab.customer(), '20000')).status).toBe(201);
});

test('a payer who cannot pay at once finds the order in their wallet and pays it in another way', async () => {
  const customer = await payer('20000', '100');
  const { result } = await scan(await show(customer), '5000');
  // The stored card is charged, since the balance does not cover it.
  expect(result.outcome).toBe('paid');
  const poor = await lab.customer();
  await poor.call(setSmallPayments, { body: { limit: '20000', paymentPassword } });
  const { result: unpaid } = await scan(await show(poor), '5000');
  expect(unpaid.outcome).toBe('waiting_for_payer');
  const { payment } = await poor.call(getCheckoutSession, { params: { id: unpaid.id } });
  expect(payment).toMatchObject({
    status: 'requires_payment_method',
    failure: { code: 'insufficient_balance' },
  });
  const card = await poor.addCard('4242424242424242');
  expect((await poor.tryAgain(payment?.id as string, card)).result).toMatchObject({ status: 'succeeded' });
});

test('a merchant’s static code: the customer enters the amount; 500 yuan a day, however proven', async () => {
  const customer = await payer();
  const first = (await lab.asMerchant(shop.apiKey, codes.makeReceiveCode, { body: {} })).result;
  expect((await lab.asMerchant(shop.apiKey, codes.makeReceiveCode, { body: {} })).result).toEqual(first);
  const params = { code: first.code };
  expect(await customer.call(codes.getReceiveCode, { params })).toMatchObject({
    merchantName: '云朵咖啡',
    leftToday: '50000',
  });
  const open = (amount: string) =>
    customer.call(codes.openReceiveCode, { params, body: { amount, currency: 'CNY' } });
  const paid = await confirm(customer, await open('30000'));
  expect(paid.result).toMatchObject({ status: 'succeeded', counterparty: { name: { zh: '云朵咖啡' } } });
  expect(traceOf((await customer.detail(paid.result.id)).attempts[0])).toContain('limits passed');
  expect((await confirm(customer, await open('20001'))).problem?.code).toBe('amount_limit_exceeded');
  expect((await confirm(customer, await open('20000'))).status).toBe(201);
  expect(await customer.call(codes.getReceiveCode, { params })).toMatchObject({ leftToday: '0' });

  const next = (await lab.asMerchant(shop.apiKey, codes.makeReceiveCode, { body: { replace: true } })).result;
  expect(next.code).not.toBe(first.code);
  expect((await customer.send(codes.getReceiveCode, { params })).problem?.code).toBe('not_found');
});

test('several payments by code of one customer at once stay within the day’s cap', async () => {
  const customer = await payer();
  const { code } = (await lab.asMerchant(shop.apiKey, codes.makeReceiveCode, { body: {} })).result;
  const sessions = await Promise.all(
    Array.from({ length: 8 }, () =>
      customer.call(codes.openReceiveCode, { params: { code }, body: { amount: '10000', currency: 'CNY' } }),
    ),
  );
  const answers = await Promise.all(sessions.map((session) => confirm(customer, session)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  expect(await customer.money()).toBe('950000+0');
});
