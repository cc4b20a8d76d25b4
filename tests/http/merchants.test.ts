import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as checkout from '../../contract/checkout.ts';
import * as merchants from '../../contract/merchants.ts';
import { createRefund } from '../../contract/refunds.ts';
import type { MerchantScope } from '../../contract/route.ts';
import * as webhooks from '../../contract/webhooks.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { freePort } from '../../scripts/processes.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
let buyer: TestCustomer;
let supervisor: ApiClient;
let agent: ApiClient;
let receiver: Server;
let receiverUrl: string;
/** What the receiver answers next, and what it got. */
let answers: number[] = [];
const received: Array<{ headers: IncomingMessage['headers']; body: string }> = [];

beforeAll(async () => {
  const port = await freePort();
  receiverUrl = `http://127.0.0.1:${port}`;
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(port, '127.0.0.1', resolve));
  lab = await startPayments({ UPAY_WEBHOOK_LOOPBACK: receiverUrl });
  buyer = await lab.richCustomer('1000000');
  supervisor = await newStaff(lab.system, 'supervisor');
  agent = await newStaff(lab.system, 'agent');
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
  receiver.closeAllConnections();
  receiver.close();
});

async function newMerchant(
  scopes: MerchantScope[] = ['checkout.write', 'refunds.write', 'payouts.write', 'webhooks.write'],
) {
  const merchant = await supervisor.call(merchants.createMerchant, { body: { name: '山茶书店' } });
  const key = await supervisor.call(merchants.createMerchantKey, {
    params: { id: merchant.id },
    body: { name: '收银', scopes },
  });
  return { id: merchant.id, key };
}
async function sell(apiKey: string, amount: string) {
  const session = await lab.openSession(apiKey, amount);
  const { result } = await buyer.pay('purchase', { type: 'balance' }, amount, {
    checkoutSessionId: session.id,
  });
  expect(result.status).toBe('succeeded');
  return result;
}

test('a key is shown once, does what its scopes say, and nothing once it is revoked', async () => {
  const { id, key } = await newMerchant(['checkout.read', 'payouts.read']);
  expect(key.key).toMatch(/^upk_/);
  const listed = await supervisor.call(merchants.listMerchantKeys, { params: { id } });
  expect(listed.keys).toMatchObject([{ id: key.id, prefix: key.key.slice(0, 8), name: '收银' }]);
  expect(JSON.stringify(listed)).not.toContain(key.key);
  const stored = await lab.db.query('select * from payments.merchant_key where id = $1', [key.id]);
  expect(JSON.stringify(stored)).not.toContain(key.key.slice(10));

  expect((await lab.asMerchant(key.key, merchants.getMerchantBalance)).result.balances).toEqual([
    { currency: 'CNY', available: '0', held: '0', total: '0' },
  ]);
  const opened = await lab.asMerchant(key.key, checkout.createCheckoutSession, { body: {} as never });
  expect(opened.problem).toMatchObject({ status: 403, code: 'insufficient_scope' });
  const again = await supervisor.call(merchants.listMerchantKeys, { params: { id } });
  expect(again.keys[0]?.lastUsedAt).toBeDefined();

  await supervisor.call(merchants.revokeMerchantKey, { params: { id, keyId: key.id } });
  expect((await lab.asMerchant(key.key, merchants.getMerchantBalance)).problem?.code).toBe('api_key_invalid');
  const audit = await lab.db.query<{ action: string; details: object }>(
    `select action, details from identity.audit where details ->> 'merchantId' = $1 order by position`,
    [id],
  );
  expect(audit.map(({ action }) => action)).toEqual([
    'merchant.opened',
    'merchant_key.made',
    'merchant_key.revoked',
  ]);
  expect(JSON.stringify(audit)).not.toContain(key.key.slice(10));
});

test('staff without the permission see no merchant and make no key', async () => {
  const { id, key } = await newMerchant();
  for (const [route, options] of [
    [merchants.listMerchants, {}],
    [merchants.createMerchant, { body: { name: 'x' } }],
    [merchants.listMerchantKeys, { params: { id } }],
    [merchants.createMerchantKey, { params: { id }, body: { name: 'x', scopes: ['payouts.write'] } }],
    [merchants.revokeMerchantKey, { params: { id, keyId: key.id } }],
    [webhooks.listDeskWebhooks, { params: { id } }],
  ] as const)
    expect((await agent.send(route as never, options as never)).problem?.code).toBe('not_allowed');
});

