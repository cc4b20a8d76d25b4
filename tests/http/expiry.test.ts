import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { closeMyAccount, getMyClosing } from '../../contract/personal-data.ts';
import { openDispute } from '../../contract/disputes.ts';
import { listPayments } from '../../contract/payments.ts';
import { createRefund } from '../../contract/refunds.ts';
import { codeReader } from '../../scripts/api-client.ts';
import { until } from '../../server/platform/testing.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

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
afterEach(() => lab.system.sandbox.clearFaults());

const neverAnswers = '4000000000680001';
const asksTheHolder = '4000002500003155';
const holdOf = async (customer: TestCustomer, paymentId: string) => {
  const attempt = (await customer.detail(paymentId)).attempts.at(-1);
  const [hold] = await lab.db.query<{ expires_at: Date | null }>(
    'select expires_at from ledger.hold where id = $1',
    [attempt?.id],
  );
  return { id: attempt?.id as string, expiresAt: hold?.expires_at };
};
async function expire(customer: TestCustomer, paymentId: string): Promise<void> {
  const { id } = await holdOf(customer, paymentId);
  await lab.db.query("update ledger.hold set expires_at = now() - interval '1 second' where id = $1", [id]);
  await lab.db.query("select graphile_worker.add_job('ledger.expire-holds', '{}')");
}

test('a charge that nobody ever tells of ends with its hold: canceled, said truly, and a late success is credited once', async () => {
  await lab.system.sandbox.setFault({ operation: 'card.inquiry', fault: 'error', times: 1_000 });
  const customer = await lab.customer();
  const card = await customer.addCard(neverAnswers);
  const { result } = await customer.pay('top_up', card, '1500');
  expect(result).toMatchObject({ status: 'processing', moneyMoved: 'held' });
  const { expiresAt } = await holdOf(customer, result.id);
  expect(Math.round(((expiresAt as Date).getTime() - Date.now()) / 86_400_000)).toBe(7);

  await expire(customer, result.id);
  await until(async () => (await customer.detail(result.id)).status === 'canceled', 15_000);
  const expired = await customer.detail(result.id);
  expect(expired).toMatchObject({ failure: { code: 'payment_expired' }, moneyMoved: 'no' });
  expect(expired).not.toHaveProperty('retryAt');
  expect(expired.failure?.message.zh).not.toMatch(/没有扣款/);
  expect(await customer.money()).toBe('0+0');

  // The network tells after all, and again.
  const [attempt] = expired.attempts;
  await lab.system.sandbox.clearFaults();
  const charge = (await lab.outside('GET', `/card/charges/${attempt?.id}`)).body;
  for (let times = 0; times < 2; times++) expect(await lab.callBack('card.charge.updated', charge)).toBe(204);
  await until(async () => (await customer.money()) === '1500+0', 15_000);
  expect(await customer.detail(result.id)).toMatchObject({ status: 'canceled' });
  expect(await customer.money()).toBe('1500+0');
  // What was given up stays so; the money that came has a line of its own.
  const { payments } = await customer.call(listPayments, { query: {} });
  expect(payments).toMatchObject([
    { kind: 'top_up', status: 'succeeded', amount: '1500', method: { type: 'card' } },
    { id: result.id, status: 'canceled' },
  ]);
});

test('a confirmation that was never given ends with its hold; money on its way out is held until its bank has told', async () => {
  const customer = await lab.richCustomer('5000');
  const waiting = (await customer.pay('top_up', await customer.addCard(asksTheHolder), '1500')).result;
  expect(waiting.status).toBe('requires_action');
  await expire(customer, waiting.id);
  await until(async () => (await customer.detail(waiting.id)).status === 'canceled', 15_000);
  expect(await customer.detail(waiting.id)).toMatchObject({ failure: { code: 'authentication_required' } });

  const out = await customer.pay('withdrawal', await customer.addBankAccount('000000000009'), '1000');
  expect(out.result.status).toBe('processing');
  expect((await holdOf(customer, out.result.id)).expiresAt).toBeNull();
  expect(await customer.money()).toBe('4000+1000');
});

test('an account with a payment, a refund or a dispute under way is not closed, and is told why', async () => {
  const customer = await lab.richCustomer('3500');
  const obstacles = async () => (await customer.call(getMyClosing)).obstacles;
  const session = await lab.openSession(shop.apiKey, '3500');
  const bought = await customer.pay('purchase', { type: 'balance' }, '3500', {
    checkoutSessionId: session.id,
  });
  expect(await obstacles()).toEqual([]);
  await customer.call(openDispute, {
    params: { id: bought.result.id },
    body: { reason: 'unrecognized', description: '这笔不是我付的' },
  });
  expect(await obstacles()).toEqual(['open_dispute']);
  expect((await customer.send(closeMyAccount)).problem?.code).toBe('closing_refused');

  const other = await lab.customer();
  const card = await other.addCard('4242424242424242');
  const order = await lab.openSession(shop.apiKey, '2000');
  const paid = await other.pay('purchase', card, '2000', { checkoutSessionId: order.id });
  await lab.system.sandbox.setFault({ operation: 'card.refund', fault: 'error', times: 1_000 });
  await lab.system.sandbox.setFault({ operation: 'card.inquiry', fault: 'error', times: 1_000 });
  await lab.asMerchant(shop.apiKey, createRefund, {
    body: { paymentId: paid.result.id, reason: 'requested_by_customer' },
  });
  expect((await other.call(getMyClosing)).obstacles).toEqual(['refund_under_way']);
});

test('paying by card in the moment the account closes: one of both, and nothing is left under way', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4242424242424242');
  const { problem } = await customer.send(closeMyAccount);
  const proof = { phone: customer.phone, password: 'Kestrel over the harbour 7' };
  await customer.confirm(problem, codeReader(lab.system.sandbox.url), proof);
  const [closed, ...paid] = await Promise.all([
    customer.send(closeMyAccount),
    ...[1, 2, 3].map(() => customer.pay('top_up', card, '1500')),
  ]);
  const made = paid.filter(({ status }) => status === 201 || status === 202);
  expect([closed?.status === 204, made.length > 0]).not.toEqual([true, true]);
  await until(async () => {
    const [row] = await lab.db.query<{ count: number }>(
      "select count(*)::int as count from payments.payment where customer_id = $1 and status in ('processing', 'requires_action')",
      [customer.customer.id],
    );
    return row?.count === 0;
  }, 15_000);
});
