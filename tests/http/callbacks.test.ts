import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelPayment, type PaymentMethod } from '../../contract/payments.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let customer: TestCustomer;
/** Debits from it stay in process for ever, unless a callback says otherwise. */
let account: PaymentMethod;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  customer = await lab.customer();
  account = await customer.addBankAccount('000000000009');
});

type Word = 'settled' | 'rejected' | 'accepted';
const codes = { settled: 'ACSC', rejected: 'AC06', accepted: 'ACSP' };
const told = (reference: string | undefined, word: Word) => ({
  reference,
  status: word,
  network: 'bank',
  code: codes[word],
});
const tell = (reference: string | undefined, word: Word, change = {}) =>
  lab.callBack('bank.debit.updated', told(reference, word), change);

/** A top-up that waits for the bank, and the reference under which the bank knows it. */
async function waiting(amount = '1000') {
  const { result } = await customer.pay('top_up', account, amount);
  expect(result.status).toBe('processing');
  const [attempt] = (await customer.detail(result.id)).attempts;
  return { id: result.id, reference: attempt?.id as string };
}

test('a signed callback settles; the same again, twenty times at once, changes nothing', async () => {
  const { id, reference } = await waiting();
  expect(await Promise.all(Array.from({ length: 20 }, () => tell(reference, 'settled')))).toEqual(
    Array(20).fill(204),
  );
  expect(await customer.detail(id)).toMatchObject({ status: 'succeeded' });
  expect(await customer.money()).toBe('1000+0');
});

test.each<[string, object]>([
  ['another secret', { secret: 'not the secret' }],
  ['a time long ago', { ageSeconds: 301 }],
  ['a time to come', { ageSeconds: -310 }],
])('a callback signed with %s is refused and has no effect', async (_, change) => {
  const { id, reference } = await waiting();
  expect(await tell(reference, 'settled', change)).toBe(401);
  expect(await customer.detail(id)).toMatchObject({ status: 'processing' });
  expect(await customer.money()).toBe('0+0');
});

test('a signed callback with text that cannot be kept is refused by name, and the right one still settles', async () => {
  const { id, reference } = await waiting();
  const hidden = { ...told(reference, 'rejected'), code: 'AC\u000006' };
  expect(await lab.callBack('bank.debit.updated', hidden)).toBe(400);
  expect(await customer.detail(id)).toMatchObject({ status: 'processing' });
  expect(await tell(reference, 'settled')).toBe(204);
  expect(await customer.money()).toBe('1000+0');
});

test('an unsigned callback, and one whose body was changed, are refused', async () => {
  const { id, reference } = await waiting();
  const url = `${lab.system.server.url}/api/rails/sandbox/callbacks`;
  const body = JSON.stringify({
    id: randomUUID(),
    type: 'bank.debit.updated',
    data: told(reference, 'settled'),
  });
  const signed = {
    'webhook-id': randomUUID(),
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')} v1, v1a,AAAA`,
  };
  for (const headers of [
    {},
    signed,
    { ...signed, 'webhook-timestamp': 'NaN' },
    { ...signed, 'webhook-signature': '' },
  ]) {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
    expect((await fetch(url, sent)).status).toBe(401);
  }
  expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  expect(await customer.detail(id)).toMatchObject({ status: 'processing' });
});

test('what is signed but makes no sense is refused or ignored, never an error of ours', async () => {
  expect(await lab.callBack('', {}, { body: '{' })).toBe(400);
  expect(await lab.callBack('', {}, { body: 'null' })).toBe(400);
  expect(await lab.callBack('bank.debit.updated', { reference: "1'; drop table" })).toBe(400);
  expect(await lab.callBack('bank.debit.updated', told(randomUUID(), 'settled'))).toBe(204);
  const { id, reference } = await waiting();
  expect(await lab.callBack('some.thing.else', told(reference, 'settled'))).toBe(204);
  expect(await lab.callBack('bank.debit.updated', { reference, status: 'exploded', code: 7 })).toBe(204);
  expect(await customer.detail(id)).toMatchObject({ status: 'processing' });
});

test.each<[Word[], string, string]>([
  [['settled', 'accepted', 'rejected'], 'succeeded', '1000+0'],
  [['accepted', 'settled', 'settled'], 'succeeded', '1000+0'],
  [['rejected', 'accepted', 'rejected'], 'requires_payment_method', '0+0'],
  [['rejected', 'settled', 'rejected'], 'succeeded', '1000+0'],
])('told %j in this order, it ends as %s with %s', async (words, status, money) => {
  const { id, reference } = await waiting();
  for (const word of words) expect(await tell(reference, word)).toBe(204);
  expect(await customer.detail(id)).toMatchObject({ status });
  expect(await customer.money()).toBe(money);
});

test('told both at the same time, again and again, the money is there once or not at all', async () => {
  for (let round = 0; round < 5; round++) {
    const { id, reference } = await waiting('100');
    const before = BigInt((await customer.money()).split('+')[0] as string);
    const words: Word[] = ['rejected', 'settled', 'rejected', 'settled', 'accepted', 'settled'];
    expect(await Promise.all(words.map((word) => tell(reference, word)))).toEqual(Array(6).fill(204));
    // Whatever came first, a success that is told counts in the end.
    expect(await customer.detail(id)).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
    expect(await customer.money()).toBe(`${before + 100n}+0`);
  }
});

