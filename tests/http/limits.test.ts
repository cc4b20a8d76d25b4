import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setPaymentPassword } from '../../contract/identity.ts';
import { freezeMyAccount, getMyLocks } from '../../contract/recovery.ts';
import type { Problem } from '../../contract/problem.ts';
import { nextBusinessDay } from '../../server/payments/calendar.ts';
import {
  paymentIn,
  type PaymentsLab,
  RATE_LIMIT_FACTOR,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  [payer, payee] = await Promise.all([lab.richCustomer('5000000'), lab.customer('李明')]);
});

const wrong = { paymentPassword: '135790' };
const balance = { type: 'balance' } as const;

/** Says what the customer has sent today, as if they had. */
const haveSpent = (amount: string, count: number) =>
  lab.db.query(
    `insert into payments.spending (customer_id, currency, day, amount, count)
     values ($1, 'CNY', (now() at time zone 'Asia/Shanghai')::date, $2, $3)
     on conflict (customer_id, currency, day) do update set amount = $2, count = $3`,
    [payer.customer.id, amount, count],
  );
const spentToday = async () =>
  (
    await lab.db.query('select amount, count from payments.spending where customer_id = $1', [
      payer.customer.id,
    ])
  )[0];

/** The failed check of a refused payment, the checks around it and what it saw. */
async function failedCheck(problem: Problem | undefined) {
  const [attempt] = (await payer.detail(paymentIn(problem).id)).attempts;
  const failed = attempt?.trace.find(({ result }) => result === 'failed');
  return { trace: traceOf(attempt).join(', '), evidence: failed?.evidence };
}

test.each([
  ['transfer', '5000001', 'per_payment', '5000000'],
  ['top_up', '5000001', 'per_payment', '5000000'],
  ['withdrawal', '5000001', 'per_payment', '5000000'],
] as const)('a %s of %s is above the limit of one payment', async (kind, amount, limit, remaining) => {
  const method = kind === 'transfer' ? balance : await payer.addBankAccount('000123456789');
  const payeeId = await payer.payeeId(payee);
  const { status, problem } = await payer.pay(kind, method, amount, kind === 'transfer' ? { payeeId } : {});
  expect([status, problem?.code]).toEqual([402, 'amount_limit_exceeded']);
  expect(await failedCheck(problem)).toMatchObject({
    trace:
      'session passed, limits failed, payment_password skipped, risk skipped, funds skipped, rail skipped',
    evidence: { limit, remaining },
  });
  expect(await payer.money()).toBe('5000000+0');
});

test('a day’s sum is held to, to the last fen, and says when it begins anew', async () => {
  await haveSpent('19990000', 3);
  const over = await payer.transferTo(payee, '10001');
  expect(over.problem).toMatchObject({
    code: 'amount_limit_exceeded',
    retryAt: nextBusinessDay(new Date()).toISOString(),
  });
  expect(await failedCheck(over.problem)).toMatchObject({
    evidence: { limit: 'per_day', remaining: '10000' },
  });
  expect((await payer.transferTo(payee, '10000')).status).toBe(201);
  expect((await payer.transferTo(payee, '1')).problem?.code).toBe('amount_limit_exceeded');
  // Topping up one's own wallet is no spending.
  const card = await payer.addCard('4242424242424242');
  expect((await payer.pay('top_up', card, '1')).status).toBe(201);
});

test('a day’s number of payments is held to', async () => {
  // Five hundred, times the factor that the lab's server runs with.
  await haveSpent('0', 500 * RATE_LIMIT_FACTOR - 1);
  expect((await payer.transferTo(payee, '1')).status).toBe(201);
  const { problem } = await payer.transferTo(payee, '1');
  expect(problem).toMatchObject({ code: 'velocity_exceeded', retryAt: expect.any(String) });
  expect(paymentIn(problem).failure?.remedies).toEqual(['wait', 'other_method']);
});

