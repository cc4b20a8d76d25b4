import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelPayment, type PaymentMethod } from '../../contract/payments.ts';
import {
  paymentIn,
  type PaymentsLab,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
let card: PaymentMethod;
beforeAll(async () => {
  lab = await startPayments();
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  [payer, payee] = await Promise.all([lab.richCustomer('1000'), lab.customer('李明')]);
  card = await payer.addCard('4242424242424242');
});

/** A transfer of 3500 that failed for want of 2500. */
async function short(): Promise<string> {
  const { problem } = await payer.transferTo(payee, '3500');
  expect(paymentIn(problem)).toMatchObject({
    status: 'requires_payment_method',
    shortfall: '2500',
    failure: { code: 'insufficient_balance', remedies: ['top_up', 'other_method'] },
  });
  return paymentIn(problem).id;
}

test('too little in the balance: nothing moves, and the trace says how much there was', async () => {
  const [attempt] = (await payer.detail(await short())).attempts;
  expect(traceOf(attempt)).toEqual([
    'session passed',
    'limits passed',
    'payment_password passed',
    'risk passed',
    'funds failed',
    'rail skipped',
  ]);
  expect(attempt?.trace.find(({ check }) => check === 'funds')?.evidence).toMatchObject({
    available: '1000',
  });
  expect([await payer.money(), await payee.money()]).toEqual(['1000+0', '0+0']);
});

test('topping up what is missing finishes the same payment', async () => {
  const id = await short();
  const { status, result } = await payer.topUpAndPay(id, card, '2500');
  expect(status).toBe(201);
  expect(result.topUp).toMatchObject({ kind: 'top_up', amount: '2500', status: 'succeeded' });
  expect(result.payment).toMatchObject({ id, status: 'succeeded', method: { type: 'balance' } });
  expect((await payer.detail(id)).attempts.map((attempt) => attempt.status)).toEqual(['failed', 'succeeded']);
  expect([await payer.money(), await payee.money()]).toEqual(['0+0', '3500+0']);
});

test('less than is missing, and the same amount when the balance has shrunk meanwhile: nothing is charged', async () => {
  const id = await short();
  expect((await payer.topUpAndPay(id, card, '2499')).problem).toMatchObject({
    status: 409,
    code: 'payment_changed',
  });
  await payer.transferTo(payee, '1');
  expect((await payer.topUpAndPay(id, card, '2500')).problem?.code).toBe('payment_changed');
  expect((await payer.topUpAndPay(id, card, '2501')).status).toBe(201);
  expect([await payer.money(), await payee.money()]).toEqual(['0+0', '3501+0']);
});

test('a top-up that the bank declines leaves the payment waiting as it was', async () => {
  const id = await short();
  const declined = await payer.addCard('4000000000009995');
  const { status, problem } = await payer.topUpAndPay(id, declined, '2500');
  expect([status, problem?.code]).toEqual([402, 'insufficient_funds']);
  expect(paymentIn(problem)).toMatchObject({ kind: 'top_up', amount: '2500' });
  const payment = await payer.detail(id);
  expect(payment).toMatchObject({ status: 'requires_payment_method', shortfall: '2500' });
  expect(payment.attempts).toHaveLength(1);
  expect((await payer.topUpAndPay(id, card, '2500')).result.payment.status).toBe('succeeded');
});

test('a top-up whose outcome is unknown leaves the payment waiting; the same key finishes it once it is known', async () => {
  const id = await short();
  const key = randomUUID();
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'slow', delayMs: 1_000 });
  const { status, result } = await payer.topUpAndPay(id, card, '2500', {}, key);
  expect(status).toBe(202);
  expect(result.topUp.status).toBe('processing');
  expect(result.payment).toMatchObject({ id, status: 'requires_payment_method' });
  expect(await payer.settled(result.topUp.id)).toMatchObject({ status: 'succeeded' });
  // It is never finished by itself.
  expect(await payer.money()).toBe('3500+0');
  const again = await payer.topUpAndPay(id, card, '2500', {}, key);
  expect([again.status, again.result.topUp.id]).toEqual([201, result.topUp.id]);
  expect(again.result.payment).toMatchObject({ id, status: 'succeeded' });
  expect([await payer.money(), await payee.money()]).toEqual(['0+0', '3500+0']);
});

test('topping up and paying with a wrong payment password charges nothing', async () => {
  const id = await short();
  const { problem } = await payer.topUpAndPay(id, card, '2500', { paymentPassword: '135790' });
  expect(problem).toMatchObject({ code: 'incorrect_payment_password', triesLeft: 4 });
  expect(await payer.money()).toBe('1000+0');
});

test('what the balance may never pay is refused before anything is charged', async () => {
  const rich = await lab.richCustomer('3000000');
  const { problem } = await rich.transferTo(payee, '2500000');
  expect(problem?.code).toBe('risk_rejected');
  const visa = await rich.addCard('4242424242424242');
  const answer = await rich.topUpAndPay(paymentIn(problem).id, visa, '1000');
  expect(answer.problem?.code).toBe('payment_not_payable');
  expect(await rich.money()).toBe('3000000+0');
});

