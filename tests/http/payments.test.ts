import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contract from '../../contract/payments.ts';
import { CustomerClient, codeReader } from '../../scripts/api-client.ts';
import { startSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem({ env: { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_RAIL_TIMEOUT: '700' } });
});
afterAll(() => system.stop());

const newPhone = () => `139${randomInt(10_000_000, 99_999_999)}`;

async function newCustomer(name = '王芳'): Promise<CustomerClient & { phone: string }> {
  const phone = newPhone();
  const client = new CustomerClient(system.server.url);
  await client.register(
    { phone, name, password: 'Kestrel over the harbour 7', paymentPassword: '246810' },
    codeReader(system.sandbox.url),
  );
  return Object.assign(client, { phone });
}

async function available(client: CustomerClient): Promise<{ available: string; held: string }> {
  const { balances } = await client.call(contract.getWallet);
  return { available: balances[0]?.available ?? '', held: balances[0]?.held ?? '' };
}

test('top up by card, then transfer: both sides see it and the money is right', async () => {
  const payer = await newCustomer();
  const payee = await newCustomer('李明');
  const card = await payer.addCard('4242 4242 4242 4242');
  expect((await payer.topUp(card, '10000')).status).toBe('succeeded');
  const transfer = await payer.transfer(payee.phone, '3500', '午饭');
  expect(transfer).toMatchObject({
    status: 'succeeded',
    moneyMoved: 'yes',
    direction: 'out',
    amount: '3500',
  });
  expect(await available(payer)).toEqual({ available: '6500', held: '0' });
  expect(await available(payee)).toEqual({ available: '3500', held: '0' });
  const received = await payee.call(contract.getPayment, { params: { id: transfer.id } });
  expect(received).toMatchObject({ direction: 'in', amount: '3500', note: '午饭', attempts: [] });
  const sent = await payer.call(contract.getPayment, { params: { id: transfer.id } });
  expect(sent.attempts[0]?.trace.map(({ check, result }) => `${check} ${result}`)).toEqual([
    'session passed',
    'limits passed',
    'payment_password passed',
    'risk passed',
    'funds passed',
    'rail passed',
  ]);
});

test('a payment that fails for want of balance is finished by topping up the shortfall, in one request', async () => {
  const payer = await newCustomer();
  const payee = await newCustomer();
  const card = await payer.addCard('4242424242424242');
  await payer.topUp(card, '1000');
  const { payeeId } = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  const refused = await payer.send(contract.createPayment, {
    body: {
      kind: 'transfer',
      payeeId,
      amount: '3500',
      currency: 'CNY',
      method: { type: 'balance' },
      paymentPassword: '246810',
    },
  });
  expect(refused).toMatchObject({ status: 402, problem: { code: 'insufficient_balance' } });
  const payment = refused.problem?.payment as contract.Payment;
  expect(payment).toMatchObject({ status: 'requires_payment_method', moneyMoved: 'no', shortfall: '2500' });
  expect(await available(payer)).toEqual({ available: '1000', held: '0' });

  const fixed = await payer.call(contract.topUpAndPay, {
    params: { id: payment.id },
    body: { method: { type: 'card', id: card.id }, paymentPassword: '246810', topUpAmount: '2500' },
  });
  expect(fixed.payment).toMatchObject({ id: payment.id, status: 'succeeded' });
  expect(await available(payer)).toEqual({ available: '0', held: '0' });
  expect(await available(payee)).toEqual({ available: '3500', held: '0' });
});

test('an answer that never comes leaves the payment processing under its hold, and the inquiry settles it once', async () => {
  const payer = await newCustomer();
  const card = await payer.addCard('4242424242424242');
  await system.sandbox.setFault({ operation: 'card.charge', fault: 'drop_after' });
  const { status, result } = await payer.send(contract.createPayment, {
    body: {
      kind: 'top_up',
      amount: '5000',
      currency: 'CNY',
      method: { type: 'card', id: card.id },
      paymentPassword: '246810',
    },
  });
  // The bank's callback may come before the inquiry; what the cut connection swallowed was only the answer.
  expect([201, 202]).toContain(status);
  expect(['processing', 'succeeded']).toContain(result.status);
  const settled = await payer.call(contract.inquirePayment, { params: { id: result.id } });
  expect(settled.status).toBe('succeeded');
  await payer.call(contract.inquirePayment, { params: { id: result.id } });
  expect(await available(payer)).toEqual({ available: '5000', held: '0' });
});

test('fifty spends of the whole balance at once: one goes through', async () => {
  const payer = await newCustomer();
  const payee = await newCustomer();
  await payer.topUp(await payer.addCard('4242424242424242'), '5000');
  const { payeeId } = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      payer.send(contract.createPayment, {
        body: {
          kind: 'transfer',
          payeeId,
          amount: '5000',
          currency: 'CNY',
          method: { type: 'balance' },
          paymentPassword: '246810',
        },
      }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ problem }) => problem?.code === 'insufficient_balance')).toHaveLength(49);
  expect(await available(payee)).toEqual({ available: '5000', held: '0' });
});

test('a key answers the same request the same way, also in parallel, and refuses another', async () => {
  const payer = await newCustomer();
  const payee = await newCustomer();
  await payer.topUp(await payer.addCard('4242424242424242'), '9000');
  const { payeeId } = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  const idempotencyKey = randomUUID();
  const body = {
    kind: 'transfer',
    payeeId,
    amount: '1000',
    currency: 'CNY',
    method: { type: 'balance' },
    paymentPassword: '246810',
  } as const;
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => payer.send(contract.createPayment, { body, idempotencyKey })),
  );
  expect(new Set(answers.map(({ status, result }) => `${status} ${result?.id}`)).size).toBe(1);
  const other = await payer.send(contract.createPayment, {
    body: { ...body, amount: '1001' },
    idempotencyKey,
  });
  expect(other).toMatchObject({ status: 422, problem: { code: 'idempotency_key_reused' } });
  expect(await available(payee)).toEqual({ available: '1000', held: '0' });
});
