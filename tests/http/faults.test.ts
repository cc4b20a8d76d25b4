import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PaymentMethod } from '../../contract/payments.ts';
import { type PaymentsLab, startPayments, TestCustomer, traceOf } from '../support/payments.ts';
import { startServer } from '../support/server.ts';

let lab: PaymentsLab;
let customer: TestCustomer;
let card: PaymentMethod;
let account: PaymentMethod;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  customer = await lab.richCustomer('5000');
  [card, account] = await Promise.all([
    customer.addCard('4242424242424242'),
    customer.addBankAccount('000123456789'),
  ]);
});
afterEach(() => lab.system.sandbox.clearFaults());

const lastAttempt = async (id: string) => (await customer.detail(id)).attempts.at(-1);

/** Pays while a fault strikes once. */
async function payWith(
  fault: Parameters<typeof lab.system.sandbox.setFault>[0],
  ...payment: Parameters<TestCustomer['pay']>
) {
  await lab.system.sandbox.setFault(fault);
  const { status, result } = await customer.pay(...payment);
  return { status, payment: result };
}

/** Whether the outside world took the money of an attempt, as it stands there. */
async function outside(id: string, kind: 'card/charges' | 'bank/debits' | 'bank/payouts' = 'card/charges') {
  const attempt = await lastAttempt(id);
  return (await lab.outside('GET', `/${kind}/${attempt?.id}`)).body.status ?? 'unknown';
}

test.each(['drop_before', 'refuse', 'error'] as const)(
  '%s: not processed outside; processing under a hold, then reversed by the inquiry',
  async (fault) => {
    const { status, payment } = await payWith({ operation: 'card.charge', fault }, 'top_up', card, '1000');
    expect({ status, payment: payment.status, moved: payment.moneyMoved }).toEqual({
      status: 202,
      payment: 'processing',
      moved: 'held',
    });
    await sleep(700);
    const settled = await customer.inquire(payment.id);
    expect(settled).toMatchObject({
      status: 'requires_payment_method',
      failure: { code: 'network_unreachable', next: 'retry', remedies: ['retry', 'other_method'] },
      moneyMoved: 'no',
    });
    expect(traceOf(settled.attempts[0]).at(-1)).toBe('rail failed');
    expect(await customer.money()).toBe('5000+0');

    // The request that was lost arrives after all: the reversal came first, and no money is taken.
    const [method] = await lab.db.query<{ token: string }>(
      'select token from payments.method where id = $1',
      [card.id],
    );
    const late = await lab.outside('POST', '/card/charges', {
      reference: settled.attempts[0]?.id,
      token: method?.token,
      amount: '1000',
      currency: 'CNY',
      capture: true,
      merchantName: 'UPay',
      description: 'top_up',
    });
    expect(late).toMatchObject({ status: 409, body: { error: { code: '94' } } });
    expect(await outside(payment.id)).toBe('voided');
    expect(await customer.money()).toBe('5000+0');
  },
);

test('drop_after: processed outside; the inquiry finds it and credits it once', async () => {
  const { status, payment } = await payWith(
    { operation: 'card.charge', fault: 'drop_after' },
    'top_up',
    card,
    '1000',
  );
  // The callback may come before the server has noticed that the answer will not.
  expect([201, 202]).toContain(status);
  const found = await Promise.all(Array.from({ length: 10 }, () => customer.inquire(payment.id)));
  expect(found.map((each) => each.status)).toEqual(Array(10).fill('succeeded'));
  expect(await customer.money()).toBe('6000+0');
});

test('slow, asked about after it was processed: succeeded', async () => {
  const { payment } = await payWith(
    { operation: 'card.charge', fault: 'slow', delayMs: 1_500 },
    'top_up',
    card,
    '1000',
  );
  expect(payment).toMatchObject({ status: 'processing' });
  while ((await outside(payment.id)) === 'unknown') await sleep(50);
  expect(await customer.inquire(payment.id)).toMatchObject({ status: 'succeeded' });
  expect(await customer.money()).toBe('6000+0');
});

test('slow, asked about before it was processed: reversed, and then it is too late for it', async () => {
  const processedAt = Date.now() + 3_000;
  const fault = { operation: 'card.charge', fault: 'slow', delayMs: 3_000 } as const;
  const { payment } = await payWith(fault, 'top_up', card, '1000');
  await sleep(100);
  expect(await customer.inquire(payment.id)).toMatchObject({ failure: { code: 'network_unreachable' } });
  await sleep(processedAt + 500 - Date.now());
  expect(await outside(payment.id)).toBe('voided');
  expect(await customer.money()).toBe('5000+0');
});

test('an inquiry that comes while the request may still be on its way decides nothing', async () => {
  // Another node, which is more patient with the rail.
  const { database, sandbox } = lab.system;
  const patient = { UPAY_RAIL_TIMEOUT: '15000', UPAY_RATE_LIMIT_FACTOR: '1000' };
  const node = await startServer({ databaseUrl: database.serverUrl, sandbox, env: patient });
  const there = new TestCustomer(node.url);
  for (const [name, value] of customer.cookies) there.cookies.set(name, value);
  await sandbox.setFault({ operation: 'card.charge', fault: 'slow', delayMs: 2_000 });
  const paying = there.pay('top_up', card, '1000');
  const underWay = () =>
    lab.db.query<{ id: string }>(
      "select id from payments.payment where customer_id = $1 and status = 'processing'",
      [customer.customer.id],
    );
  while ((await underWay()).length === 0) await sleep(20);
  const [{ id } = { id: '' }] = await underWay();
  expect(await there.inquire(id)).toMatchObject({ status: 'processing', moneyMoved: 'held' });
  expect((await paying).status).toBe(201);
  expect(await customer.money()).toBe('6000+0');
  await node.stop();
});

