import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPlatform, type Platform } from '../../platform/platform.ts';
import { type ScratchDatabase, startDatabase, testConfig } from '../../platform/testing.ts';
import type { Rail, RailOrder, Rails } from '../rails.ts';
import { createRails } from '../rails.ts';
import { startStripe } from './testing.ts';

let stripe: Awaited<ReturnType<typeof startStripe>>;
let database: ScratchDatabase;
const platforms: Platform[] = [];
let rails: Rails;
let rail: Rail;

function railsWith(env: Record<string, string> = {}): Rails {
  const config = testConfig({
    UPAY_DATABASE_URL: database.url,
    UPAY_STRIPE_SECRET_KEY: 'sk_test_upay',
    UPAY_STRIPE_WEBHOOK_SECRET: 'whsec_upay',
    UPAY_STRIPE_URL: stripe.url,
    UPAY_RAIL_TIMEOUT: '1000',
    UPAY_PUBLIC_URL: 'https://upay.example',
    ...env,
  });
  const platform = createPlatform(config, { now: () => new Date() });
  platforms.push(platform);
  return createRails(platform);
}

beforeAll(async () => {
  [stripe, database] = await Promise.all([startStripe(), startDatabase(4)]);
});
beforeEach(async () => {
  await database.db.query('delete from rails.breaker');
  await database.db.query(
    'update rails.incident set ended_at = greatest(now(), started_at) where ended_at is null',
  );
  rails = railsWith();
  rail = rails.byId('stripe');
});
afterAll(async () => {
  stripe.close();
  await Promise.all(platforms.map((platform) => platform.db.close()));
  await database.stop();
});

const details = { expiryMonth: 12, expiryYear: 2034, cvc: '123', holderName: '王芳' };

async function orderOf(number = '4242424242424242'): Promise<RailOrder> {
  const made = await rails.tokenizeCard({ number, ...details });
  if (made.status !== 'tokenized') throw new Error(made.status);
  return {
    reference: randomUUID(),
    token: made.method.token,
    amount: 1999n,
    currency: 'CNY',
    payee: '云朵咖啡',
    description: '订单 1',
  };
}
const succeeded = { status: 'succeeded', raw: { network: 'stripe', code: 'succeeded' } };
const intentsOf = (reference: string) =>
  [...stripe.intents.values()].filter(
    ({ metadata }) => (metadata as Record<string, string>).reference === reference,
  );
const verify = (request: { body: string; headers: Record<string, string> }) =>
  rail.callbacks?.verify(request);

test('a card goes to Stripe’s vault, and only what may be shown comes back', async () => {
  expect(await rails.tokenizeCard({ number: '5555 5555 5555 4444', ...details })).toEqual({
    status: 'tokenized',
    method: {
      railId: 'stripe',
      token: expect.stringMatching(/^cus_\w+\/pm_\w+$/),
      network: 'mastercard',
      bank: { zh: '银行卡', en: 'Card' },
      last4: '4444',
      funding: 'credit',
      expiryMonth: 12,
      expiryYear: 2034,
    },
  });
  expect(await rails.tokenizeCard({ number: '4242424242424241', ...details })).toMatchObject({
    status: 'declined',
    failureCode: 'incorrect_number',
  });
});

test('a charge is made once under its reference, in Stripe’s own terms', async () => {
  const order = await orderOf();
  expect(await rail.charge(order)).toEqual(succeeded);
  expect(await rail.charge(order)).toEqual(succeeded);
  expect(intentsOf(order.reference)).toMatchObject([{ amount: 1999, currency: 'cny', status: 'succeeded' }]);
  expect(await rail.inquire('charge', order.reference)).toEqual(succeeded);
  const sent = stripe.requests.filter(({ key }) => key === `charge:${order.reference}`);
  expect(sent).toHaveLength(2);
  expect(sent[0]?.version).toMatch(/^\d{4}-\d\d-\d\d/);
  expect(await rail.charge({ ...order, amount: 5n })).toMatchObject({
    status: 'declined',
    failureCode: 'duplicate_transaction',
  });
});

