import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cancelPayment } from '../../contract/payments.ts';
import { paymentIn, type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
afterEach(() => lab.system.sandbox.clearFaults());

const jobs = async (paymentId: string) =>
  lab.db.query<{ run_at: Date }>('select run_at from graphile_worker.jobs where key = $1', [
    `retry:${paymentId}`,
  ]);
/** Its time has come. */
const runNow = (paymentId: string) =>
  lab.db.query(
    `select graphile_worker.add_job('payments.retry', json_build_object('paymentId', $1::text), job_key => $2)`,
    [paymentId, `retry:${paymentId}`],
  );
const ran = async (paymentId: string) => {
  while ((await jobs(paymentId)).some(({ run_at }) => run_at.getTime() <= Date.now()))
    await new Promise((resolve) => setTimeout(resolve, 50));
};
/** Once so many attempts have been made, and the last is decided. */
async function attempted(customer: TestCustomer, id: string, attempts: number) {
  while ((await customer.detail(id)).attempts.length < attempts)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return customer.settled(id);
}
async function failedTopUp(customer: TestCustomer, number = '4000000000910002') {
  const method = await customer.addCard(number);
  const { problem } = await customer.pay('top_up', method, '1500');
  return { method, payment: paymentIn(problem) };
}

test('a withdrawal that the bank was not there for is made again by itself: the same payment, another attempt, once', async () => {
  const customer = await lab.richCustomer('5000');
  const account = await customer.addBankAccount('000888888828');
  const { problem } = await customer.pay('withdrawal', account, '1500');
  const { id, retryAt } = paymentIn(problem);
  expect(problem?.code).toBe('issuer_not_available');
  const minutes = (Date.parse(retryAt as string) - Date.now()) / 60_000;
  expect(Math.round(minutes)).toBe(5);
  expect(await customer.money()).toBe('5000+0');

  // The bank is there again.
  await lab.db.query(
    `update payments.method set token = (select token from payments.method where id = $2) where id = $1`,
    [account.id, (await customer.addBankAccount('000123456789')).id],
  );
  await Promise.all([runNow(id), runNow(id)]);
  const done = await attempted(customer, id, 2);
  expect(done.attempts.map(({ number, status }) => `${number} ${status}`)).toEqual([
    '1 failed',
    '2 succeeded',
  ]);
  expect(done.attempts[1]?.trace.find(({ check }) => check === 'payment_password')).toMatchObject({
    result: 'passed',
    evidence: { rule: 'scheduled_retry' },
  });
  expect(done).not.toHaveProperty('retryAt');
  expect(await customer.money()).toBe('3500+0');
  await runNow(id);
  await ran(id);
  expect(await customer.money()).toBe('3500+0');
});

test('the waits grow, and after four further tries it is left to the customer', async () => {
  const customer = await lab.customer();
  const { payment } = await failedTopUp(customer);
  const waits: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const detail = await attempted(customer, payment.id, attempts);
    if (detail.retryAt === undefined) break;
    waits.push(Math.round((Date.parse(detail.retryAt) - Date.now()) / 60_000));
    await runNow(payment.id);
  }
  expect(waits).toEqual([5, 30, 120, 720]);
  expect((await customer.detail(payment.id)).attempts).toHaveLength(5);
  expect(await jobs(payment.id)).toEqual([]);
});

test.each([
  ['4000000000000002', 'do_not_honor'],
  ['4000000000009995', 'insufficient_funds'],
  ['4000000000009987', 'lost_or_stolen'],
  ['4000000000000069', 'expired_card'],
  ['4000000000006975', 'velocity_exceeded'],
])('card %s is not tried again by itself: %s does not allow it', async (number, code) => {
  const customer = await lab.customer();
  const { payment } = await failedTopUp(customer, number);
  expect(payment).toMatchObject({ failure: { code } });
  expect(payment).not.toHaveProperty('retryAt');
  expect(await jobs(payment.id)).toEqual([]);
});

test('nor is what others wait for', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4000000000910002');
  const { problem } = await customer.transferTo(await lab.customer(), '1500', card);
  expect(problem?.code).toBe('issuer_not_available');
  expect(paymentIn(problem)).not.toHaveProperty('retryAt');
});

test('canceled, tried by hand or done in another way meanwhile, it is not tried again', async () => {
  const customer = await lab.customer();
  const { payment: canceled } = await failedTopUp(customer);
  expect(canceled.retryAt).toBeDefined();
  const given = await customer.call(cancelPayment, { params: { id: canceled.id } });
  expect(given).toMatchObject({ status: 'canceled' });
  expect(given).not.toHaveProperty('retryAt');

  const { payment: byHand } = await failedTopUp(customer);
  const good = await customer.addCard('4242424242424242');
  expect((await customer.tryAgain(byHand.id, good)).result).toMatchObject({ status: 'succeeded' });

  const { payment: otherwise } = await failedTopUp(customer);
  expect((await customer.pay('top_up', good, '1500')).status).toBe(201);
  for (const { id } of [canceled, byHand, otherwise]) {
    await runNow(id);
    await ran(id);
  }
  expect((await customer.detail(otherwise.id)).attempts).toHaveLength(1);
  expect(await customer.detail(otherwise.id)).not.toHaveProperty('retryAt');
  expect((await customer.detail(canceled.id)).attempts).toHaveLength(1);
  expect((await customer.detail(byHand.id)).attempts).toHaveLength(2);
  expect(await customer.money()).toBe('3000+0');
});

test('a connection refused, then an answer that gets lost: one charge', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4242424242424242');
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'refuse' });
  const first = await customer.pay('top_up', card, '1500');
  const id = first.problem ? paymentIn(first.problem).id : first.result.id;
  expect(await customer.settled(id)).toMatchObject({
    failure: { code: 'network_unreachable' },
    retryAt: expect.any(String),
  });
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'drop_after' });
  await runNow(id);
  expect(await attempted(customer, id, 2)).toMatchObject({ status: 'succeeded' });
  expect(await customer.money()).toBe('1500+0');
});
