import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  answerAccountAction,
  listAccountActions,
  proposeAccountAction,
} from '../../contract/account-actions.ts';
import { businessDay } from '../../contract/business-day.ts';
import { openDispute } from '../../contract/disputes.ts';
import { listPayments } from '../../contract/payments.ts';
import { exportMyData } from '../../contract/personal-data.ts';
import { decideApproval, listApprovals } from '../../contract/staff.ts';
import {
  getDeskConversation,
  getMessages,
  openConversation,
  requestPerson,
  takeConversation,
} from '../../contract/support.ts';
import {
  type AccountActionKind,
  askForVerification,
  proveVerification,
  type VerificationPurpose,
} from '../../contract/verifications.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { until } from '../../server/platform/testing.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let agent: ApiClient;
let supervisors: [ApiClient, ApiClient];
let customer: TestCustomer;
let id: string;
beforeAll(async () => {
  lab = await startPayments();
  supervisors = [await newStaff(lab.system, 'supervisor'), await newStaff(lab.system, 'supervisor')];
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  [agent, customer] = await Promise.all([newStaff(lab.system, 'senior_agent'), lab.richCustomer('5000000')]);
  ({ id } = await customer.call(openConversation, { body: { context: { screen: 'home' }, language: 'zh' } }));
  await customer.call(requestPerson, { params: { id } });
  await agent.call(takeConversation, { params: { id } });
});

async function verify(purpose: VerificationPurpose): Promise<number> {
  const asked = await agent.call(askForVerification, { params: { id }, body: { purpose } });
  const proof = () => customer.send(proveVerification, { params: { id: asked.id } });
  await lab.confirm(customer, (await proof()).problem);
  expect((await proof()).result.state).toBe('proven');
  return asked.level;
}
const propose = (kind: AccountActionKind, paymentId?: string, amount?: string, who = agent) =>
  who.send(proposeAccountAction, {
    params: { id },
    body: {
      kind,
      reason: '客户在会话里提出',
      ...(paymentId === undefined ? {} : { paymentId }),
      ...(amount === undefined ? {} : { amount }),
    },
  });
const accept = (action: string) =>
  customer.send(answerAccountAction, { params: { id: action }, body: { answer: 'accept' } });
const stateOf = async (action: string) =>
  (await agent.call(listAccountActions, { params: { id } })).actions.find((one) => one.id === action)?.state;

/** Both supervisors press at once, twice each; one of the presses counts. */
async function approveAtOnce(): Promise<void> {
  const { approvals } = await supervisors[0].call(listApprovals, { query: { view: 'waiting' } });
  const approval = approvals.find(({ conversationId }) => conversationId === id);
  const decide = (who: ApiClient) =>
    who.send(decideApproval, { params: { id: approval?.id ?? '' }, body: { decision: 'approved' } });
  expect((await decide(agent)).problem?.code).toBe('not_allowed');
  const answers = await Promise.all([...supervisors, ...supervisors].map(decide));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
}

/** The whole way: refused without proof, then accepted twice at once, then approved four times at once. */
async function through(kind: AccountActionKind, level: number, paymentId?: string, amount?: string) {
  expect((await propose(kind, paymentId, amount)).problem?.code).toBe('verification_required');
  expect(await verify(kind as VerificationPurpose)).toBe(level);
  const { result } = await propose(kind, paymentId, amount);
  expect(result.state).toBe('waiting_customer');
  const answers = await Promise.all([accept(result.id), accept(result.id)]);
  expect(new Set(answers.map(({ status, problem }) => problem?.code ?? status))).toEqual(
    new Set([200, 'conflict']),
  );
  await approveAtOnce();
  await until(async () => (await stateOf(result.id)) === 'executed');
  const done = await lab.db.query(
    `select action from identity.audit where details ->> 'accountActionId' = $1 and action = 'account_action.executed'`,
    [result.id],
  );
  expect(done).toHaveLength(1);
}

async function purchase(amount: string): Promise<string> {
  const { apiKey } = await lab.merchant('云朵咖啡');
  const session = await lab.openSession(apiKey, amount);
  const { result } = await customer.pay('purchase', { type: 'balance' }, amount, {
    checkoutSessionId: session.id,
  });
  return result.id;
}

/** A transfer that the rules of risk hold. */
async function held(payee: TestCustomer): Promise<string> {
  await lab.db.query(
    "update identity.customer set registered_at = registered_at - interval '2 days' where id = $1",
    [customer.customer.id],
  );
  await lab.confirm(customer, (await customer.transferTo(payee, '3000000')).problem);
  const { result } = await customer.transferTo(payee, '3000000');
  expect(result.underReview).toBe(true);
  return result.id;
}

