import { randomInt, randomUUID } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPayment } from '../../contract/payments.ts';
import { CustomerClient, codeReader } from '../../scripts/api-client.ts';
import { createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { shopBackend } from '../../web/shop/backend.ts';
import type { Order } from '../../web/shop/order.ts';
import { freePort } from '../../scripts/processes.ts';
import { startSystem, type TestSystem } from '../support/system.ts';

let system: TestSystem;
let shop: FastifyInstance;
let shopPort: number;
const publicUrl = 'http://shop.test';

async function openShop(apiKey: string): Promise<FastifyInstance> {
  const app = fastify();
  const ownUrl = `http://127.0.0.1:${shopPort}`;
  await app.register(shopBackend, { apiUrl: system.server.url, ownUrl, apiKey, publicUrl });
  return app;
}

beforeAll(async () => {
  shopPort = await freePort();
  system = await startSystem({
    env: { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_WEBHOOK_LOOPBACK: `http://127.0.0.1:${shopPort}` },
  });
  const app = await createApp(readConfig(system.server.env));
  const { apiKey } = await app.payments.createMerchant('云朵咖啡');
  await app.stop();
  shop = await openShop(apiKey);
  await shop.listen({ port: shopPort });
});
afterAll(async () => {
  await shop.close();
  await system.stop();
});

const latteAndCroissants = {
  lines: [
    { productId: 'oat-latte', quantity: 1 },
    { productId: 'croissant', quantity: 2 },
  ],
};
const place = (payload: object, headers: Record<string, string> = {}) =>
  shop.inject({ method: 'POST', url: '/shop/api/orders', payload, headers });

test('an order costs what the catalogue says, is paid at UPay, and is then paid at the shop', async () => {
  const placed = await place(latteAndCroissants, { 'accept-language': 'en' });
  expect(placed.statusCode).toBe(201);
  const order: Order = placed.json();
  expect(order).toMatchObject({ status: 'open', amount: '7100', currency: 'CNY' });
  expect(order.lines[0]).toEqual({ name: 'Oat Latte', quantity: 1, unitAmount: '3500' });
  expect(order.payUrl).toContain(`/checkout/${order.id}`);

  const customer = new CustomerClient(system.server.url);
  await customer.register(
    {
      phone: `139${randomInt(10_000_000, 99_999_999)}`,
      name: '王芳',
      password: 'Kestrel over the harbour 7',
      paymentPassword: '246810',
    },
    codeReader(system.sandbox.url),
  );
  const card = await customer.addCard('4242424242424242');
  await customer.call(createPayment, {
    body: {
      kind: 'purchase',
      checkoutSessionId: order.id,
      amount: order.amount,
      currency: 'CNY',
      method: { type: 'card', id: card.id },
      paymentPassword: '246810',
    },
  });
  const after = await shop.inject({ url: `/shop/api/orders/${order.id}` });
  expect(after.json()).toMatchObject({ id: order.id, status: 'paid', reference: order.reference });

  // UPay tells the shop by itself; what anybody else tells is refused.
  const read = async (): Promise<Order> =>
    (await shop.inject({ url: `/shop/api/orders/${order.id}` })).json();
  await expect.poll(async () => (await read()).told, { timeout: 15_000 }).toBe(true);
  const forged = await shop.inject({
    method: 'POST',
    url: '/shop/api/webhooks',
    headers: {
      'webhook-id': randomUUID(),
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
    },
    payload: { type: 'payment.succeeded', data: {} },
  });
  expect(forged.statusCode).toBe(401);

  const giveBack = () => shop.inject({ method: 'POST', url: `/shop/api/orders/${order.id}/refund` });
  expect((await giveBack()).json()).toMatchObject({ refund: { amount: '7100', status: 'succeeded' } });
  expect((await giveBack()).json()).toMatchObject({ refund: { amount: '7100' } });
});

test('an order that waits is canceled by the shop; one that is not its own is not found', async () => {
  const order: Order = (await place(latteAndCroissants)).json();
  const cancel = (id: string) => shop.inject({ method: 'POST', url: `/shop/api/orders/${id}/cancellation` });
  expect((await cancel(order.id)).json()).toMatchObject({ id: order.id, status: 'expired' });
  expect((await cancel(order.id)).json()).toMatchObject({ status: 'expired' });
  expect((await cancel(randomUUID())).statusCode).toBe(404);
  expect((await cancel('1')).statusCode).toBe(404);
});

test('the same order sent twice under one key is one order', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const [one, other] = await Promise.all([
    place(latteAndCroissants, headers),
    place(latteAndCroissants, headers),
  ]);
  expect(one.json()).toEqual(other.json());
});

test('prices from the browser, unknown products and impossible quantities are refused', async () => {
  const refused = [
    { lines: [{ productId: 'mug', quantity: 1, unitAmount: '1' }] },
    { lines: [{ productId: 'gold-bar', quantity: 1 }] },
    { lines: [{ productId: 'mug', quantity: 0 }] },
    { lines: [{ productId: 'mug', quantity: 1.5 }] },
    { lines: [] },
    {},
  ];
  for (const body of refused) expect((await place(body)).statusCode, JSON.stringify(body)).toBe(422);
});

test('an order that does not exist is not found, and a shop without a valid key says it is its own fault', async () => {
  expect((await shop.inject({ url: `/shop/api/orders/${randomUUID()}` })).statusCode).toBe(404);
  expect((await shop.inject({ url: '/shop/api/orders/1' })).statusCode).toBe(404);
  const stranger = await openShop('upk_nobody-has-this-key');
  const answer = await stranger.inject({
    method: 'POST',
    url: '/shop/api/orders',
    payload: latteAndCroissants,
  });
  expect(answer.statusCode).toBe(502);
  await stranger.close();
});
