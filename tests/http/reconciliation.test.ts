import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { getClosing } from '../../contract/ledger.ts';
import {
  getReconciliation,
  type ReconciliationException,
  resolveException,
  runReconciliation,
} from '../../contract/reconciliation.ts';
import { listSuspense } from '../../contract/suspense.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let finance: ApiClient;
beforeAll(async () => {
  lab = await startPayments();
  finance = await newStaff(lab.system, 'finance');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
afterEach(() => lab.system.sandbox.clearFaults());

const today = () => new Date().toISOString().slice(0, 10);
const run = (day = today()) => finance.call(runReconciliation, { body: { day } });
const settledIn = async () => (await run()).reports.reduce((sum, { settled }) => sum + settled, 0);

/** Open differences about a reference. */
async function differences(reference: string | undefined): Promise<ReconciliationException[]> {
  const { open } = await finance.call(getReconciliation);
  return open.filter((each) => each.reference === reference);
}

async function referenceOf(customer: TestCustomer, paymentId: string): Promise<string> {
  const attempt = (await customer.detail(paymentId)).attempts.at(-1);
  return attempt?.id as string;
}

const tokenOf = async (methodId: string) =>
  (await lab.db.query<{ token: string }>('select token from payments.method where id = $1', [methodId]))[0]
    ?.token;

const suspense = async () =>
  (
    await lab.db.query<{ balance: bigint }>(
      "select coalesce(sum(credits_posted - debits_posted), 0) as balance from ledger.account where purpose = 'suspense'",
    )
  )[0]?.balance;

test('what the rail settled and nobody told us of is settled by its report, once', async () => {
  await lab.system.sandbox.setFault({ operation: 'bank.inquiry', fault: 'error', times: 1_000 });
  const customer = await lab.customer();
  const silent = await customer.addBankAccount('000888888868');
  const { result } = await customer.pay('top_up', silent, '1000');
  expect(result).toMatchObject({ status: 'processing', moneyMoved: 'held' });

  const settled = await Promise.all([settledIn(), settledIn(), settledIn()]);
  expect(Math.max(...settled)).toBeGreaterThan(0);
  const payment = await customer.detail(result.id);
  expect(payment).toMatchObject({ status: 'succeeded' });
  expect(payment.attempts[0]?.trace.at(-1)?.evidence).toMatchObject({
    source: 'report',
    code: 'settlement_report',
  });
  expect(await customer.money()).toBe('1000+0');
  expect(await differences(await referenceOf(customer, result.id))).toEqual([]);
  expect(await settledIn()).toBe(0);
  const { reports } = await finance.call(getReconciliation);
  const bank = reports.find(({ rail, day }) => rail.id === 'sandbox-bank' && day === today());
  expect(bank).toMatchObject({ status: 'read', lines: expect.any(Number), fees: [{ currency: 'CNY' }] });
});

test('money that the rail took and we know nothing of waits on the suspense account, booked once', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4242424242424242');
  const reference = randomUUID();
  const before = (await suspense()) as bigint;
  await lab.outside('POST', '/card/charges', {
    reference,
    token: await tokenOf(card.id),
    amount: '4321',
    currency: 'CNY',
    capture: true,
    merchantName: '?',
    description: '',
  });
  await Promise.all([run(), run()]);
  await run();
  expect(await differences(reference)).toMatchObject([
    { kind: 'missing_with_us', operation: 'charge', theirAmount: '4321', suspenseItemId: expect.any(String) },
  ]);
  expect((await suspense()) as bigint).toBe(before + 4321n);
  // A currency that we do not hold is money all the same.
  await lab.outside('POST', '/card/charges', {
    reference: randomUUID(),
    token: await tokenOf(card.id),
    amount: '77',
    currency: 'EUR',
    capture: true,
    merchantName: '?',
    description: '',
  });
  await run();
  await run();
  const { open } = await finance.call(listSuspense);
  expect(open.filter(({ currency }) => currency === 'EUR')).toMatchObject([{ amount: '77', state: 'open' }]);
});

test('an amount that differs is for people, whichever side is right', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard('4242424242424242');
  await lab.system.sandbox.setFault({ operation: 'card.inquiry', fault: 'error', times: 1_000 });
  await lab.system.sandbox.setFault({ operation: 'card.charge', fault: 'drop_before' });
  const { result } = await customer.pay('top_up', card, '1000');
  const reference = await referenceOf(customer, result.id);
  // The network takes less than we asked for.
  await lab.outside('POST', '/card/charges', {
    reference,
    token: await tokenOf(card.id),
    amount: '900',
    currency: 'CNY',
    capture: true,
    merchantName: 'UPay',
    description: '',
  });
  await run();
  const [difference] = await differences(reference);
  expect(difference).toMatchObject({ kind: 'amount_differs', ourAmount: '1000', theirAmount: '900' });

  const params = { id: difference?.id as string };
  const resolution = '卡组织确认少扣，客户已补足差额';
  expect(await finance.call(resolveException, { params, body: { resolution } })).toMatchObject({
    resolution,
    resolvedBy: '周敏',
  });
  expect((await finance.send(resolveException, { params, body: { resolution } })).status).toBe(409);
  await run();
  expect(await differences(reference)).toEqual([]);
});