test.each([
  ['4000000000000002', 'generic_decline', 'do_not_honor'],
  ['4000000000009995', 'insufficient_funds', 'insufficient_funds'],
  ['4000000000009987', 'lost_card', 'lost_or_stolen'],
  ['4000000000000069', 'expired_card', 'expired_card'],
  ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
  ['4000000000000119', 'processing_error', 'processing_error'],
  ['4100000000000019', 'fraudulent', 'fraudulent'],
])('card %s is declined with %s: %s', async (number, code, failureCode) => {
  const order = await orderOf(number);
  const declined = { status: 'declined', raw: { network: 'stripe', code }, failureCode };
  expect(await rail.charge(order)).toEqual(declined);
  expect(await rail.inquire('charge', order.reference)).toEqual(declined);
});

test('a card that the bank wants to confirm leads to its page, and can be let go', async () => {
  const order = await orderOf('4000002500003155');
  expect(await rail.charge(order)).toMatchObject({
    status: 'requires_action',
    actionUrl: expect.stringMatching(/^https:\/\/hooks\.stripe\.com\//),
  });
  await rail.reverse?.(order.reference);
  expect(await rail.inquire('charge', order.reference)).toMatchObject({
    status: 'declined',
    raw: { code: 'canceled' },
  });
});

test('authorised, captured in part, given back in parts, never more', async () => {
  const order = await orderOf();
  expect(await rail.authorize?.(order)).toMatchObject({ status: 'authorized' });
  expect(await rail.capture?.(order.reference, 1500n)).toEqual(succeeded);
  const refund = (amount: bigint, reference: string = randomUUID()) =>
    rail.refund({ ...order, reference, charge: order.reference, amount });
  const reference = randomUUID();
  expect(await refund(1000n, reference)).toEqual(succeeded);
  expect(await refund(1000n, reference)).toEqual(succeeded);
  expect(await rail.inquire('refund', reference)).toEqual(succeeded);
  expect(await refund(501n)).toMatchObject({ status: 'declined' });
  expect(await refund(500n)).toEqual(succeeded);
  expect(await refund(1n)).toMatchObject({ status: 'declined', raw: { code: 'charge_already_refunded' } });
});

test.each([
  ['drop_after', 'unknown', 'succeeded'],
  ['drop_before', 'unknown', 'not_found'],
  [500, 'unknown', 'not_found'],
  [429, 'unreachable', 'not_found'],
] as const)('%s: the charge is %s, the inquiry says %s', async (fault, outcome, truth) => {
  const order = await orderOf();
  stripe.setFault(/^POST \/v1\/payment_intents$/, fault);
  expect(await rail.charge(order)).toMatchObject({ status: outcome });
  expect(await rail.inquire('charge', order.reference)).toMatchObject({ status: truth });
});

test('a charge that never arrived is reversed, and refused should it arrive late', async () => {
  const order = await orderOf();
  stripe.setFault(/^POST \/v1\/payment_intents$/, 'drop_before');
  await rail.charge(order);
  await rail.reverse?.(order.reference);
  expect(await rail.inquire('charge', order.reference)).toMatchObject({
    status: 'declined',
    failureCode: 'network_unreachable',
  });
  expect(await rail.charge(order)).toMatchObject({
    status: 'declined',
    failureCode: 'duplicate_transaction',
  });
  expect(intentsOf(order.reference)).toEqual([]);
});

test('a charge that did arrive is not reversed by that', async () => {
  const order = await orderOf();
  stripe.setFault(/^POST \/v1\/payment_intents$/, 'drop_after');
  await rail.charge(order);
  await rail.reverse?.(order.reference);
  expect(await rail.inquire('charge', order.reference)).toEqual(succeeded);
});

test('a refund whose answer was lost is found, or is the same one when sent again', async () => {
  const order = await orderOf();
  await rail.charge(order);
  const refund = { ...order, reference: randomUUID(), charge: order.reference, amount: 400n };
  stripe.setFault(/^POST \/v1\/refunds$/, 'drop_after');
  expect(await rail.refund(refund)).toMatchObject({ status: 'unknown' });
  expect(await rail.inquire('refund', refund.reference)).toEqual(succeeded);
  expect(await rail.refund(refund)).toEqual(succeeded);
});

test('an inquiry that fails decides nothing, and what we never asked for is not there', async () => {
  const order = await orderOf();
  await rail.charge(order);
  stripe.setFault(/^GET /, 500);
  expect(await rail.inquire('charge', order.reference)).toMatchObject({ status: 'unknown' });
  const stranger = railsWith({ UPAY_STRIPE_SECRET_KEY: 'sk_test_other' }).byId('stripe');
  expect(await stranger.inquire('charge', order.reference)).toMatchObject({ status: 'unreachable' });
  expect(await rail.inquire('charge', randomUUID())).toEqual({ status: 'not_found' });
});

test('callbacks are believed when Stripe signed them, now; the charge is named by our reference', async () => {
  const order = await orderOf();
  await rail.charge(order);
  const [intent] = intentsOf(order.reference) as [Record<string, unknown>];
  expect(verify(stripe.event('payment_intent.succeeded', intent))).toEqual([
    { operation: 'charge', reference: order.reference, outcome: succeeded },
  ]);
  const refund = {
    object: 'refund',
    status: 'failed',
    failure_reason: 'lost_or_stolen_card',
    metadata: { reference: order.reference },
  };
  expect(verify(stripe.event('refund.failed', refund))).toMatchObject([
    { operation: 'refund', outcome: { status: 'declined', raw: { code: 'lost_or_stolen_card' } } },
  ]);
  expect(verify(stripe.event('customer.created', {}))).toEqual([]);
  expect(verify(stripe.event('payment_intent.succeeded', { ...intent, metadata: {} }))).toEqual([]);

  const now = Math.floor(Date.now() / 1000);
  for (const change of [{ secret: 'whsec_other' }, { at: now - 400 }, { at: now + 400 }])
    expect(() => verify(stripe.event('payment_intent.succeeded', intent, change))).toThrow(
      expect.objectContaining({ code: 'signature_invalid' }),
    );
  const event = stripe.event('payment_intent.succeeded', intent);
  for (const request of [
    { body: event.body, headers: {} },
    { body: `${event.body} `, headers: event.headers },
    { body: event.body, headers: { 'stripe-signature': 't=,v1=' } },
  ])
    expect(() => verify(request as typeof event)).toThrow(
      expect.objectContaining({ code: 'signature_invalid' }),
    );
});

test('the report of a day has every movement with its fee, ours or not', async () => {
  const order = await orderOf();
  await rail.charge(order);
  const refund = { ...order, reference: randomUUID(), charge: order.reference, amount: 99n };
  await rail.refund(refund);
  const report = await rail.settlementReport(new Date().toISOString().slice(0, 10));
  if (report.status !== 'available') throw new Error(report.reason);
  const ours = report.lines.filter(
    ({ reference }) => reference === order.reference || reference === refund.reference,
  );
  expect(ours).toMatchObject([
    { operation: 'charge', amount: 1999n, currency: 'CNY', fee: 59n },
    { operation: 'refund', amount: 99n, fee: 0n },
  ]);
  expect(await rail.settlementReport('2020-01-01')).toEqual({ status: 'available', lines: [] });
});

test('without its keys there is no Stripe; while it does not answer, new cards go to the other network', async () => {
  const without = createRails(createPlatform(testConfig(), { now: () => new Date() }));
  expect(() => without.byId('stripe')).toThrow('no rail stripe');
  expect(() => testConfig({ UPAY_STRIPE_SECRET_KEY: 'sk_test_upay' })).toThrow('UPAY_STRIPE_WEBHOOK_SECRET');
  const order = await orderOf();
  for (let times = 0; times < 5; times++) {
    stripe.setFault(/^POST \/v1\/payment_intents$/, 500);
    await rail.charge({ ...order, reference: randomUUID() });
  }
  // The sandbox's network is not there in this test, but it is where the card was taken.
  const before = stripe.requests.length;
  expect(await rails.tokenizeCard({ number: '4242424242424242', ...details })).toEqual({
    status: 'unavailable',
  });
  expect(stripe.requests).toHaveLength(before);
});
