import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listHeldPayments, proposeHeldPaymentDecision } from '../../contract/held-payments.ts';
import { cancelPayment } from '../../contract/payments.ts';
import { decideApproval } from '../../contract/staff.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { mostOfMethodADay } from '../../server/payments/limits.ts';
import {
  paymentIn,
  type PaymentsLab,
  startPayments,
  type TestCustomer,
  traceOf,
} from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
let senior: ApiClient;
let supervisor: ApiClient;
beforeAll(async () => {
  lab = await startPayments();
  [senior, supervisor] = await Promise.all([
    newStaff(lab.system, 'senior_agent'),
    newStaff(lab.system, 'supervisor'),
  ]);
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  [payer, payee] = await Promise.all([lab.richCustomer('5000000'), lab.customer('李明')]);
  await lab.db.query(
    "update identity.customer set registered_at = registered_at - interval '2 days' where id = $1",
    [payer.customer.id],
  );
});

/** A transfer of much to somebody new, which people must look at. */
async function held(): Promise<string> {
  await lab.confirm(payer, (await payer.transferTo(payee, '3000000')).problem);
  const { status, result } = await payer.transferTo(payee, '3000000');
  expect(status).toBe(202);
  expect(result).toMatchObject({ status: 'processing', underReview: true, moneyMoved: 'held' });
  return result.id;
}
const propose = (staff: ApiClient, id: string, decision: 'release' | 'refuse') =>
  staff.send(proposeHeldPaymentDecision, {
    params: { id },
    body: { decision, reason: '已电话核实本人意愿' },
  });

async function decide(id: string, decision: 'release' | 'refuse') {
  const { result } = await propose(senior, id, decision);
  await supervisor.call(decideApproval, { params: { id: result.id }, body: { decision: 'approved' } });
  return payer.settled(id);
}

test('a payment held for review holds the money, reaches nobody, and is in the queue with its rule', async () => {
  const id = await held();
  expect([await payer.money(), await payee.money()]).toEqual(['2000000+3000000', '0+0']);
  expect(traceOf((await payer.detail(id)).attempts[0])).toEqual([
    'session passed',
    'limits passed',
    'payment_password passed',
    'risk unknown',
    'funds passed',
  ]);
  const { payments } = await senior.call(listHeldPayments);
  expect(payments.find((payment) => payment.id === id)).toMatchObject({
    amount: '3000000',
    rule: 'much_to_unknown_payee',
    payer: { maskedName: '*芳' },
    payee: { zh: '*明' },
  });
  expect((await payer.inquire(id)).status).toBe('processing');
  expect((await payer.send(cancelPayment, { params: { id } })).problem?.code).toBe('payment_in_progress');
});

test('released by one and approved by another it goes through; the payee is known from then on', async () => {
  const id = await held();
  const settled = await decide(id, 'release');
  expect(settled).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
  expect(settled.underReview).toBeUndefined();
  expect(traceOf(settled.attempts[0])).toEqual([
    'session passed',
    'limits passed',
    'payment_password passed',
    'risk passed',
    'funds passed',
    'rail passed',
  ]);
  expect([await payer.money(), await payee.money()]).toEqual(['2000000+0', '3000000+0']);
});

test('refused, the money is free again and nothing moved', async () => {
  const id = await held();
  expect(await decide(id, 'refuse')).toMatchObject({
    status: 'requires_payment_method',
    failure: { code: 'risk_rejected' },
    moneyMoved: 'no',
  });
  expect([await payer.money(), await payee.money()]).toEqual(['5000000+0', '0+0']);
  expect((await propose(senior, id, 'release')).problem?.code).toBe('conflict');
});

test('a withdrawal to a new bank account reaches the bank only once it is released', async () => {
  const account = await payer.addBankAccount('000123456789');
  await lab.confirm(payer, (await payer.pay('withdrawal', account, '3000000')).problem);
  const { result } = await payer.pay('withdrawal', account, '3000000');
  expect(result.underReview).toBe(true);
  const reference = (await payer.detail(result.id)).attempts[0]?.id;
  expect((await lab.outside('GET', `/bank/payouts/${reference}`)).status).toBe(404);
  expect(await decide(result.id, 'release')).toMatchObject({ status: 'succeeded' });
  expect((await lab.outside('GET', `/bank/payouts/${reference}`)).body.status).toBe('settled');
  expect(await payer.money()).toBe('2000000+0');
});

test('nobody decides alone, and not everybody decides', async () => {
  const id = await held();
  const agent = await newStaff(lab.system, 'agent');
  expect((await agent.send(listHeldPayments)).problem?.code).toBe('not_allowed');
  expect((await propose(agent, id, 'release')).problem?.code).toBe('not_allowed');
  const { result } = await propose(supervisor, id, 'release');
  const alone = await supervisor.send(decideApproval, {
    params: { id: result.id },
    body: { decision: 'approved' },
  });
  expect(alone.problem?.code).toBe('not_allowed');
  expect(await payer.detail(id)).toMatchObject({ status: 'processing', underReview: true });
});

test('one card brings in so much a day and so often, whoever adds the money to what', async () => {
  const card = await payer.addCard('4242424242424242');
  const used = (amount: bigint, count: number) =>
    lab.db.query(
      `insert into payments.usage (subject, scope, currency, day, amount, count)
       values ($1, 'method', 'CNY', (now() at time zone 'Asia/Shanghai')::date, $2, $3)
       on conflict (subject, scope, currency, day) do update set amount = $2, count = $3`,
      [card.id, amount, count],
    );
  await used(mostOfMethodADay.amount - 100n, 3);
  const { problem } = await payer.pay('top_up', card, '101');
  expect(problem?.code).toBe('amount_limit_exceeded');
  const [attempt] = (await payer.detail(paymentIn(problem).id)).attempts;
  expect(attempt?.trace.find(({ check }) => check === 'limits')?.evidence).toMatchObject({
    limit: 'method_per_day',
    remaining: '100',
  });
  expect((await payer.pay('top_up', card, '100')).status).toBe(201);
  expect((await payer.pay('top_up', card, '1')).problem?.code).toBe('amount_limit_exceeded');
});
