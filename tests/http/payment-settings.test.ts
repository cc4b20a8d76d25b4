import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCheckoutSession } from '../../contract/checkout.ts';
import { startRegistration, completeRegistration } from '../../contract/identity.ts';
import * as settings from '../../contract/payment-settings.ts';
import * as contract from '../../contract/payments.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { mostUnprovenADay } from '../../server/payments/small-payments.ts';
import {
  paymentPassword,
  type PaymentsLab,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
beforeAll(async () => {
  lab = await startPayments();
  payee = await lab.customer('李明');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  payer = await lab.richCustomer('1000000');
  await lab.db.query(
    "update identity.customer set registered_at = registered_at - interval '2 hours' where id = $1",
    [payer.customer.id],
  );
  await lab.db.query('insert into payments.known_payee values ($1, $2, now())', [
    payer.customer.id,
    payee.customer.id,
  ]);
});

const allow = (limit: (typeof settings.smallPaymentLimits)[number], password = paymentPassword) =>
  payer.send(settings.setSmallPayments, { body: { limit, paymentPassword: password } });
/** A transfer without the payment password. */
const unproven = (amount: string, more: Record<string, unknown> = {}, key?: string) =>
  payer.transferTo(payee, amount, { type: 'balance' }, { paymentPassword: undefined, ...more }, key);

test('methods are offered in the customer’s order, the first is the default, and the next one follows a removed one', async () => {
  const [one] = await payer.call(contract.listPaymentMethods).then(({ methods }) => methods);
  const two = await payer.addCard('5555555555554444');
  const three = await payer.addBankAccount('000123456789');
  const ids = async () => (await payer.call(contract.listPaymentMethods)).methods.map(({ id }) => id);
  expect(await ids()).toEqual([one?.id, three.id, two.id]);
  const order = [three.id, one?.id as string, two.id];
  const { methods } = await payer.call(settings.orderPaymentMethods, {
    body: { balanceFirst: false, ids: order },
  });
  expect(methods.map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [three.id, true],
    [one?.id, false],
    [two.id, false],
  ]);
  expect(await payer.call(settings.getPaymentSettings)).toMatchObject({ balanceFirst: false });
  await payer.call(contract.removePaymentMethod, { params: { id: three.id } });
  const left = (await payer.call(contract.listPaymentMethods)).methods;
  expect(left.map(({ id, isDefault }) => [id, isDefault])).toEqual([
    [one?.id, true],
    [two.id, false],
  ]);
  for (const wrong of [[one?.id], [one?.id, one?.id], [one?.id, three.id], []]) {
    const body = { balanceFirst: true, ids: wrong as string[] };
    expect((await payer.send(settings.orderPaymentMethods, { body })).problem?.code).toBe('conflict');
  }
  expect(await payer.call(settings.getPaymentSettings)).toMatchObject({ balanceFirst: false });
});

test('without the payment password nothing goes until the customer has allowed it, and then up to their limit', async () => {
  const key = randomUUID();
  expect((await unproven('100', {}, key)).problem).toMatchObject({
    status: 403,
    code: 'payment_password_required',
  });
  expect((await payer.call(contract.listPayments, { query: { limit: 100 } })).payments).toHaveLength(1);
  expect((await allow('20000')).result).toMatchObject({ smallPayments: { limit: '20000' } });
  const paid = await unproven('20000');
  expect(paid.status).toBe(201);
  const detail = await payer.detail(paid.result.id);
  expect(traceOf(detail.attempts[0])).toContain('payment_password skipped');
  expect((await unproven('20001')).problem?.code).toBe('payment_password_required');
  // The password that was asked for goes under the same key, as the same request.
  expect((await payer.transferTo(payee, '100', { type: 'balance' }, {}, key)).status).toBe(201);
  const { smallPayments } = await payer.call(settings.getPaymentSettings);
  expect(smallPayments.leftToday).toEqual({ amount: String(mostUnprovenADay - 20_000n), count: 19 });
  expect(await payer.money()).toBe('979900+0');
});

test('setting it needs the payment password, whose wrong guesses count; the limit is capped', async () => {
  expect((await allow('50000', '135790')).problem).toMatchObject({
    code: 'incorrect_payment_password',
    triesLeft: 4,
  });
  expect((await unproven('100')).problem?.code).toBe('payment_password_required');
  expect((await allow('99999999' as '0')).problem?.code).toBe('invalid_request');
  await allow('50000');
  expect((await unproven('100')).status).toBe(201);
  await allow('0');
  expect((await unproven('100')).problem?.code).toBe('payment_password_required');
});