test('a refund is proven, accepted, approved by another and paid back once', async () => {
  const payment = await purchase('40000');
  expect(await customer.money()).toBe('4960000+0');
  await through('refund', 1, payment, '15000');
  expect(await customer.money()).toBe('4975000+0');
  expect((await customer.detail(payment)).refundedAmount).toBe('15000');
  // What is left of it is the most there is, and another's payment is nobody's here.
  expect((await propose('refund', payment, '25001')).problem?.code).toBe('refund_exceeds_payment');
  const stranger = await lab.richCustomer('100000');
  const { result } = await stranger.transferTo(customer, '100');
  expect((await propose('refund', result.id, '100')).problem?.code).toBe('payment_not_refundable');
});

test('a goodwill credit is one line in the bills, the statement, the export and at the desk, and no spending', async () => {
  await through('goodwill', 1, undefined, '2000');
  expect(await customer.money()).toBe('5002000+0');
  const { payments } = await customer.call(listPayments, { query: { kind: 'goodwill' } });
  expect(payments).toMatchObject([
    {
      kind: 'goodwill',
      status: 'succeeded',
      direction: 'in',
      amount: '2000',
      counterparty: { kind: 'upay' },
      method: { type: 'balance' },
      goodwill: { conversationId: id },
    },
  ]);
  const payment = payments[0]?.id ?? '';
  for (const search of ['补偿', 'goodwill', '20.00', payment]) {
    const found = await customer.call(listPayments, { query: { search } });
    expect(
      found.payments.map((one) => one.id),
      search,
    ).toEqual([payment]);
  }
  expect((await customer.detail(payment)).attempts).toMatchObject([
    { status: 'succeeded', trace: [{ check: 'rail', evidence: { source: 'goodwill', conversationId: id } }] },
  ]);
  const { messages } = await customer.call(getMessages, { params: { id }, query: {} });
  expect(messages.at(-1)?.content).toMatchObject({ event: 'account_action', paymentId: payment });
  const desk = await agent.call(getDeskConversation, { params: { id } });
  expect(desk.recentPayments.map((one) => one.id)).toContain(payment);

  const month = businessDay(new Date()).slice(0, 7);
  const csv = await fetch(`${customer.url}/api/statements/${month}/csv`, {
    headers: { cookie: customer.cookieHeader(), 'accept-language': 'zh' },
  });
  expect((await csv.text()).split('\r\n')[1]).toContain('"补偿","UPay","20.00","","CNY","成功","余额"');
  await lab.confirm(customer, (await customer.send(exportMyData)).problem);
  const { sections } = (await customer.send(exportMyData)).result;
  expect(sections.payments).toMatchObject({
    payments: [{ kind: 'goodwill', amount: '2000' }, { kind: 'top_up' }],
  });

  const spent = 'select from payments.spending where customer_id = $1 and amount > 0';
  expect(await lab.db.query(spent, [customer.customer.id])).toEqual([]);
  await verify('refund');
  expect((await propose('refund', payment, '100')).problem?.code).toBe('payment_not_refundable');
  const again = await customer.tryAgain(payment, { type: 'balance' });
  expect(again.problem?.code).toBe('payment_not_payable');
  const dispute = await customer.send(openDispute, {
    params: { id: payment },
    body: { reason: 'unrecognized', description: '这是什么' },
    idempotencyKey: randomUUID(),
  });
  expect(dispute.problem?.code).toBe('dispute_not_possible');
});

test('two refunds of one payment, accepted and approved together, give back no more than was paid', async () => {
  const payment = await purchase('40000');
  await verify('refund');
  const first = (await propose('refund', payment, '30000')).result.id;
  const second = (await propose('refund', payment, '30000')).result.id;
  await Promise.all([accept(first), accept(second)]);
  const { approvals } = await supervisors[0].call(listApprovals, { query: { view: 'waiting' } });
  await Promise.all(
    approvals
      .filter(({ conversationId }) => conversationId === id)
      .map((one) =>
        supervisors[1].send(decideApproval, { params: { id: one.id }, body: { decision: 'approved' } }),
      ),
  );
  await until(async () => {
    const states = [await stateOf(first), await stateOf(second)];
    return states.includes('executed') && states.includes('failed');
  });
  expect(await customer.money()).toBe('4990000+0');
});

test('a held payment is released at its owner’s wish, once, and only while it is held', async () => {
  const payee = await lab.customer('李明');
  const payment = await held(payee);
  await through('release_held_payment', 2, payment);
  expect((await customer.settled(payment)).status).toBe('succeeded');
  expect([await customer.money(), await payee.money()]).toEqual(['2000000+0', '3000000+0']);
  expect((await propose('release_held_payment', payment)).problem?.code).toBe('conflict');
});

test('a held payment is refused at its owner’s wish, and the money is free again', async () => {
  const payee = await lab.customer('李明');
  const payment = await held(payee);
  const colleague = await newStaff(lab.system, 'senior_agent');
  expect((await propose('refuse_held_payment', payment, undefined, colleague)).problem?.code).toBe(
    'not_allowed',
  );
  await through('refuse_held_payment', 1, payment);
  expect(await customer.settled(payment)).toMatchObject({
    status: 'requires_payment_method',
    moneyMoved: 'no',
  });
  expect([await customer.money(), await payee.money()]).toEqual(['5000000+0', '0+0']);
});