test('what we hold to have gone through and no report has is found, and closes itself when a later report has it', async () => {
  const customer = await lab.customer();
  const never = await customer.addBankAccount('000000000009');
  const { result } = await customer.pay('top_up', never, '1000');
  const reference = await referenceOf(customer, result.id);
  const settled = { reference, status: 'settled', network: 'bank', code: 'ACSC' };
  expect(await lab.callBack('bank.debit.updated', settled)).toBe(204);
  await lab.db.query(
    "update payments.attempt set started_at = now() - interval '2 days', completed_at = now() - interval '2 days' where id = $1",
    [reference],
  );
  await run();
  expect(await differences(reference)).toMatchObject([
    { kind: 'missing_with_them', ourAmount: '1000', paymentId: result.id },
  ]);
  // The same movement, in a report at last.
  const token = await tokenOf((await customer.addBankAccount('000123456789')).id);
  const late = { reference: randomUUID(), token, amount: '1000', currency: 'CNY', description: '' };
  await lab.outside('POST', '/bank/debits', late);
  await lab.db.query('update payments.reconciliation_exception set reference = $2 where reference = $1', [
    reference,
    late.reference,
  ]);
  await lab.db.query('update payments.attempt set id = $2 where id = $1', [reference, late.reference]);
  await run();
  expect(await differences(late.reference)).toEqual([]);
});

test('a payout that went through after it was given up is in the books by the report, whatever is left in the wallet', async () => {
  const customer = await lab.richCustomer('500');
  await lab.system.sandbox.setFault({ operation: 'bank.payout', fault: 'error' });
  const account = await customer.addBankAccount('000123456789');
  const { result } = await customer.pay('withdrawal', account, '500');
  const reference = await referenceOf(customer, result.id);
  const told = { reference, status: 'rejected', network: 'bank', code: 'AC06' };
  expect(await lab.callBack('bank.payout.updated', told)).toBe(204);
  await customer.transferTo(await lab.customer('李明'), '500');
  await lab.outside('POST', '/bank/payouts', {
    reference,
    token: await tokenOf(account.id),
    amount: '500',
    currency: 'CNY',
    description: '',
  });
  await run();
  expect(await differences(reference)).toEqual([]);
  expect(await customer.detail(result.id)).toMatchObject({ status: 'succeeded', moneyMoved: 'yes' });
  expect(await customer.money()).toBe('0+0');
});

test('what a rail keeps of a line is an expense, booked once, and the closing report has it', async () => {
  const customer = await lab.customer();
  await customer.topUp(await customer.addCard('4242424242424242'), '100000');
  const booked = async () =>
    (
      await lab.db.query<{ fees: bigint }>(
        "select sum(debits_posted - credits_posted) as fees from ledger.account where purpose = 'fees:sandbox-card'",
      )
    )[0]?.fees;
  const before = (await booked()) ?? 0n;
  await Promise.all([run(), run(), run()]);
  const after = await booked();
  expect(after).toBeGreaterThan(before);
  await run();
  expect(await booked()).toBe(after);
  const [lines] = await lab.db.query<{ fees: bigint }>(
    "select sum(fee) as fees from payments.settlement_line where rail_id = 'sandbox-card'",
  );
  expect(after).toBe(lines?.fees);
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const closing = await finance.call(getClosing, { params: { day } });
  expect(closing.balanced).toBe(true);
  expect(closing.currencies.find(({ currency }) => currency === 'CNY')?.lines).toContainEqual(
    expect.objectContaining({ purpose: 'fees:sandbox-card', side: 'debit', closing: String(after) }),
  );
});

test('only finance sees and runs it; a day to come and a rail that does not report are said so', async () => {
  const agent = await newStaff(lab.system, 'agent');
  expect((await agent.send(getReconciliation)).problem?.code).toBe('not_allowed');
  expect((await agent.send(runReconciliation, { body: { day: today() } })).problem?.code).toBe('not_allowed');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  expect((await finance.send(runReconciliation, { body: { day: tomorrow } })).status).toBe(422);
  await lab.system.sandbox.kill();
  const { reports } = await run('2026-01-02');
  await lab.system.sandbox.restart();
  expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(['unavailable']));
  const { reports: again } = await run('2026-01-02');
  expect(new Set(again.map(({ status }) => status))).toEqual(new Set(['read']));
});