test('money that comes after it was given up pays what still waits for it, once, and counts against the day', async () => {
  const payee = await lab.customer('李明');
  const { result } = await customer.transferTo(payee, '700', account);
  const reference = (await customer.detail(result.id)).attempts[0]?.id;
  const spent = async () =>
    (
      await lab.db.query<{ amount: bigint; count: number }>(
        'select amount, count from payments.spending where customer_id = $1',
        [customer.customer.id],
      )
    )[0];
  expect(await spent()).toEqual({ amount: 700n, count: 1 });
  await tell(reference, 'rejected');
  expect(await customer.detail(result.id)).toMatchObject({ failure: { code: 'account_blocked' } });
  expect(await spent()).toEqual({ amount: 0n, count: 0 });
  await tell(reference, 'settled');
  await tell(reference, 'settled');
  expect(await customer.detail(result.id)).toMatchObject({
    status: 'succeeded',
    attempts: [{ status: 'succeeded' }],
  });
  expect(await spent()).toEqual({ amount: 700n, count: 1 });
  expect([await customer.money(), await payee.money()]).toEqual(['0+0', '700+0']);
});

test('money that comes when the payment was paid otherwise, or given up, goes to the balance once', async () => {
  const payee = await lab.customer('李明');
  for (const ending of ['paid', 'canceled'] as const) {
    const { result } = await customer.transferTo(payee, '700', account);
    const reference = (await customer.detail(result.id)).attempts[0]?.id;
    await tell(reference, 'rejected');
    const params = { id: result.id };
    if (ending === 'paid') await customer.tryAgain(result.id, await customer.addCard('4242424242424242'));
    else await customer.call(cancelPayment, { params });
    await Promise.all([tell(reference, 'settled'), tell(reference, 'settled')]);
    expect((await customer.detail(result.id)).status).toBe(ending === 'paid' ? 'succeeded' : 'canceled');
  }
  expect([await customer.money(), await payee.money()]).toEqual(['1400+0', '700+0']);
});

test('money that comes for an order that somebody else has paid meanwhile goes to the balance', async () => {
  const { apiKey } = await lab.merchant('云朵咖啡');
  const session = await lab.openSession(apiKey, '3500');
  const buy = (who: TestCustomer, method: PaymentMethod) =>
    who.pay('purchase', method, '3500', { checkoutSessionId: session.id });
  const { result } = await buy(customer, account);
  const reference = (await customer.detail(result.id)).attempts[0]?.id;
  await tell(reference, 'rejected');
  const other = await lab.customer('李明');
  expect((await buy(other, await other.addCard('4242424242424242'))).status).toBe(201);

  expect(await tell(reference, 'settled')).toBe(204);
  expect(await tell(reference, 'settled')).toBe(204);
  expect(await customer.detail(result.id)).toMatchObject({ status: 'requires_payment_method' });
  expect(await customer.money()).toBe('3500+0');
});

test('a payout that went through after it was refused leaves the wallet once; what is no longer there is owed', async () => {
  await customer.topUp(await customer.addCard('4242424242424242'), '1000');
  const tellPayout = (reference: string | undefined, word: Word) =>
    lab.callBack('bank.payout.updated', told(reference, word));
  const givenUp = async () => {
    const { result } = await customer.pay('withdrawal', account, '600');
    const reference = (await customer.detail(result.id)).attempts[0]?.id;
    await tellPayout(reference, 'rejected');
    return { id: result.id, reference };
  };
  const [one, other] = [await givenUp(), await givenUp()];
  expect(await customer.money()).toBe('1000+0');
  expect(await tellPayout(one.reference, 'settled')).toBe(204);
  expect(await tellPayout(one.reference, 'settled')).toBe(204);
  expect(await customer.detail(one.id)).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
  expect(await customer.money()).toBe('400+0');
  expect(await tellPayout(other.reference, 'settled')).toBe(204);
  expect(await tellPayout(other.reference, 'settled')).toBe(204);
  const late = await customer.detail(other.id);
  expect(late).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
  expect(late.attempts[0]?.trace.at(-1)?.evidence).toMatchObject({ outcome: 'late_success', owed: '200' });
  expect(await customer.money()).toBe('0+0');
  const owed = await lab.db.query(
    "select debits_posted from ledger.account where purpose = 'receivable:payouts' and currency = 'CNY'",
  );
  expect(owed).toEqual([{ debits_posted: 200n }]);
});

test('settling an order never waits in a circle with somebody who begins to pay it', async () => {
  const { merchantId, apiKey } = await lab.merchant('云朵咖啡');
  const session = await lab.openSession(apiKey, '3500');
  const { result } = await customer.pay('purchase', account, '3500', { checkoutSessionId: session.id });
  const reference = (await customer.detail(result.id)).attempts[0]?.id;
  let telling: Promise<number> | undefined;
  await lab.db.transaction(async (tx) => {
    // The locks of beginning, in its order: the session, and then the merchant's account.
    await tx.query('select from payments.checkout_session where id = $1 for no key update', [session.id]);
    telling = tell(reference, 'settled');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await tx.query("set local lock_timeout = '500ms'");
    await tx.query('select from ledger.account where owner_id = $1 for no key update', [merchantId]);
  });
  expect(await telling).toBe(204);
  expect(await customer.detail(result.id)).toMatchObject({ status: 'succeeded' });
});