test('an id in capitals is the same payment, and nothing is charged for one that is not found', async () => {
  const id = await short();
  const { status, result } = await payer.topUpAndPay(id.toUpperCase(), card, '2500');
  expect([status, result.payment.status]).toEqual([201, 'succeeded']);
  const next = paymentIn((await payer.transferTo(payee, '3500')).problem).id;
  expect((await payer.tryAgain(next.toUpperCase(), card)).status).toBe(201);
  const stranger = await lab.richCustomer('1000');
  const theirs = await stranger.addCard('4242424242424242');
  expect((await stranger.topUpAndPay(next, theirs, '5000')).problem?.code).toBe('not_found');
  expect(await stranger.money()).toBe('1000+0');
});

test('another method finishes the same payment', async () => {
  const id = await short();
  expect((await payer.tryAgain(id, card)).result).toMatchObject({ id, status: 'succeeded' });
  expect([await payer.money(), await payee.money()]).toEqual(['1000+0', '3500+0']);
});

test('a card that was refused for good is not tried again, another one is', async () => {
  const stolen = await payer.addCard('4000000000009979');
  const { problem } = await payer.transferTo(payee, '500', stolen);
  const { id } = paymentIn(problem);
  expect(problem?.code).toBe('lost_or_stolen');
  expect((await payer.tryAgain(id, stolen)).problem).toMatchObject({
    status: 409,
    code: 'payment_not_payable',
  });
  expect((await payer.detail(id)).attempts).toHaveLength(1);
  expect((await payer.tryAgain(id, card)).status).toBe(201);
});

test('a card refused for good is not forgotten when another method has failed in between', async () => {
  const stolen = await payer.addCard('4000000000009979');
  const { id } = paymentIn((await payer.transferTo(payee, '3500', stolen)).problem);
  expect((await payer.tryAgain(id, { type: 'balance' })).problem?.code).toBe('insufficient_balance');
  expect((await payer.tryAgain(id, stolen)).problem?.code).toBe('payment_not_payable');
});

test('a card that was declined for now may be tried again, and each attempt keeps its own trace', async () => {
  const poor = await payer.addCard('4000000000009995');
  const { id } = paymentIn((await payer.transferTo(payee, '500', poor)).problem);
  expect((await payer.tryAgain(id, poor)).problem?.code).toBe('insufficient_funds');
  const { attempts } = await payer.detail(id);
  expect(attempts.map(({ number, status }) => `${number} ${status}`)).toEqual(['1 failed', '2 failed']);
  expect(attempts.map((attempt) => traceOf(attempt).length)).toEqual([6, 6]);
});

test('a payment under way is not tried a second time, also when twelve try at once', async () => {
  const id = await short();
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'slow', delayMs: 400 });
  const answers = await Promise.all(Array.from({ length: 12 }, () => payer.tryAgain(id, card)));
  expect(answers.filter(({ problem }) => problem === undefined)).toHaveLength(1);
  expect(new Set(answers.map(({ problem }) => problem?.code))).toEqual(
    new Set([undefined, 'payment_in_progress']),
  );
  expect((await payer.settled(id)).status).toBe('succeeded');
  expect((await payer.tryAgain(id, card)).problem?.code).toBe('payment_not_payable');
  expect([await payer.money(), await payee.money()]).toEqual(['1000+0', '3500+0']);
});

test('a payment that was given up is not payable any more; giving it up twice is no matter', async () => {
  const id = await short();
  const cancel = () => payer.send(cancelPayment, { params: { id } });
  expect((await cancel()).result).toMatchObject({ status: 'canceled' });
  expect((await cancel()).result).toMatchObject({ status: 'canceled' });
  expect((await payer.tryAgain(id, card)).problem?.code).toBe('payment_not_payable');
  expect((await payer.topUpAndPay(id, card, '2500')).problem?.code).toBe('payment_not_payable');
  expect((await payer.transferTo(payee, '1')).status).toBe(201);
});

test('giving up and paying at the same time: one of both, and the money agrees', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = paymentIn((await payer.transferTo(payee, '5000')).problem);
    await payer.topUp(card, '5000');
    const [paid, canceled] = await Promise.all([
      payer.tryAgain(id, { type: 'balance' }),
      payer.send(cancelPayment, { params: { id } }),
    ]);
    expect(['201 409', '409 200']).toContain(`${paid.status} ${canceled.status}`);
    if (paid.status !== 201) await payer.transferTo(payee, '5000');
    expect(await payer.money()).toBe('1000+0');
  }
});

test('a method that was removed, or is of another kind or customer, pays nothing', async () => {
  const stranger = await lab.customer();
  const theirs = await stranger.addCard('4242424242424242');
  const id = await short();
  for (const method of [
    theirs,
    { type: 'bank_account', id: card.id } as const,
    { type: 'card', id: randomUUID() } as const,
  ]) {
    expect((await payer.tryAgain(id, method)).problem?.code).toBe('not_found');
    expect((await payer.pay('top_up', method, '100')).problem?.code).toBe('not_found');
    expect((await payer.transferTo(payee, '100', method)).problem?.code).toBe('not_found');
  }
  expect(await payer.money()).toBe('1000+0');
});
