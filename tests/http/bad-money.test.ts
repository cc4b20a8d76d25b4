import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Route } from '../../contract/route.ts';
import { routes } from '../../contract/routes.ts';
import type { ApiClient } from '../../scripts/api-client.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

type Body = Record<string, unknown>;

const id = randomUUID();
const money = { amount: '100', currency: 'CNY' };
const authorised = { paymentPassword: '246810', method: { type: 'balance' } };
const reason = '客户没有收到商品';

/** A right request of every route that takes an amount. */
const rightBodies: Record<string, Body[]> = {
  createPayment: [
    { kind: 'transfer', payeeId: id, ...money, ...authorised, confirmed: { amount: '100' } },
    { kind: 'purchase', checkoutSessionId: id, ...money, ...authorised },
    { kind: 'top_up', ...money, ...authorised },
    { kind: 'withdrawal', ...money, ...authorised },
  ],
  attemptPayment: [{ ...authorised, confirmed: { amount: '100' } }],
  topUpAndPay: [{ ...authorised, topUpAmount: '100' }],
  createPaymentRequest: [money],
  openReceiveCode: [money],
  createCheckoutSession: [
    {
      currency: 'CNY',
      reference: 'order 1',
      lines: [{ name: '拿铁', quantity: 1, unitAmount: '100' }],
      successUrl: 'https://shop.test/done',
      cancelUrl: 'https://shop.test/cart',
    },
  ],
  payByPayerCode: [
    {
      payerCode: '280000000000000000',
      currency: 'CNY',
      reference: 'order 1',
      lines: [{ name: '拿铁', quantity: 1, unitAmount: '100' }],
    },
  ],
  createRefund: [{ paymentId: id, amount: '100', reason: 'other' }],
  createPayout: [{ bankAccountId: id, ...money }],
  beginDeskRefund: [{ amount: '100', reason: 'other', note: reason }],
  requestGoodwill: [{ ...money, reason }],
  proposeAccountAction: [{ kind: 'refund', paymentId: id, amount: '100', reason }],
};

const isAmount = (name: string) => /amount$/i.test(name);

/** Places of members in a schema or a body, outermost first. */
function placesOf(value: unknown, wanted: (name: string) => boolean, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(wanted(name) ? [[...path, name]] : []),
    ...placesOf(inner, wanted, [...path, name]),
  ]);
}

function changed(body: Body, [name = '', ...rest]: string[], value: unknown): Body {
  const inner = rest.length === 0 ? value : changed(body[name] as Body, rest, value);
  return Array.isArray(body)
    ? (body.with(Number(name), inner) as unknown as Body)
    : { ...body, [name]: inner };
}

let lab: PaymentsLab;
let customer: TestCustomer;
let staff: ApiClient;
let apiKey: string;
beforeAll(async () => {
  lab = await startPayments();
  [customer, staff, { apiKey }] = await Promise.all([
    lab.richCustomer('100000'),
    newStaff(lab.system, 'supervisor'),
    lab.merchant('云朵咖啡'),
  ]);
});
afterAll(() => lab.stop());

const found = routes.filter(
  ({ route }) =>
    route.body !== undefined &&
    placesOf(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }), isAmount).length > 0,
);

/** Nothing of money is written but by what is right. */
async function written(): Promise<unknown> {
  return lab.db.query(
    `select (select count(*) from ledger.transfer) as transfers, (select count(*) from payments.payment) as payments,
       (select count(*) from payments.refund) as refunds, (select count(*) from payments.payout) as payouts,
       (select count(*) from payments.checkout_session) as sessions, (select count(*) from identity.approval) as approvals`,
  );
}

async function refusal(route: Route, body: Body): Promise<string> {
  const params = Object.fromEntries(
    [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [name, name === 'code' ? 'A'.repeat(32) : id]),
  );
  const request = { params, body, idempotencyKey: randomUUID() } as never;
  const { status, problem } =
    route.caller === 'merchant'
      ? await lab.asMerchant(apiKey, route, request)
      : await (route.caller === 'staff' ? staff : customer).send(route, request);
  return `${status} ${problem?.code} ${problem?.fields?.map(({ path }) => path).join(' ') ?? ''}`.trim();
}

const deep = (levels: number): unknown => (levels === 0 ? '1' : [deep(levels - 1)]);

test('every route that takes an amount is in the table', () => {
  expect(found.map(({ name }) => name).toSorted()).toEqual(Object.keys(rightBodies).toSorted());
});

test.each(
  found.flatMap(({ name, route }) => (rightBodies[name] ?? []).map((body) => ({ name, route, body }))),
)(
  '$name refuses every bad amount, currency and body by name, and writes nothing ($body.kind)',
  async ({ route, body }) => {
    const before = await written();
    for (const place of placesOf(body, isAmount))
      for (const amount of [
        '-1',
        '0',
        '1.5',
        '1e3',
        '01',
        '９',
        '1000000000001',
        '9223372036854775808',
        100,
        1.5,
        null,
        [],
        {},
      ])
        expect([amount, await refusal(route, changed(body, place, amount))]).toEqual([
          amount,
          expect.stringMatching(new RegExp(`^422 invalid_request .*body\\.${place.join('\\.')}`)),
        ]);
    for (const place of placesOf(body, (name) => name === 'currency'))
      for (const currency of ['XXX', 'cny', '', 156, null])
        expect(await refusal(route, changed(body, place, currency))).toMatch(
          /^422 invalid_request .*currency/,
        );
    expect(await refusal(route, { ...body, fee: '1' })).toMatch(/^422 invalid_request/);
    // The server does not read it to its end, which may reach us before its answer does.
    const large = { ...body, padding: 'x'.repeat(10_000_000) };
    const answer = await refusal(route, large).catch((error: TypeError) => error.message);
    expect(answer).toMatch(/^413 body_too_large|^fetch failed/);
    for (const place of placesOf(body, isAmount).slice(0, 1))
      expect(await refusal(route, changed(body, place, deep(3_000)))).toMatch(/^4\d\d \w+/);
    expect(await written()).toEqual(before);
  },
);

test('a currency that we hold and this money is not in moves nothing', async () => {
  const session = await lab.openSession(apiKey, '100');
  const other = await lab.customer('李明');
  expect((await customer.transferTo(other, '100', undefined, { currency: 'USD' })).problem?.code).toBe(
    'insufficient_balance',
  );
  const paid = await customer.pay('purchase', { type: 'balance' }, '100', {
    checkoutSessionId: session.id,
    currency: 'USD',
  });
  expect(paid.problem?.code).toBe('payment_changed');
  expect(await customer.money()).toBe('100000+0');
});