test('a payout holds the amount, reaches the bank once, and comes back when the bank refuses it', async () => {
  const { key } = await newMerchant();
  await sell(key.key, '10000');
  const account = async (accountNumber: string) =>
    (
      await lab.asMerchant(key.key, merchants.addMerchantBankAccount, {
        body: { accountNumber, holderName: '山茶书店' },
      })
    ).result.id;
  const [good, closed, slow] = [
    await account('000123456789'),
    await account('000111111113'),
    await account('000888888811'),
  ];
  const payOut = (bankAccountId: string, amount: string, idempotencyKey: string = randomUUID()) =>
    lab.asMerchant(key.key, merchants.createPayout, {
      body: { bankAccountId, amount, currency: 'CNY' },
      idempotencyKey,
    });
  const money = async () => {
    const [balance] = (await lab.asMerchant(key.key, merchants.getMerchantBalance)).result.balances;
    return `${balance?.available}+${balance?.held}`;
  };

  const once = randomUUID();
  const same = await Promise.all(Array.from({ length: 6 }, () => payOut(good, '1000', once)));
  expect(new Set(same.map(({ result }) => result.id)).size).toBe(1);
  expect(same[0]?.result.status).toBe('succeeded');
  expect(await money()).toBe('9000+0');
  expect((await payOut(good, '2000', once)).problem?.code).toBe('idempotency_key_reused');

  expect((await payOut(closed, '2000')).result).toMatchObject({
    status: 'failed',
    failureCode: 'account_closed',
  });
  expect(await money()).toBe('9000+0');

  const pending = await payOut(slow, '4000');
  expect(pending.result.status).toBe('processing');
  expect(await money()).toBe('5000+4000');
  // However many at once, never more than there is.
  const many = await Promise.all(Array.from({ length: 8 }, () => payOut(good, '1500')));
  expect(many.filter(({ status }) => status === 201)).toHaveLength(3);
  for (const { problem } of many.filter(({ status }) => status !== 201))
    expect(problem?.code).toBe('merchant_balance_insufficient');
  const read = async () =>
    (await lab.asMerchant(key.key, merchants.getPayout, { params: { id: pending.result.id } })).result.status;
  await expect.poll(read, { timeout: 15_000 }).toBe('failed');
  expect(await money()).toBe('4500+0');

  // A payout whose answer is lost is found out by asking, or the bank's callback was quicker.
  await lab.outside('POST', '/faults', { operation: 'bank.payout', fault: 'drop_after' });
  const lost = await payOut(good, '500');
  await expect
    .poll(
      async () =>
        (await lab.asMerchant(key.key, merchants.getPayout, { params: { id: lost.result.id } })).result
          .status,
      { timeout: 20_000 },
    )
    .toBe('succeeded');
  expect(await money()).toBe('4000+0');

  const other = await newMerchant();
  const theirs = await lab.asMerchant(other.key.key, merchants.createPayout, {
    body: { bankAccountId: good, amount: '1', currency: 'CNY' },
  });
  expect(theirs.problem?.code).toBe('not_found');
});

test.each([
  'http://example.com/hook',
  'https://10.1.2.3/hook',
  'https://localhost/hook',
  'https://user:pass@example.com/',
  'http://127.0.0.1:5432/',
])('webhooks to %s are refused when asked for', async (url) => {
  const { key } = await newMerchant();
  const { problem } = await lab.asMerchant(key.key, webhooks.createWebhookEndpoint, { body: { url } });
  expect(problem).toMatchObject({ status: 422, code: 'webhook_url_not_allowed' });
});

