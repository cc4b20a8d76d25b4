import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDeskRefund, getRefundablePayment } from '../../contract/refunds.ts';
import { decideApproval } from '../../contract/staff.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { until } from '../../server/platform/testing.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let finance: ApiClient;
let senior: ApiClient;
let buyer: TestCustomer;
let shop: { apiKey: string };
beforeAll(async () => {
  lab = await startPayments();
  [finance, senior] = await Promise.all([
    newStaff(lab.system, 'finance'),
    newStaff(lab.system, 'senior_agent'),
  ]);
  buyer = await lab.richCustomer('1000000');
  shop = await lab.merchant('云朵咖啡');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

async function paid(amount: string): Promise<string> {
  const session = await lab.openSession(shop.apiKey, amount);
  const { result } = await buyer.pay('purchase', { type: 'balance' }, amount, {
    checkoutSessionId: session.id,
  });
  return result.id;
}
const begin = (
  staff: ApiClient,
  id: string,
  amount: string,
  { key = randomUUID(), note = '重复扣款，商户已确认' } = {},
) =>
  staff.send(beginDeskRefund, {
    params: { id },
    body: { amount, reason: 'duplicate', note },
    idempotencyKey: key,
  });
const look = (id: string) => finance.call(getRefundablePayment, { params: { id } });
const decide = (staff: ApiClient, id: string, decision: 'approved' | 'rejected' = 'approved') =>
  staff.send(decideApproval, { params: { id }, body: { decision } });

test('a small refund begins at once, in parts, once a key, and stands in the audit', async () => {
  const id = await paid('40000');
  const key = randomUUID();
  const [first, second] = await Promise.all([
    begin(finance, id, '15000', { key }),
    begin(finance, id, '15000', { key }),
  ]);
  expect(first.problem).toBeUndefined();
  expect(first.result.refund).toMatchObject({ amount: '15000', status: 'succeeded' });
  expect(second.result.refund?.id).toBe(first.result.refund?.id);
  expect((await begin(finance, id, '15001', { key })).problem?.code).toBe('idempotency_key_reused');
  expect((await begin(finance, id, '25001')).problem?.code).toBe('refund_exceeds_payment');
  expect((await begin(finance, id, '25000')).status).toBe(201);
  expect(await look(id)).toMatchObject({
    refundable: '0',
    refunds: [{ amount: '15000' }, { amount: '25000' }],
  });
  const audit = await lab.db.query(
    "select details from identity.audit where action = 'refund.begun' and details->>'paymentId' = $1",
    [id],
  );
  expect(audit).toHaveLength(2);
});

test('a large one waits for a colleague, and two approvals of one wish are one refund', async () => {
  const id = await paid('120000');
  const key = randomUUID();
  const asked = await Promise.all([
    begin(finance, id, '60000', { key }),
    begin(finance, id, '60000', { key }),
  ]);
  const approvals = asked.map(({ result }) => result.approval?.id as string);
  expect(await look(id)).toMatchObject({ refundable: '120000', refunds: [] });
  expect((await decide(finance, approvals[0] as string)).problem?.code).toBe('not_allowed');
  for (const each of approvals) expect((await decide(senior, each)).status).toBe(200);
  await until(async () => (await look(id)).refunds.length > 0);
  await until(async () => {
    const left = await lab.db.query(
      "select from graphile_worker.jobs where task_identifier = 'payments.desk_refund'",
    );
    return left.length === 0;
  });
  expect(await look(id)).toMatchObject({ refundable: '60000', refunds: [{ amount: '60000' }] });

  const rejected = (await begin(finance, id, '60000')).result.approval?.id as string;
  await decide(senior, rejected, 'rejected');
  // Given back meanwhile: what was approved finds too little left, and moves nothing.
  const late = (await begin(finance, id, '60000')).result.approval?.id as string;
  await begin(finance, id, '1');
  await decide(senior, late);
  await until(async () => {
    const [job] = await lab.db.query(
      "select from graphile_worker.jobs where task_identifier = 'payments.desk_refund'",
    );
    return job === undefined;
  });
  expect(await look(id)).toMatchObject({ refundable: '59999' });
});

test('who may not, and what cannot be given back, is said so', async () => {
  const id = await paid('3500');
  const agent = await newStaff(lab.system, 'agent');
  expect((await begin(agent, id, '3500')).problem?.code).toBe('not_allowed');
  expect((await begin(finance, randomUUID(), '3500')).problem?.code).toBe('not_found');
  expect((await begin(finance, id, '3500', { note: '短' })).problem?.code).toBe('invalid_request');
  const transfer = await buyer.transferTo(await lab.customer('李明'), '100');
  expect((await begin(finance, transfer.result.id, '100')).problem?.code).toBe('payment_not_refundable');
});

test('the database itself refuses a large one that nobody has approved', async () => {
  const id = await paid('60000');
  const insert = (amount: string) =>
    lab.db.query(
      `insert into payments.refund (id, payment_id, customer_id, merchant_id, amount, currency, reason, status, destination,
         attempt_id, requested_by, requester_id, idempotency_key, fingerprint, created_at, completed_at)
       select uuidv7(), id, customer_id, merchant_id, $2, currency, 'other', 'succeeded', 'balance', id, 'desk', merchant_id,
         uuidv7()::text, '', now(), now() from payments.payment where id = $1`,
      [id, amount],
    );
  await expect(insert('50000')).rejects.toThrow('the approval of a second person');
});