test('risk still asks for it: for somebody new, and on a new account', async () => {
  await allow('100000');
  const stranger = await lab.customer('赵云');
  const send = (to: TestCustomer, amount: string) =>
    payer.transferTo(to, amount, { type: 'balance' }, { paymentPassword: undefined });
  expect((await send(stranger, '20000')).problem?.code).toBe('payment_password_required');
  expect((await send(stranger, '19999')).status).toBe(201);
  await lab.db.query('update identity.customer set registered_at = now() where id = $1', [payer.customer.id]);
  expect((await send(payee, '50000')).problem?.code).toBe('payment_password_required');
  expect((await send(payee, '49999')).status).toBe(201);
});

test('what goes without it is counted per day, also when many are sent at once', async () => {
  await allow('50000');
  const answers = await Promise.all(Array.from({ length: 12 }, () => unproven('50000')));
  const paid = answers.filter(({ status }) => status === 201);
  expect(BigInt(paid.length) * 50_000n).toBe(mostUnprovenADay);
  for (const { problem } of answers.filter(({ status }) => status !== 201))
    expect(problem?.code).toBe('payment_password_required');
  expect((await unproven('1')).problem?.code).toBe('payment_password_required');
  expect((await payer.transferTo(payee, '50000')).status).toBe(201);
  expect(await payer.money()).toBe('750000+0');
});

test('what is not paid in passing always needs it', async () => {
  await allow('100000');
  const account = await payer.addBankAccount('000123456789');
  for (const kind of ['withdrawal', 'top_up'] as const)
    expect((await payer.pay(kind, account, '100', { paymentPassword: undefined })).problem?.code).toBe(
      'payment_password_required',
    );
});

test('a confirmation is worth what was shown: another amount or payee and it is void', async () => {
  const confirm = (amount: string, name: string) =>
    payer.transferTo(payee, '500', { type: 'balance' }, { confirmed: { amount, payee: name } });
  const shown = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  expect((await confirm('400', shown.maskedName)).problem).toMatchObject({
    status: 409,
    code: 'payment_changed',
  });
  await lab.db.query('update identity.customer set name = $2 where phone = $1', [
    '+86' + payee.phone,
    '赵大鹏',
  ]);
  expect((await confirm('500', shown.maskedName)).problem?.code).toBe('payment_changed');
  const now = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  expect((await confirm('500', now.maskedName)).status).toBe(201);
  expect(await payer.money()).toBe('999500+0');
});

test('names with characters that hide or turn text are refused wherever a name enters', async () => {
  const { apiKey } = await lab.merchant('云朵咖啡');
  const api = new ApiClient(lab.system.server.url);
  const challenge = await api.call(startRegistration, {
    body: { phone: `136${Math.floor(10_000_000 + Math.random() * 89_999_999)}`, language: 'zh' },
  });
  for (const hidden of ['\u202e', '\u200b', '\u0007', '\u{e0041}', '\u2066', '\ufeff']) {
    const name = `王${hidden}芳`;
    const card = {
      number: '4242424242424242',
      expiryMonth: 12,
      expiryYear: 2034,
      cvc: '123',
      holderName: name,
    };
    const session = (line: string, reference: string) => ({
      headers: { authorization: `Bearer ${apiKey}` },
      body: {
        currency: 'CNY' as const,
        reference,
        lines: [{ name: line, quantity: 1, unitAmount: '100' }],
        successUrl: 'https://shop.test/done',
        cancelUrl: 'https://shop.test/cart',
      },
    });
    const answers = await Promise.all([
      api.send(completeRegistration, {
        params: { id: challenge.id },
        body: { code: '000000', name, password: 'Kestrel over the harbour 7' },
      }),
      payer.send(contract.addCard, { body: card }),
      payer.send(contract.addBankAccount, { body: { accountNumber: '000123456789', holderName: name } }),
      api.send(createCheckoutSession, session(name, 'order')),
      api.send(createCheckoutSession, session('拿铁', name)),
    ]);
    expect(answers.map(({ problem }) => problem?.fields?.[0]?.message)).toEqual(
      answers.map(() => 'hidden_characters'),
    );
  }
});