test('what happens is told signed and once; what was not taken is told again under the same id, and all of it is in the log', async () => {
  const { id, key } = await newMerchant();
  const endpoint = (
    await lab.asMerchant(key.key, webhooks.createWebhookEndpoint, { body: { url: `${receiverUrl}/hook` } })
  ).result;
  const verify = (secret: string, { headers, body }: (typeof received)[number]) =>
    new Webhook(secret).verify(body, headers as Record<string, string>) as {
      type: string;
      data: Record<string, unknown>;
    };
  received.length = 0;
  answers = [500];
  const payment = await sell(key.key, '3500');
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(2);
  const [first, second] = received as [(typeof received)[number], (typeof received)[number]];
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
  for (const message of [first, second])
    expect(verify(endpoint.secret, message)).toMatchObject({
      type: 'payment.succeeded',
      data: { id: payment.id, checkoutSessionId: payment.checkoutSessionId, amount: '3500' },
    });
  // Of the payer it learns nothing.
  expect(first.body).not.toContain('customer');

  const log = () => lab.asMerchant(key.key, webhooks.listWebhookDeliveries);
  await expect.poll(async () => (await log()).result.deliveries[0]?.status).toBe('delivered');
  const [delivery] = (await log()).result.deliveries as [webhooks.WebhookDelivery];
  const detail = (await lab.asMerchant(key.key, webhooks.getWebhookDelivery, { params: { id: delivery.id } }))
    .result;
  expect(detail).toMatchObject({
    tries: 2,
    body: first.body,
    log: [{ responseStatus: 500, error: 'http_500' }, { responseStatus: 204 }],
  });

  // A new secret signs at once, and the old one goes on signing beside it.
  const rotated = (
    await lab.asMerchant(key.key, webhooks.rotateWebhookSecret, { params: { id: endpoint.id } })
  ).result;
  expect(rotated.secret).not.toBe(endpoint.secret);
  await lab.asMerchant(key.key, createRefund, { body: { paymentId: payment.id, reason: 'other' } });
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(3);
  const told = received[2] as (typeof received)[number];
  for (const secret of [endpoint.secret, rotated.secret])
    expect(verify(secret, told)).toMatchObject({ type: 'refund.succeeded', data: { amount: '3500' } });

  // Told again when asked, by the merchant or by staff, under the same id.
  await lab.asMerchant(key.key, webhooks.replayWebhookDelivery, { params: { id: delivery.id } });
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(4);
  expect(received[3]?.headers['webhook-id']).toBe(first.headers['webhook-id']);
  const seen = await supervisor.call(webhooks.listDeskWebhooks, { params: { id } });
  expect(seen.deliveries.map(({ type }) => type)).toEqual(['refund.succeeded', 'payment.succeeded']);
  expect(JSON.stringify(seen)).not.toContain('whsec');
  await expect
    .poll(
      async () =>
        (await supervisor.send(webhooks.replayDeskWebhook, { params: { id, deliveryId: delivery.id } }))
          .status,
    )
    .toBe(200);
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(5);

  // The secrets are nowhere in the database as they are.
  const stored = await lab.db.query<{ secret: Buffer }>(
    'select secret from payments.webhook_endpoint where id = $1',
    [endpoint.id],
  );
  expect(stored[0]?.secret.includes(Buffer.from(rotated.secret))).toBe(false);

  // A receiver that is gone for good is told nothing more.
  answers = [410];
  await sell(key.key, '100');
  await expect
    .poll(
      async () => (await lab.asMerchant(key.key, webhooks.listWebhookEndpoints)).result.endpoints[0]?.status,
      {
        timeout: 20_000,
      },
    )
    .toBe('disabled');
  expect((await log()).result.deliveries[0]).toMatchObject({ status: 'failed', tries: 1 });
  const replay = await lab.asMerchant(key.key, webhooks.replayWebhookDelivery, {
    params: { id: delivery.id },
  });
  expect(replay.problem?.code).toBe('conflict');
});

test('an endpoint hears only the events it asked for, and another merchant sees nothing of it', async () => {
  const { key } = await newMerchant();
  const other = await newMerchant();
  const { result } = await lab.asMerchant(key.key, webhooks.createWebhookEndpoint, {
    body: { url: `${receiverUrl}/some`, events: ['refund.succeeded'] },
  });
  const payment = await sell(key.key, '1000');
  await lab.asMerchant(key.key, createRefund, { body: { paymentId: payment.id, reason: 'other' } });
  const log = async (apiKey: string) =>
    (await lab.asMerchant(apiKey, webhooks.listWebhookDeliveries)).result.deliveries;
  await expect
    .poll(async () => (await log(key.key)).map(({ type }) => type), { timeout: 15_000 })
    .toEqual(['refund.succeeded']);
  expect(await log(other.key.key)).toEqual([]);
  const [delivery] = (await log(key.key)) as [webhooks.WebhookDelivery];
  for (const [route, id] of [
    [webhooks.getWebhookDelivery, delivery.id],
    [webhooks.replayWebhookDelivery, delivery.id],
    [webhooks.rotateWebhookSecret, result.id],
    [webhooks.disableWebhookEndpoint, result.id],
  ] as const)
    expect(
      (await lab.asMerchant(other.key.key, route as never, { params: { id } } as never)).problem?.code,
    ).toBe('not_found');
});
