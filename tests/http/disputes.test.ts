import { largestFile } from '../../contract/files.ts';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contract from '../../contract/disputes.ts';
import { getMerchantBalance } from '../../contract/merchants.ts';
import { listPayments, type Payment } from '../../contract/payments.ts';
import { createRefund } from '../../contract/refunds.ts';
import { decideApproval } from '../../contract/staff.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let buyer: TestCustomer;
let senior: ApiClient;
let supervisor: ApiClient;
let agent: ApiClient;

beforeAll(async () => {
  lab = await startPayments();
  buyer = await lab.richCustomer('1000000');
  [senior, supervisor, agent] = [
    await newStaff(lab.system, 'senior_agent'),
    await newStaff(lab.system, 'supervisor'),
    await newStaff(lab.system, 'agent'),
  ];
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

type Method = Parameters<TestCustomer['pay']>[1];
async function sold(amount: string, method: Method = { type: 'balance' }) {
  const shop = await lab.merchant('云朵咖啡');
  const session = await lab.openSession(shop.apiKey, amount);
  const { result } = await buyer.pay('purchase', method, amount, { checkoutSessionId: session.id });
  return { shop, payment: result };
}
const open = (payment: Payment, more = {}, who = buyer, idempotencyKey: string = randomUUID()) =>
  who.send(contract.openDispute, {
    params: { id: payment.id },
    body: { reason: 'unrecognized', description: '我没有买过这个，也不认识这家店。', ...more },
    idempotencyKey,
  });
const moneyOf = async (apiKey: string) => {
  const [balance] = (await lab.asMerchant(apiKey, getMerchantBalance)).result.balances;
  return `${balance?.available}+${balance?.held}`;
};
const available = async () => BigInt((await buyer.money()).split('+')[0] as string);
const contest = (apiKey: string, id: string) =>
  lab.asMerchant(apiKey, contract.respondToDispute, {
    params: { id },
    body: { answer: 'contest', text: '顾客本人到店取走，有监控。' },
  });
const propose = (id: string, outcome: 'won' | 'lost', who = senior) =>
  who.send(contract.proposeDisputeOutcome, {
    params: { id },
    body: { outcome, reason: '证据不足以证明本人消费' },
  });
const approve = (dispute: contract.DeskDispute, who = supervisor) =>
  who.send(decideApproval, {
    params: { id: dispute.proposal?.id as string },
    body: { decision: 'approved' },
  });
const decide = (id: string, who = senior) => who.send(contract.decideDispute, { params: { id } });

test('a dispute reserves the amount on the merchant’s account, is answered, decided by two, and the money goes back', async () => {
  const { shop, payment } = await sold('5000');
  const before = await available();
  const { status, result } = await open(payment);
  expect(status).toBe(201);
  expect(result).toMatchObject({
    status: 'needs_response',
    amount: '5000',
    counterparty: { zh: '云朵咖啡' },
  });
  expect(await moneyOf(shop.apiKey)).toBe('0+5000');
  expect((await buyer.detail(payment.id)).dispute).toEqual({ id: result.id, status: 'needs_response' });
  // What is disputed is not refunded as well, and not disputed twice.
  const refund = await lab.asMerchant(shop.apiKey, createRefund, {
    body: { paymentId: payment.id, reason: 'other' },
  });
  expect(refund.problem?.code).toBe('payment_not_refundable');
  expect((await open(payment)).problem?.code).toBe('dispute_not_possible');
  expect((await propose(result.id, 'lost')).problem?.code, 'the merchant may still answer').toBe('conflict');

  const seen = await lab.asMerchant(shop.apiKey, contract.getMerchantDispute, { params: { id: result.id } });
  expect(seen.result.description).toContain('我没有买过');
  expect(JSON.stringify(seen.result)).not.toContain(buyer.customer.name);
  expect((await contest(shop.apiKey, result.id)).result).toMatchObject({ status: 'under_review' });
  expect((await contest(shop.apiKey, result.id)).problem?.code).toBe('dispute_closed');

  expect((await propose(result.id, 'lost', agent)).problem?.code).toBe('not_allowed');
  expect((await decide(result.id)).problem?.code).toBe('approval_required');
  const proposed = await propose(result.id, 'lost');
  expect(proposed.result).toMatchObject({ proposal: { outcome: 'lost', state: 'waiting' } });
  expect((await decide(result.id)).problem?.code).toBe('approval_required');
  expect((await approve(proposed.result, senior)).problem?.code).toBe('not_allowed');
  expect((await approve(proposed.result)).status).toBe(200);
  const both = await Promise.all([decide(result.id), decide(result.id), decide(result.id)]);
  expect(both.filter(({ status: code }) => code === 200)).toHaveLength(1);
  expect((await available()) - before).toBe(5000n);
  expect(await moneyOf(shop.apiKey)).toBe('0+0');
  const after = await buyer.detail(payment.id);
  expect(after).toMatchObject({
    dispute: { status: 'lost' },
    refundedAmount: '5000',
    refunds: [{ amount: '5000', reason: 'dispute', status: 'succeeded' }],
  });
  expect((await open(payment)).problem?.code).toBe('dispute_not_possible');
});

test('a merchant that wins, and a customer who withdraws, set the amount free', async () => {
  const { shop, payment } = await sold('3000');
  const { result } = await open(payment);
  await contest(shop.apiKey, result.id);
  const proposed = await propose(result.id, 'won');
  await approve(proposed.result);
  expect((await decide(result.id)).result).toMatchObject({
    status: 'won',
    decisionReason: '证据不足以证明本人消费',
  });
  expect(await moneyOf(shop.apiKey)).toBe('3000+0');
  expect((await buyer.detail(payment.id)).refundedAmount).toBeUndefined();

  const other = await sold('2000');
  const again = (await open(other.payment)).result;
  const withdrawals = await Promise.all(
    Array.from({ length: 4 }, () => buyer.send(contract.withdrawDispute, { params: { id: again.id } })),
  );
  expect(withdrawals.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await moneyOf(other.shop.apiKey)).toBe('2000+0');
  expect((await open(other.payment)).status, 'taken up again').toBe(201);
});

test('a merchant that accepts gives the money back at once, to the card it came from', async () => {
  const { shop, payment } = await sold('4000', await buyer.addCard('4242424242424242'));
  const before = await available();
  const { result } = await open(payment, { reason: 'product_not_received' });
  const accepted = await lab.asMerchant(shop.apiKey, contract.respondToDispute, {
    params: { id: result.id },
    body: { answer: 'accept' },
  });
  expect(accepted.result).toMatchObject({ status: 'lost' });
  await expect
    .poll(async () => (await buyer.detail(payment.id)).refunds?.[0], { timeout: 15_000 })
    .toMatchObject({ status: 'succeeded', destination: { type: 'card' }, amount: '4000' });
  expect(await available()).toBe(before);
});

test('what a merchant does not have, and what a person was paid, our own account stands for', async () => {
  const { shop, payment } = await sold('6000');
  // Most of it is gone meanwhile.
  await lab.asMerchant(shop.apiKey, createRefund, {
    body: { paymentId: payment.id, amount: '1000', reason: 'other' },
  });
  await lab.db.query('update ledger.account set debits_pending = 3500 where owner_id = $1', [
    shop.merchantId,
  ]);
  const { result } = await open(payment);
  expect(result.amount).toBe('5000');
  const desk = await senior.call(contract.getDeskDispute, { params: { id: result.id } });
  expect(desk.reserved).toEqual({ merchant: '1500', cover: '3500' });
  const before = await available();
  await lab.asMerchant(shop.apiKey, contract.respondToDispute, {
    params: { id: result.id },
    body: { answer: 'accept' },
  });
  expect((await available()) - before).toBe(5000n);
  await lab.db.query('update ledger.account set debits_pending = 0 where owner_id = $1', [shop.merchantId]);

  const payee = await lab.customer('李明');
  const transfer = (await buyer.transferTo(payee, '2500')).result;
  const disputed = (await open(transfer, { reason: 'fraudulent' })).result;
  expect(disputed).toMatchObject({ status: 'under_review' });
  expect(disputed.respondBy).toBeUndefined();
  expect(await payee.money()).toBe('2500+0');
  await approve((await propose(disputed.id, 'lost')).result);
  const had = await available();
  expect((await decide(disputed.id)).result.status).toBe('lost');
  expect((await available()) - had).toBe(2500n);
  expect(await payee.money()).toBe('2500+0');
  const { payments } = await buyer.call(listPayments, { query: { kind: 'goodwill' } });
  expect(payments).toMatchObject([{ amount: '2500', goodwill: { disputeId: disputed.id } }]);
});

test('the same request is the same dispute; others’, unpaid and old payments cannot be disputed', async () => {
  const { payment } = await sold('1000');
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 6 }, () => open(payment, {}, buyer, key)));
  expect(new Set(answers.map(({ result }) => result.id)).size).toBe(1);
  expect((await open(payment, { description: '别的' }, buyer, key)).problem?.code).toBe(
    'idempotency_key_reused',
  );
  const stranger = await lab.customer('陌生人');
  expect((await open(payment, {}, stranger)).problem?.code).toBe('not_found');
  expect(
    (await stranger.send(contract.getDispute, { params: { id: answers[0]?.result.id as string } })).problem
      ?.code,
  ).toBe('not_found');

  const old = await sold('1000');
  await lab.db.query("update payments.payment set completed_at = now() - interval '200 days' where id = $1", [
    old.payment.id,
  ]);
  expect((await open(old.payment)).problem?.code).toBe('dispute_not_possible');
  const topUp = await buyer.topUp(await buyer.addCard('4242424242424242'), '1000');
  expect((await open(topUp)).problem?.code).toBe('dispute_not_possible');
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('files are known by their content, kept as they are, shown to the sides and to nobody else, and are in the pack', async () => {
  const { shop, payment } = await sold('1000');
  const { result: dispute } = await open(payment);
  const base = `${lab.system.server.url}/api/disputes/${dispute.id}`;
  const cookie = [...buyer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const upload = (content: Buffer, name: string, type = 'application/octet-stream') =>
    fetch(`${base}/evidence/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { cookie, 'content-type': type },
      body: new Uint8Array(content),
    });
  const code = async (response: Response) => ((await response.json()) as { code: string }).code;
  expect(await code(await upload(Buffer.from('<script>alert(1)</script>'), 'photo.png'))).toBe(
    'file_not_allowed',
  );
  expect(await code(await upload(Buffer.concat([Buffer.from('MZ'), png]), 'a.png'))).toBe('file_not_allowed');
  expect(await code(await upload(png, 'a.png', 'application/json'))).toBe('malformed_request');
  // Refused by its announced length, perhaps before all of it was sent.
  const tooLarge = upload(Buffer.alloc(largestFile + 1), 'a.png');
  expect(await tooLarge.then(code, () => 'body_too_large')).toBe('body_too_large');
  expect(await code(await upload(png, 'a\u202egnp.exe'))).toBe('invalid_request');

  const shown = (await (await upload(png, '收据 1.png')).json()) as contract.Dispute;
  const file = shown.evidence[0];
  expect(file).toMatchObject({
    party: 'customer',
    file: {
      name: '收据 1.png',
      mediaType: 'image/png',
      size: png.length,
      sha256: createHash('sha256').update(png).digest('hex'),
    },
  });
  const address = `${base}/evidence/${file?.id}/file`;
  const got = await fetch(address, { headers: { cookie } });
  expect(Buffer.from(await got.arrayBuffer()).equals(png)).toBe(true);
  expect(got.headers.get('content-disposition')).toContain('attachment');
  expect(got.headers.get('x-content-type-options')).toBe('nosniff');
  const stranger = await lab.customer('陌生人');
  const strangerCookie = [...stranger.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  expect((await fetch(address, { headers: { cookie: strangerCookie } })).status).toBe(404);
  expect((await fetch(address)).status).toBe(401);
  const asMerchant = (apiKey: string) =>
    fetch(`${lab.system.server.url}/api/merchant/disputes/${dispute.id}/evidence/${file?.id}/file`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
  expect((await asMerchant(shop.apiKey)).status).toBe(200);
  expect((await asMerchant((await lab.merchant('山茶书店')).apiKey)).status).toBe(404);
  await expect(
    lab.db.query('update payments.dispute_evidence set text = null where id = $1', [file?.id]),
  ).rejects.toMatchObject({ code: '23000' });

  for (const language of ['zh', 'en']) {
    const pack = await fetch(`${base}/evidence-pack?language=${language}`, { headers: { cookie } });
    expect(pack.headers.get('content-type')).toBe('application/pdf');
    const bytes = Buffer.from(await pack.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.toString('latin1')).toMatch(/%%EOF\s*$/);
    // A font for the Chinese, and the picture.
    expect(bytes.toString('latin1')).toContain('NotoSansSC');
    expect(bytes.toString('latin1')).toContain('/Subtype /Image');
  }
  expect((await fetch(`${base}/evidence-pack`, { headers: { cookie: strangerCookie } })).status).toBe(404);

  await buyer.call(contract.withdrawDispute, { params: { id: dispute.id } });
  expect(await code(await upload(png, 'late.png'))).toBe('dispute_closed');
});

test('a merchant that does not answer in time loses its turn, and the desk sees it first', async () => {
  const { payment } = await sold('1000');
  const { result } = await open(payment);
  await lab.db.query(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [
    `dispute:${result.id}`,
  ]);
  await expect
    .poll(async () => (await buyer.call(contract.getDispute, { params: { id: result.id } })).status, {
      timeout: 15_000,
    })
    .toBe('under_review');
  expect((await agent.send(contract.listDeskDisputes, { query: { view: 'open' } })).problem?.code).toBe(
    'not_allowed',
  );
  const { disputes } = await senior.call(contract.listDeskDisputes, { query: { view: 'open' } });
  expect(disputes.map(({ id }) => id)).toContain(result.id);
  expect(disputes.map(({ decideBy }) => decideBy)).toEqual(
    disputes.map(({ decideBy }) => decideBy).toSorted(),
  );
});
