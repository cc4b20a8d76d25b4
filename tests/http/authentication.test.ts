import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelPayment } from '../../contract/payments.ts';
import {
  type PaymentsLab,
  railWords,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';

let lab: PaymentsLab;
let customer: TestCustomer;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  customer = await lab.customer();
});

/** A top-up of 1000 that the bank wants confirmed. */
async function unconfirmed(number = '4000002500003155') {
  const card = await customer.addCard(number);
  const { status, result } = await customer.pay('top_up', card, '1000');
  expect(status).toBe(202);
  expect(result).toMatchObject({ status: 'requires_action', moneyMoved: 'held' });
  const actionUrl = result.actionUrl as string;
  return { id: result.id, card, actionUrl };
}

/** What the cardholder does on the bank's page; where they are sent afterwards. */
async function confirm(actionUrl: string, result: 'success' | 'failure'): Promise<string | null> {
  const response = await fetch(actionUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ result }),
  });
  expect(response.status).toBe(303);
  return response.headers.get('location');
}

test('the bank’s page shows the amount, and confirming it there pays and leads back here', async () => {
  const { id, actionUrl } = await unconfirmed();
  expect(actionUrl.startsWith(lab.system.sandbox.url)).toBe(true);
  expect(await (await fetch(actionUrl)).text()).toContain('¥10.00');
  expect(await customer.detail(id)).toMatchObject({ status: 'requires_action', actionUrl });
  const [attempt] = (await customer.detail(id)).attempts;
  expect(await confirm(actionUrl, 'success')).toBe(
    `${lab.system.server.url}/payments/attempts/${attempt?.id}`,
  );
  const settled = await customer.settled(id);
  expect(settled).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
  expect(settled.actionUrl).toBeUndefined();
  expect(traceOf(settled.attempts[0]).at(-1)).toBe('rail passed');
  await confirm(actionUrl, 'success');
  expect(await customer.money()).toBe('1000+0');
});

test.each([
  ['4000002500003155', 'failure', 'authentication_required', 'visa 1A'],
  ['4000002760003184', 'failure', 'authentication_required', 'visa 1A'],
  ['5200000000001096', 'failure', 'authentication_required', 'mastercard 65'],
  ['4000008260003178', 'success', 'insufficient_funds', 'visa 51'],
  ['4000008400001629', 'success', 'do_not_honor', 'visa 05'],
] as const)('card %s, %s at the bank: %s', async (number, result, code, words) => {
  const { id, actionUrl } = await unconfirmed(number);
  await confirm(actionUrl, result);
  const settled = await customer.settled(id);
  expect(settled).toMatchObject({ status: 'requires_payment_method', failure: { code }, moneyMoved: 'no' });
  expect(railWords(settled)).toBe(words);
  expect(await customer.money()).toBe('0+0');
});

test('while the bank waits for the customer, the payment is not tried again; giving it up reverses it at the bank', async () => {
  const { id, card, actionUrl } = await unconfirmed();
  expect((await customer.tryAgain(id, card)).problem?.code).toBe('payment_in_progress');
  expect(await customer.inquire(id)).toMatchObject({ status: 'requires_action', actionUrl });
  const canceled = await customer.send(cancelPayment, { params: { id } });
  expect(canceled.result).toMatchObject({ status: 'canceled', moneyMoved: 'no' });
  await fetch(actionUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ result: 'success' }),
  });
  expect(await customer.inquire(id)).toMatchObject({ status: 'canceled' });
  expect(await customer.money()).toBe('0+0');
});

test('giving up what was confirmed a moment ago leaves it paid', async () => {
  const { id, actionUrl } = await unconfirmed();
  await confirm(actionUrl, 'success');
  const { problem } = await customer.send(cancelPayment, { params: { id } });
  expect(problem?.code).toBe('payment_not_payable');
  expect(await customer.money()).toBe('1000+0');
});

test('what nobody confirms in time is canceled, reversed at the bank, and its hold is void', async () => {
  const { id } = await unconfirmed();
  await lab.db.query(
    "update payments.attempt set started_at = started_at - interval '15 minutes' where payment_id = $1",
    [id],
  );
  const events = () =>
    lab.db.query<{ topic: string }>(
      'select topic from platform.event where subject_id = $1 order by position',
      [id],
    );
  expect(await customer.inquire(id)).toMatchObject({
    status: 'canceled',
    failure: { code: 'authentication_required' },
    moneyMoved: 'no',
  });
  const [attempt] = (await customer.detail(id)).attempts;
  expect((await lab.outside('GET', `/card/charges/${attempt?.id}`)).body.status).toBe('voided');
  await customer.inquire(id);
  expect((await events()).map(({ topic }) => topic)).toEqual([
    'payment.processing',
    'payment.requires_action',
    'payment.canceled',
  ]);
});

test('it goes on being asked about until the customer has decided, also when nobody calls back', async () => {
  const { id, actionUrl } = await unconfirmed();
  const attemptId = (await customer.detail(id)).attempts[0]?.id;
  const nextInquiry = async () =>
    (
      await lab.db.query<{ run_at: Date }>('select run_at from graphile_worker.jobs where key = $1', [
        `inquire:${attemptId}`,
      ])
    )[0]?.run_at.getTime();
  const first = await nextInquiry();
  await customer.inquire(id);
  await customer.inquire(id);
  expect(await nextInquiry()).toBeGreaterThan(first as number);

  await lab.system.server.kill();
  await confirm(actionUrl, 'success');
  await lab.system.restartServer();
  expect(await customer.settled(id, 15_000)).toMatchObject({ status: 'succeeded' });
  expect(await customer.money()).toBe('1000+0');
});
