import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Payment } from '../../contract/payments.ts';
import { createRefund, getRefund, listRefunds } from '../../contract/refunds.ts';
import { paymentIn, type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let shop: { merchantId: string; apiKey: string };
let buyer: TestCustomer;
beforeAll(async () => {
  lab = await startPayments();
  shop = await lab.merchant('云朵咖啡');
  buyer = await lab.richCustomer('1000000');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

type Method = Parameters<TestCustomer['pay']>[1];
async function paid(amount: string, method: Method = { type: 'balance' }): Promise<Payment> {
  const session = await lab.openSession(shop.apiKey, amount);
  const { result, problem } = await buyer.pay('purchase', method, amount, { checkoutSessionId: session.id });
  expect(problem).toBeUndefined();
  return result;
}
const refund = (paymentId: string, amount?: string, more = {}, idempotencyKey: string = randomUUID()) =>
  lab.asMerchant(shop.apiKey, createRefund, {
    body: {
      paymentId,
      ...(amount === undefined ? {} : { amount }),
      reason: 'requested_by_customer',
      ...more,
    },
    idempotencyKey,
  });
const available = async () => BigInt((await buyer.money()).split('+')[0] as string);

test('a payment from the balance is given back in parts, at once, and never more than all of it', async () => {
  const payment = await paid('3500');
  const before = await available();
  const part = await refund(payment.id, '1000');
  expect(part).toMatchObject({
    status: 201,
    result: { amount: '1000', status: 'succeeded', paymentId: payment.id },
  });
  expect((await available()) - before).toBe(1000n);
  expect((await refund(payment.id, '2501')).problem).toMatchObject({
    status: 422,
    code: 'refund_exceeds_payment',
  });
  expect((await refund(payment.id)).result).toMatchObject({ amount: '2500', status: 'succeeded' });
  expect((await refund(payment.id)).problem?.code).toBe('refund_exceeds_payment');
  expect((await available()) - before).toBe(3500n);
  const seen = await buyer.detail(payment.id);
  expect(seen).toMatchObject({ status: 'succeeded', refundedAmount: '3500' });
  expect(seen.refunds).toMatchObject([
    { amount: '1000', status: 'succeeded', destination: { type: 'balance' }, fellBackToBalance: false },
    { amount: '2500', status: 'succeeded', destination: { type: 'balance' } },
  ]);
});

test('many refunds at once give back what was captured and not a fen more', async () => {
  const payment = await paid('1000');
  const before = await available();
  const answers = await Promise.all(Array.from({ length: 40 }, () => refund(payment.id, '90')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(11);
  for (const { problem } of answers.filter(({ status }) => status !== 201))
    expect(problem?.code).toBe('refund_exceeds_payment');
  expect((await available()) - before).toBe(990n);
});

test('the database itself refuses more than was captured, whoever writes and however many at once', async () => {
  const payment = await paid('1000');
  const insert = () =>
    lab.db.query(
      `insert into payments.refund (id, payment_id, customer_id, merchant_id, amount, currency, reason, status, destination,
         method_id, rail_id, hold_id, attempt_id, requested_by, requester_id, idempotency_key, fingerprint, created_at, completed_at)
       select uuidv7(), id, customer_id, merchant_id, 300, currency, 'other', 'succeeded', 'card', uuidv7(), 'card', uuidv7(), id, 'merchant', merchant_id,
         uuidv7()::text, '', now(), now() from payments.payment where id = $1`,
      [payment.id],
    );
  const results = await Promise.allSettled(Array.from({ length: 12 }, insert));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  for (const result of results)
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ constraint: 'refunded_within_captured' });
  await expect(
    lab.db.query('delete from payments.refund where payment_id = $1', [payment.id]),
  ).rejects.toMatchObject({ code: '23000' });
  // These rows moved no money; no payment that has not succeeded takes any.
  const unpaid = await lab.openSession(shop.apiKey, '99999999');
  const failed = await buyer.pay('purchase', { type: 'balance' }, '99999999', {
    checkoutSessionId: unpaid.id,
  });
  const { id } = paymentIn(failed.problem);
  expect((await refund(id)).problem?.code).toBe('payment_not_refundable');
  await expect(
    lab.db.query('update payments.payment set refunded_amount = 1 where id = $1', [id]),
  ).rejects.toMatchObject({ constraint: 'refunded_when_captured' });
});

test('the same key is the same refund, at once and later, and another request under it is refused', async () => {
  const payment = await paid('1000');
  const key = randomUUID();
  const before = await available();
  const answers = await Promise.all(Array.from({ length: 8 }, () => refund(payment.id, '400', {}, key)));
  expect(new Set(answers.map(({ result }) => result.id)).size).toBe(1);
  expect((await available()) - before).toBe(400n);
  expect((await refund(payment.id, '500', {}, key)).problem?.code).toBe('idempotency_key_reused');
});

test('a card is refunded through its network, and nothing of it reaches the balance', async () => {
  const card = await buyer.addCard('4242424242424242');
  const payment = await paid('5000', card);
  const before = await available();
  const { result } = await refund(payment.id, '2000');
  expect(result.status).toBe('succeeded');
  expect((await lab.outside('GET', `/card/refunds/${result.id}`)).body).toMatchObject({
    status: 'refunded',
    amount: '2000',
  });
  expect(await available()).toBe(before);
  expect((await buyer.detail(payment.id)).refunds).toMatchObject([
    { status: 'succeeded', destination: { type: 'card', last4: '4242' } },
  ]);
});

test('a refund whose answer is lost stays under way, is found out, and counts once', async () => {
  const payment = await paid('5000', await buyer.addCard('4242424242424242'));
  await lab.outside('POST', '/faults', { operation: 'card.refund', fault: 'drop_after' });
  // Its callback may be quicker than the wait for the answer.
  const { result } = await refund(payment.id);
  expect((await buyer.detail(payment.id)).refunds?.[0]).toMatchObject({ amount: '5000' });
  await expect
    .poll(
      async () => (await lab.asMerchant(shop.apiKey, getRefund, { params: { id: result.id } })).result.status,
      {
        timeout: 20_000,
      },
    )
    .toBe('succeeded');
  expect((await refund(payment.id)).problem?.code).toBe('refund_exceeds_payment');
});

test('a refund that never arrived is sent again by itself', async () => {
  const payment = await paid('5000', await buyer.addCard('4242424242424242'));
  await lab.outside('POST', '/faults', { operation: 'card.refund', fault: 'drop_before' });
  expect((await refund(payment.id)).result.status).toBe('processing');
  await expect
    .poll(async () => (await buyer.detail(payment.id)).refunds?.[0]?.status, { timeout: 20_000 })
    .toBe('succeeded');
});

test('a bank account is refunded by a transfer; what the bank refuses goes to the balance', async () => {
  const account = await buyer.addBankAccount('000123456789');
  const payment = await paid('4000', account);
  expect((await refund(payment.id, '1500')).result.status).toBe('succeeded');
  // The account is closed meanwhile: as the bank would tell of a refund it took on and could not deliver.
  await lab.outside('POST', '/faults', { operation: 'bank.payout', fault: 'drop_before', times: 3 });
  const before = await available();
  const { result } = await refund(payment.id, '2500');
  expect(result.status).toBe('processing');
  const told = { reference: result.id, status: 'rejected', code: 'AC04' };
  expect(await lab.callBack('bank.payout.updated', told)).toBe(204);
  expect(await lab.callBack('bank.payout.updated', told)).toBe(204);
  expect((await available()) - before).toBe(2500n);
  expect((await buyer.detail(payment.id)).refunds?.[1]).toMatchObject({
    status: 'succeeded',
    destination: { type: 'balance' },
    fellBackToBalance: true,
  });
});

test('a refund of another shop’s payment, or by a key without the scope, is refused and moves nothing', async () => {
  const payment = await paid('1000');
  const other = await lab.merchant('山茶书店');
  const theirs = await lab.asMerchant(other.apiKey, createRefund, {
    body: { paymentId: payment.id, reason: 'other' },
  });
  expect(theirs.problem).toMatchObject({ status: 404, code: 'not_found' });
  await lab.db.query("update payments.merchant_key set scopes = '{refunds.read}' where merchant_id = $1", [
    other.merchantId,
  ]);
  const scoped = await lab.asMerchant(other.apiKey, createRefund, {
    body: { paymentId: payment.id, reason: 'other' },
  });
  expect(scoped.problem).toMatchObject({ status: 403, code: 'insufficient_scope' });
  expect((await lab.asMerchant(other.apiKey, listRefunds)).result.refunds).toEqual([]);
  expect((await buyer.detail(payment.id)).refundedAmount).toBeUndefined();
});

test('a shop whose money has gone refunds nothing, and the payment can be refunded once there is some', async () => {
  const poor = await lab.merchant('小店');
  const session = await lab.openSession(poor.apiKey, '1000');
  const { result: payment } = await buyer.pay('purchase', { type: 'balance' }, '1000', {
    checkoutSessionId: session.id,
  });
  const ask = (amount: string) =>
    lab.asMerchant(poor.apiKey, createRefund, { body: { paymentId: payment.id, amount, reason: 'other' } });
  const card = await paid('10', await buyer.addCard('4242424242424242'));
  expect(card.status).toBe('succeeded');
  // All it has is on its way to its bank.
  await lab.db.query('update ledger.account set debits_pending = 900 where owner_id = $1', [poor.merchantId]);
  expect((await ask('500')).problem?.code).toBe('merchant_balance_insufficient');
  await lab.db.query('update ledger.account set debits_pending = 0 where owner_id = $1', [poor.merchantId]);
  expect((await buyer.detail(payment.id)).refundedAmount).toBeUndefined();
  expect((await ask('500')).status).toBe(201);
});

test('refunds are listed newest first, page by page', async () => {
  const payment = await paid('1000');
  for (const amount of ['100', '200', '300']) await refund(payment.id, amount);
  const first = await lab.asMerchant(shop.apiKey, listRefunds, {
    query: { paymentId: payment.id, limit: 2 },
  });
  expect(first.result.refunds.map(({ amount }) => amount)).toEqual(['300', '200']);
  const next = await lab.asMerchant(shop.apiKey, listRefunds, {
    query: { paymentId: payment.id, limit: 2, before: first.result.before },
  });
  expect(next.result.refunds.map(({ amount }) => amount)).toEqual(['100']);
  expect(next.result.before).toBeUndefined();
});
