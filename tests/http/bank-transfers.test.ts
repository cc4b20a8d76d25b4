import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listPayments, listPaymentMethods } from '../../contract/payments.ts';
import { getReconciliation, runReconciliation } from '../../contract/reconciliation.ts';
import { decideApproval } from '../../contract/staff.ts';
import {
  getDepositDetails,
  listSuspense,
  requestSuspense,
  resolveSuspense,
} from '../../contract/suspense.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { until } from '../../server/platform/testing.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let finance: ApiClient;
let colleague: ApiClient;
beforeAll(async () => {
  lab = await startPayments();
  [finance, colleague] = [await newStaff(lab.system, 'finance'), await newStaff(lab.system, 'finance')];
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
afterEach(() => lab.system.sandbox.clearFaults());

/** Files are exchanged every minute, or now. */
const exchange = () =>
  lab.db.query("select graphile_worker.add_job('rails.bank_files', '{}', job_key => 'rails.bank_files')");
const send = async (credit: Record<string, unknown>) => {
  const sent = { currency: 'CNY', debtorName: '李明', debtorAccount: '6225880000000001', ...credit };
  expect((await lab.outside('POST', '/bank/credits', sent)).status).toBe(201);
  await exchange();
};
const money = (customer: TestCustomer, expected: string) =>
  until(async () => (await customer.money()) === expected, 15_000);
const waiting = async (remittance: string) =>
  (await finance.call(listSuspense)).open.find((item) => item.remittance === remittance);

test('money with the customer’s reference is credited, however it was written, once, and shows in the bills', async () => {
  const customer = await lab.customer();
  const { reference, accountNumber } = await customer.call(getDepositDetails);
  expect((await customer.call(getDepositDetails)).reference).toBe(reference);
  await send({ amount: '12345', creditorReference: reference });
  await send({ amount: '55', remittance: `充值 ${reference.toLowerCase().replace(/(.{4})/g, '$1 ')}` });
  await money(customer, '12400+0');

  // The day's statement has both again.
  const day = new Date().toISOString().slice(0, 10);
  await finance.call(runReconciliation, { body: { day } });
  await exchange();
  const { payments } = await customer.call(listPayments, { query: {} });
  expect(payments.map(({ kind, status, amount }) => `${kind} ${status} ${amount}`).toSorted()).toEqual([
    'top_up succeeded 12345',
    'top_up succeeded 55',
  ]);
  expect(payments[0]?.counterparty).toEqual({
    kind: 'bank_account',
    name: { zh: '银行转账(0001)', en: 'Bank transfer (0001)' },
  });
  // The payer's account is not one to pay with.
  expect((await customer.call(listPaymentMethods)).methods).toEqual([]);
  expect(await customer.money()).toBe('12400+0');
  expect(accountNumber).toMatch(/^\d+$/);
  expect((await finance.call(getReconciliation)).open).toEqual([]);
});

test('money for nobody waits until one member of finance says whose it is and another approves; done once', async () => {
  const customer = await lab.customer();
  const remittance = `货款 ${randomUUID()}`;
  await send({ amount: '7000', remittance });
  await until(async () => (await waiting(remittance)) !== undefined, 15_000);
  const item = await waiting(remittance);
  expect(item).toMatchObject({
    amount: '7000',
    payerName: '李明',
    payerAccount: '0001',
    state: 'open',
    returnable: true,
  });
  const params = { id: item?.id as string };
  expect((await finance.send(resolveSuspense, { params })).problem?.code).toBe('approval_required');
  const assign = {
    action: 'assign',
    customer: { phone: customer.phone },
    reason: '客户来电核对无误',
  } as const;
  expect(
    (
      await finance.send(requestSuspense, {
        params,
        body: { ...assign, customer: { email: 'nobody@upay.test' } },
      })
    ).status,
  ).toBe(404);
  const asked = await finance.call(requestSuspense, { params, body: assign });
  const approval = { params: { id: asked.approval?.id as string }, body: { decision: 'approved' } } as const;
  // Neither by oneself, nor before it is approved, nor asked for twice.
  expect((await finance.send(decideApproval, approval)).problem?.code).toBe('not_allowed');
  expect((await finance.send(resolveSuspense, { params })).problem?.code).toBe('approval_required');
  expect(
    (await colleague.send(requestSuspense, { params, body: { action: 'return', reason: '退回付款方' } }))
      .status,
  ).toBe(409);
  expect(await customer.money()).toBe('0+0');

  await colleague.call(decideApproval, approval);
  const done = await Promise.all(
    [finance, colleague, finance].map((each) => each.send(resolveSuspense, { params })),
  );
  expect(done.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
  expect(await customer.money()).toBe('7000+0');
  const { resolved } = await finance.call(listSuspense);
  expect(resolved.find(({ id }) => id === params.id)).toMatchObject({
    state: 'assigned',
    customer: { name: '*芳' },
    approval: { state: 'used' },
  });
});

test.each<[string, string, 'returned' | 'open']>([
  ['6225880000000001', 'goes back where it came from', 'returned'],
  ['000111111113', 'waits again when the bank does not take it back', 'open'],
])('money for nobody from %s %s', async (debtorAccount, _, state) => {
  const remittance = `错汇 ${randomUUID()}`;
  await send({ amount: '800', remittance, debtorAccount });
  await until(async () => (await waiting(remittance)) !== undefined, 15_000);
  const params = { id: (await waiting(remittance))?.id as string };
  const body = { action: 'return', reason: '查无此人，退回' } as const;
  const { approval } = await finance.call(requestSuspense, { params, body });
  await colleague.call(decideApproval, {
    params: { id: approval?.id as string },
    body: { decision: 'approved' },
  });
  expect(await finance.call(resolveSuspense, { params })).toMatchObject({ state: 'returning' });
  const { open, resolved } = await (async () => {
    for (;;) {
      const list = await finance.call(listSuspense);
      const now = [...list.open, ...list.resolved].find(({ id }) => id === params.id);
      if (now?.state === state) return list;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const item = [...open, ...resolved].find(({ id }) => id === params.id);
  expect(item?.approval?.state).toBe(state === 'returned' ? 'used' : undefined);
});

test('only finance sees it, and an agent can ask for nothing', async () => {
  const agent = await newStaff(lab.system, 'supervisor');
  expect((await agent.send(listSuspense)).problem?.code).toBe('not_allowed');
  const params = { id: randomUUID() };
  const body = { action: 'return', reason: '退回付款方' } as const;
  expect((await agent.send(requestSuspense, { params, body })).problem?.code).toBe('not_allowed');
  expect((await finance.send(requestSuspense, { params, body })).status).toBe(404);
});

test('while the bank’s API does not answer, withdrawals go by file: settled, sent back, or still out', async () => {
  const customer = await lab.richCustomer('5000');
  const [good, closed, never] = [
    await customer.addBankAccount('000123456789'),
    await customer.addBankAccount('000111111113'),
    await customer.addBankAccount('000000000009'),
  ];
  await lab.system.sandbox.setFault({ operation: 'bank.payout', fault: 'refuse', times: 5 });
  const poor = await lab.richCustomer('500');
  const account = await poor.addBankAccount('000123456789');
  for (let times = 0; times < 5; times++) await poor.pay('withdrawal', account, '100');

  const paid = [];
  for (const method of [good, closed, never]) {
    const { status, result } = await customer.pay('withdrawal', method, '1000');
    expect([status, result.status]).toEqual([202, 'processing']);
    paid.push(result.id);
  }
  const [settled, refused, out] = paid as [string, string, string];
  expect(await customer.settled(settled)).toMatchObject({ status: 'succeeded' });
  expect(await customer.settled(refused)).toMatchObject({ failure: { code: 'account_closed' } });
  expect(await customer.detail(out)).toMatchObject({ status: 'processing', moneyMoved: 'held' });
  expect(await customer.money()).toBe('3000+1000');
  const attempt = (await customer.detail(settled)).attempts[0];
  expect(attempt?.trace.at(-1)?.evidence).toMatchObject({
    rail: 'bank-transfer',
    network: 'bank',
    code: 'ACSC',
  });
  // The statement of the day knows them, and nothing else.
  await finance.call(runReconciliation, { body: { day: new Date().toISOString().slice(0, 10) } });
  const { open } = await finance.call(getReconciliation);
  expect(open.filter(({ rail }) => rail.id === 'bank-transfer')).toEqual([]);
});

test('money in a currency that we do not hold waits for a person, once, and can only go back', async () => {
  const customer = await lab.customer();
  const { reference } = await customer.call(getDepositDetails);
  const remittance = `円 ${randomUUID()} ${reference}`;
  await send({ amount: '10000', currency: 'JPY', remittance });
  await send({ amount: '300', creditorReference: reference });
  await money(customer, '300+0');
  await until(async () => (await waiting(remittance)) !== undefined, 15_000);
  const item = await waiting(remittance);
  // The bank's 100.00 are a hundred yen, which have no minor unit.
  expect(item).toMatchObject({ amount: '100', currency: 'JPY', state: 'open', returnable: true });
  const waits = await lab.db.query('select currency from rails.statement_entry where handled_at is null');
  expect(waits).toEqual([]);

  const params = { id: item?.id as string };
  const assign = {
    action: 'assign',
    customer: { phone: customer.phone },
    reason: '客户来电核对无误',
  } as const;
  expect((await finance.send(requestSuspense, { params, body: assign })).problem?.code).toBe(
    'currency_not_held',
  );
  const body = { action: 'return', reason: '不支持的币种，退回' } as const;
  const { approval } = await finance.call(requestSuspense, { params, body });
  await colleague.call(decideApproval, {
    params: { id: approval?.id as string },
    body: { decision: 'approved' },
  });
  await finance.call(resolveSuspense, { params });
  await until(
    async () =>
      (await finance.call(listSuspense)).resolved.some(
        ({ id, state }) => id === params.id && state === 'returned',
      ),
    15_000,
  );
});

test('an amount finer than its currency waits for a person with the bank’s own text, and holds nobody up', async () => {
  const customer = await lab.customer();
  const { reference } = await customer.call(getDepositDetails);
  const remittance = `零头 ${randomUUID()}`;
  await send({ amount: '1234', statedAmount: '12.345', creditorReference: reference, remittance });
  await send({ amount: '300', creditorReference: reference });
  await money(customer, '300+0');
  await until(async () => (await waiting(remittance)) !== undefined, 15_000);
  const item = await waiting(remittance);
  expect(item).toMatchObject({ amount: '1234', statedAmount: '12.345', state: 'open', returnable: true });

  const params = { id: item?.id as string };
  const email = `${randomUUID()}@upay.test`;
  await lab.db.query('update identity.customer set email = $1 where phone = $2', [
    email,
    `+86${customer.phone}`,
  ]);
  const assign = { action: 'assign', customer: { email }, reason: '银行确认多报了零头' } as const;
  const { approval } = await finance.call(requestSuspense, { params, body: assign });
  await colleague.call(decideApproval, {
    params: { id: approval?.id as string },
    body: { decision: 'approved' },
  });
  await finance.call(resolveSuspense, { params });
  expect(await customer.money()).toBe('1534+0');
});

test('money that can go nowhere by itself leaves the books when two people say what was done at the bank', async () => {
  const remittance = `円 ${randomUUID()}`;
  const sums = async () =>
    lab.db.query<{ purpose: string; balance: bigint }>(
      `select purpose, abs(debits_posted - credits_posted) as balance from ledger.account
       where currency = 'JPY' and purpose in ('suspense', 'clearing:bank-transfer') order by purpose`,
    );
  await send({ amount: '70000', currency: 'JPY', remittance, debtorAccount: undefined });
  await until(async () => (await waiting(remittance)) !== undefined, 15_000);
  const before = await sums();
  const params = { id: (await waiting(remittance))?.id as string };
  const back = { action: 'return', reason: '退回付款方' } as const;
  expect((await finance.send(requestSuspense, { params, body: back })).problem?.code).toBe('conflict');
  const body = { action: 'settle', reason: '已由银行柜面退回，回单 88' } as const;
  const { approval } = await finance.call(requestSuspense, { params, body });
  expect((await finance.send(resolveSuspense, { params })).problem?.code).toBe('approval_required');
  await colleague.call(decideApproval, {
    params: { id: approval?.id as string },
    body: { decision: 'approved' },
  });
  const done = await Promise.all([1, 2, 3].map(() => finance.send(resolveSuspense, { params })));
  expect(done.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
  expect((await finance.call(listSuspense)).resolved.find(({ id }) => id === params.id)).toMatchObject({
    state: 'settled',
    approval: { state: 'used', reason: body.reason },
  });
  const after = await sums();
  expect(after.map(({ balance }, index) => (before[index]?.balance ?? 0n) - balance)).toEqual([700n, 700n]);
});

// The last one here: the day's statement has that movement too, and cannot be read.
test('a file with text that cannot be kept is set aside with its reason, and holds up no later one', async () => {
  const customer = await lab.customer();
  const { reference } = await customer.call(getDepositDetails);
  await send({ amount: '900', remittance: '货款\u0000' });
  await send({ amount: '800', creditorReference: reference });
  await money(customer, '800+0');
  expect(
    await lab.db.query(
      "select kind, problem from rails.bank_file where status = 'refused' and content like '%货款%'",
    ),
  ).toEqual([{ kind: 'camt.054', problem: 'has a character that XML does not know' }]);
});