test('what nobody asks about, the job settles', async () => {
  const made = [];
  for (const [operation, fault, method] of [
    ['card.charge', 'drop_before', card],
    ['card.charge', 'error', card],
    ['bank.debit', 'drop_after', account],
  ] as const)
    made.push((await payWith({ operation, fault }, 'top_up', method, '1000')).payment.id);
  // An inquiry that fails itself is made again.
  await lab.system.sandbox.setFault({ operation: 'card.inquiry', fault: 'error' });
  const settled = await Promise.all(made.map((id) => customer.settled(id, 16_000)));
  expect(settled.map(({ failure, status }) => failure?.code ?? status)).toEqual([
    'network_unreachable',
    'network_unreachable',
    'succeeded',
  ]);
  expect(await customer.money()).toBe('6000+0');
});

test('a customer who keeps asking does not put off the job that asks', async () => {
  const never = await customer.addBankAccount('000000000009');
  const { result } = await customer.pay('top_up', never, '1000');
  for (let times = 0; times < 20; times++) await customer.inquire(result.id);
  const [job] = await lab.db.query<{ run_at: Date }>(
    'select run_at from graphile_worker.jobs where key = $1',
    [`inquire:${(await lastAttempt(result.id))?.id}`],
  );
  expect((job?.run_at.getTime() ?? Number.POSITIVE_INFINITY) - Date.now()).toBeLessThan(20_000);
});

test('the callback comes twice: credited once', async () => {
  const heardBefore = await callbacksHeard();
  const { status } = await payWith(
    { operation: 'card.charge', fault: 'duplicate_callback' },
    'top_up',
    card,
    '1000',
  );
  expect(status).toBe(201);
  while ((await callbacksHeard()) < heardBefore + 2) await sleep(20);
  expect(await customer.money()).toBe('6000+0');
});

test('the callback comes when everything is done: no second effect', async () => {
  const heardBefore = await callbacksHeard();
  const { status, payment } = await payWith(
    { operation: 'card.charge', fault: 'late_callback', delayMs: 400 },
    'top_up',
    card,
    '1000',
  );
  expect(status).toBe(201);
  while ((await callbacksHeard()) < heardBefore + 1) await sleep(20);
  expect(await customer.money()).toBe('6000+0');
  expect((await lastAttempt(payment.id))?.trace.at(-1)?.evidence).toMatchObject({
    source: 'answer',
    asked: 1,
  });
});

test('a payout without an answer keeps its hold until the bank is asked', async () => {
  const { status, payment } = await payWith(
    { operation: 'bank.payout', fault: 'error' },
    'withdrawal',
    account,
    '2000',
  );
  expect({ status, payment: payment.status }).toEqual({ status: 202, payment: 'processing' });
  expect(await customer.money()).toBe('3000+2000');
  // Whether it will still arrive is not guessed: it is sent again, as the same order, until the bank has told.
  await lab.system.sandbox.setFault({ operation: 'bank.payout', fault: 'error' });
  await sleep(700);
  expect(await customer.inquire(payment.id)).toMatchObject({ status: 'processing', moneyMoved: 'held' });
  expect(await customer.money()).toBe('3000+2000');
  const told = await Promise.all([customer.inquire(payment.id), customer.inquire(payment.id)]);
  expect(told.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  expect(await customer.money()).toBe('3000+0');
  expect(await outside(payment.id, 'bank/payouts')).toBe('settled');
});

test('asking again about what is still out is no news', async () => {
  const never = await customer.addBankAccount('000000000009');
  const { result } = await customer.pay('top_up', never, '1000');
  for (let times = 0; times < 3; times++) await customer.inquire(result.id);
  const told = await lab.db.query('select topic from platform.event where subject_id = $1', [result.id]);
  expect(told).toEqual([{ topic: 'payment.processing' }]);
});

test('a payout that went through without an answer leaves the wallet once', async () => {
  const { payment } = await payWith(
    { operation: 'bank.payout', fault: 'drop_after' },
    'withdrawal',
    account,
    '2000',
  );
  await Promise.all([customer.inquire(payment.id), customer.inquire(payment.id)]);
  expect(await customer.detail(payment.id)).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
  expect(await customer.money()).toBe('3000+0');
  expect(await outside(payment.id, 'bank/payouts')).toBe('settled');
});

/** How many callbacks the server has answered. */
async function callbacksHeard(): Promise<number> {
  const text = await (await fetch(`${lab.system.server.url}/metrics`)).text();
  const counted = text.matchAll(
    /_seconds_count\{[^}]*route="\/api\/rails\/sandbox\/callbacks"[^}]*\} (\d+)/g,
  );
  return [...counted].reduce((sum, [, count]) => sum + Number(count), 0);
}