test('many at once do not get past a limit together', async () => {
  await haveSpent('19995000', 3);
  const answers = await Promise.all(Array.from({ length: 20 }, () => payer.transferTo(payee, '1000')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  expect(answers.filter(({ problem }) => problem?.code === 'amount_limit_exceeded')).toHaveLength(15);
  expect(await spentToday()).toEqual({ amount: 20_000_000n, count: 8 });
});

test('yesterday’s payments do not count today', async () => {
  await lab.db.query(
    `insert into payments.spending (customer_id, currency, day, amount, count)
     values ($1, 'CNY', (now() at time zone 'Asia/Shanghai')::date - 1, 20000000, 500)`,
    [payer.customer.id],
  );
  expect((await payer.transferTo(payee, '1')).status).toBe(201);
});

test('what fails is given back: at a check, at the bank, and after it was unknown', async () => {
  expect(await spentToday()).toBeUndefined();
  await payer.transferTo(payee, '100', balance, wrong);
  await payer.transferTo(payee, '100', await payer.addCard('4000000000009995'));
  expect(await spentToday()).toMatchObject({ amount: 0n, count: 0 });
  const never = await payer.addBankAccount('000888888811');
  const { result } = await payer.transferTo(payee, '100', never);
  expect(result.status).toBe('processing');
  expect(await spentToday()).toEqual({ amount: 100n, count: 1 });
  expect((await payer.settled(result.id)).failure?.code).toBe('account_blocked');
  expect(await spentToday()).toEqual({ amount: 0n, count: 0 });
  await payer.transferTo(payee, '100');
  expect(await spentToday()).toEqual({ amount: 100n, count: 1 });
});

test('a new account does not send much at once, however rich it is', async () => {
  const { problem } = await payer.transferTo(payee, '2000001');
  expect(problem?.code).toBe('risk_rejected');
  expect(await failedCheck(problem)).toMatchObject({
    trace: 'session passed, limits passed, payment_password passed, risk failed, funds skipped, rail skipped',
    evidence: { rule: 'new_account_sends_much' },
  });
  const send = async (amount: string) => {
    await lab.confirm(payer, (await payer.transferTo(payee, amount)).problem);
    return payer.transferTo(payee, amount);
  };
  expect((await send('2000000')).status).toBe(201);
  await lab.db.query(
    "update identity.customer set registered_at = registered_at - interval '25 hours' where id = $1",
    [payer.customer.id],
  );
  expect((await send('2000001')).status).toBe(201);
});

test('an account that was just recovered sends a thousand yuan a day, and is told until when', async () => {
  const until = new Date(Date.now() + 3_600_000);
  await lab.db.query('update identity.customer set reduced_limits_until = $2 where id = $1', [
    payer.customer.id,
    until,
  ]);
  const { problem } = await payer.transferTo(payee, '100001');
  expect(problem?.code).toBe('amount_limit_exceeded');
  expect(await failedCheck(problem)).toMatchObject({
    evidence: { limit: 'per_payment', remaining: '100000', reducedUntil: until.toISOString() },
  });
  expect((await payer.transferTo(payee, '60000')).status).toBe(201);
  const over = await payer.transferTo(payee, '40001');
  expect(await failedCheck(over.problem)).toMatchObject({
    evidence: { limit: 'per_day', remaining: '40000' },
  });
});

test('an account whose payments are refused for suspicion again and again is locked, and pays nothing', async () => {
  for (let tried = 0; tried < 5; tried++)
    expect((await payer.transferTo(payee, '2000001')).problem?.code).toBe('risk_rejected');
  await expect
    .poll(async () => (await payer.call(getMyLocks)).locks)
    .toMatchObject([{ reason: 'abnormal_transactions', until: expect.any(String) }]);
  const { status, problem } = await payer.transferTo(payee, '100');
  expect([status, problem?.code, problem?.retryAt]).toEqual([403, 'account_locked', expect.any(String)]);
  expect(await payer.money()).toBe('5000000+0');
});

test('26: a freeze ends the session and stops money, whoever still holds the payment password', async () => {
  const elsewhere = payer.cookieHeader();
  const payeeId = await payer.payeeId(payee);
  await payer.call(freezeMyAccount);
  const { problem } = await payer.pay('transfer', balance, '100', { payeeId });
  expect(problem?.code).toBe('not_signed_in');
  const response = await fetch(`${payer.url}/api/me`, { headers: { cookie: elsewhere } });
  expect(response.status).toBe(401);
  expect((await payee.transferTo(payer, '1')).problem?.code).toBe('account_blocked');
});

test('a locked payee is paid nothing', async () => {
  await lab.db.query("update identity.customer set locked_until = now() + interval '1 hour' where id = $1", [
    payee.customer.id,
  ]);
  const { problem } = await payer.transferTo(payee, '100');
  expect(problem?.code).toBe('account_blocked');
  expect(await failedCheck(problem)).toMatchObject({ evidence: { rule: 'payee_is_locked' } });
});

test('five wrong payment passwords lock it, the right one too, and say until when', async () => {
  const tries = [];
  for (let tried = 0; tried < 5; tried++)
    tries.push((await payer.transferTo(payee, '100', balance, wrong)).problem);
  expect(tries.map((problem) => problem?.triesLeft ?? problem?.code)).toEqual([
    4,
    3,
    2,
    1,
    'payment_password_locked',
  ]);
  expect(await failedCheck(tries[0])).toMatchObject({
    trace:
      'session passed, limits passed, payment_password failed, risk skipped, funds skipped, rail skipped',
    evidence: { triesLeft: 4 },
  });
  const { problem } = await payer.transferTo(payee, '100');
  expect(problem?.code).toBe('payment_password_locked');
  const wait = Date.parse(problem?.retryAt as string) - Date.now();
  expect(wait).toBeGreaterThan(13 * 60_000);
  expect(wait).toBeLessThanOrEqual(15 * 60_000);
  const { id } = paymentIn(problem);
  expect((await payer.tryAgain(id, balance)).problem?.code).toBe('payment_password_locked');

  const password = 'Kestrel over the harbour 7';
  const change = { body: { password, paymentPassword: '975318' } };
  await lab.confirm(payer, (await payer.send(setPaymentPassword, change)).problem);
  await payer.call(setPaymentPassword, change);
  expect((await payer.tryAgain(id, balance, { paymentPassword: '975318' })).status).toBe(201);
  expect(await payee.money()).toBe('100+0');
});

test('guesses made at the same time are counted one by one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, guess) =>
      payer.transferTo(payee, '100', balance, { paymentPassword: `9${String(guess).padStart(5, '3')}` }),
    ),
  );
  const codes = answers.map(({ problem }) => problem?.code);
  expect(codes.filter((code) => code === 'incorrect_payment_password')).toHaveLength(4);
  expect(codes.filter((code) => code === 'payment_password_locked')).toHaveLength(36);
  expect((await payer.transferTo(payee, '100')).problem?.code).toBe('payment_password_locked');
  expect(await payee.money()).toBe('0+0');
});

test('a right payment password starts the count anew', async () => {
  for (let round = 0; round < 2; round++) {
    for (let tried = 0; tried < 4; tried++) await payer.transferTo(payee, '1', balance, wrong);
    expect((await payer.transferTo(payee, '1')).status).toBe(201);
  }
});

test('a locked customer pays nothing', async () => {
  const cookies = payer.cookieHeader();
  expect(cookies).not.toBe('');
  await lab.db.query("update identity.customer set locked_until = now() + interval '1 hour' where id = $1", [
    payer.customer.id,
  ]);
  const { status, problem } = await payer.transferTo(payee, '100');
  expect([401, 403]).toContain(status);
  expect(['account_locked', 'not_signed_in']).toContain(problem?.code);
  expect(await payee.money()).toBe('0+0');
});
