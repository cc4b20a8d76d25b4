import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as contract from '../../contract/payments.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Route } from '../../contract/route.ts';
import { paymentIn, type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
let stranger: TestCustomer;
let payeeId: string;
const balance = { type: 'balance' } as const;
beforeAll(async () => {
  lab = await startPayments();
  [payer, payee, stranger] = await Promise.all([
    lab.richCustomer('100000'),
    lab.customer('李明'),
    lab.customer('赵敏'),
  ]);
  payeeId = await payer.payeeId(payee);
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

const withoutId = (problem: Problem | undefined) => ({ ...problem, requestId: undefined });

test.each([
  '-1',
  '0',
  '00',
  '0.001',
  '1.00',
  '1e3',
  'NaN',
  'Infinity',
  '',
  ' 1',
  '1 ',
  '+1',
  '01',
  '0x10',
  '１００',
  '9223372036854775808',
  '1000000000001',
  100,
  1.5,
  null,
  true,
  ['100'],
  { amount: '100' },
])('an amount of %j is refused in every place', async (amount) => {
  const change = { amount: amount as string };
  const card = { type: 'card', id: randomUUID() } as const;
  const answers = await Promise.all([
    payer.pay('transfer', balance, '1', { payeeId, ...change }),
    payer.pay('top_up', card, '1', change),
    payer.pay('withdrawal', card, '1', change),
    payer.pay('purchase', balance, '1', { checkoutSessionId: randomUUID(), ...change }),
    payer.topUpAndPay(randomUUID(), card, amount as string),
  ]);
  for (const { status, problem } of answers)
    expect([status, problem?.code, problem?.fields?.[0]?.path]).toEqual([
      422,
      'invalid_request',
      expect.stringMatching(/^body\.(amount|topUpAmount)/),
    ]);
});

test.each<[string, Record<string, unknown>]>([
  ['a field nobody knows', { status: 'succeeded' }],
  ['a fee of one’s own', { fee: '0' }],
  ['another payer', { customerId: '018f0000-0000-7000-8000-000000000000' }],
  ['a currency nobody holds', { currency: 'XXX' }],
  ['no currency', { currency: undefined }],
  ['a method of no kind', { method: { type: 'cash' } }],
  ['a balance with an id', { method: { type: 'balance', id: '018f0000-0000-7000-8000-000000000000' } }],
  ['a card without an id', { method: { type: 'card' } }],
  ['a payee that is no id', { payeeId: "' or 1=1 --" }],
  ['a payment password of five digits', { paymentPassword: '12345' }],
  ['a payment password of letters', { paymentPassword: 'abcdef' }],
  ['a note of nothing but blanks', { note: '   ' }],
  ['a note of 101 characters', { note: '好'.repeat(101) }],
])('%s is refused', async (_, change) => {
  const { status, problem } = await payer.transferTo(payee, '1', balance, change);
  expect([status, problem?.code]).toEqual([422, 'invalid_request']);
});

test.each([
  ['right-to-left override', '\u202e001'],
  ['zero width space', '午\u200b饭'],
  ['byte order mark', '午\ufeff饭'],
  ['soft hyphen', '午\u00ad饭'],
  ['NUL', '午\u0000饭'],
  ['line feed', '午\n饭'],
  ['half a character', '\ud800'],
  ['filler', '\u3164'],
])('a note with a hidden character (%s) is refused and says so', async (_, note) => {
  const { status, problem } = await payer.transferTo(payee, '1', balance, { note });
  expect([status, problem?.fields]).toEqual([422, [{ path: 'body.note', message: 'hidden_characters' }]]);
});

test.each([
  '<img src=x onerror=alert(1)>',
  "'; drop table payments.payment; --",
  '=HYPERLINK("http://x")',
  '午饭 🍜',
  '{"a":1}',
  'a\\b"c,{d}',
])('a note of %j is kept as it is', async (note) => {
  const { result } = await payer.transferTo(payee, '1', balance, { note });
  expect((await payee.detail(result.id)).note).toBe(note);
});

test('nobody pays themselves, nor somebody who does not exist', async () => {
  const own = payer.customer.id;
  expect((await payer.pay('transfer', balance, '1', { payeeId: own })).problem?.code).toBe('payee_is_self');
  for (const id of [own.toUpperCase(), randomUUID()])
    expect(['payee_is_self', 'payee_not_found']).toContain(
      (await payer.pay('transfer', balance, '1', { payeeId: id })).problem?.code,
    );
  const lookUp = (phone: string) => payer.send(contract.lookUpPayee, { body: { phone } });
  expect((await lookUp(payer.phone)).problem?.code).toBe('payee_is_self');
  expect((await lookUp('13900000000')).problem?.code).toBe('payee_not_found');
  expect((await lookUp('12345')).problem?.code).toBe('payee_not_found');
});

test('a payee is found by email as by phone, and the one address tells nothing of the other', async () => {
  const email = `liming.${payee.phone}@example.com`;
  await lab.db.query('update identity.customer set email = $2 where id = $1', [payeeId, email]);
  const lookUp = (address: string) => payer.send(contract.lookUpPayee, { body: { email: address } });
  const { result } = await lookUp(` ${email.toUpperCase()}`);
  expect(result).toEqual({ payeeId, maskedName: '*明', maskedContact: 'l***@example.com' });
  const byPhone = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  expect(byPhone.maskedContact).toMatch(/^139\*{4}\d{4}$/);
  for (const nobody of ['nobody@example.com', 'not an email', '%@example.com'])
    expect((await lookUp(nobody)).problem).toMatchObject({ status: 404, code: 'payee_not_found' });
});

test('a payee’s name is masked wherever the payer sees it', async () => {
  const found = await payer.call(contract.lookUpPayee, { body: { phone: payee.phone } });
  expect(found).toMatchObject({ payeeId, maskedName: '*明' });
  expect(found.maskedContact).not.toContain(payee.phone.slice(3, 7));
  const { result } = await payer.transferTo(payee, '1');
  expect(JSON.stringify([result, await payer.detail(result.id)])).not.toContain('李明');
  expect(JSON.stringify(await payee.detail(result.id))).not.toContain('王芳');
});

test('another’s payment, whatever is asked of it, looks as if there were none', async () => {
  const { result } = await payer.transferTo(payee, '1');
  const failed = paymentIn((await payer.transferTo(payee, '900000')).problem);
  const card = await stranger.addCard('4242424242424242');
  const asked: Array<(id: string) => Promise<{ status: number; problem: Problem | undefined }>> = [
    (id) => stranger.send(contract.getPayment, { params: { id } }),
    (id) => stranger.send(contract.inquirePayment, { params: { id } }),
    (id) => stranger.send(contract.cancelPayment, { params: { id } }),
    (id) => stranger.tryAgain(id, card),
    (id) => stranger.topUpAndPay(id, card, '900000'),
    (id) => stranger.send(contract.removePaymentMethod, { params: { id } }),
  ];
  for (const ask of asked) {
    const missing = await ask(randomUUID());
    expect(missing.problem).toMatchObject({ status: 404, code: 'not_found' });
    for (const id of [result.id, failed.id])
      expect(withoutId((await ask(id)).problem)).toEqual(withoutId(missing.problem));
  }
  expect(await stranger.money()).toBe('0+0');
});

test('a payee sees what they received, not how it was paid, and may do nothing with it', async () => {
  const card = await payer.addCard('5555555555554444');
  const { result } = await payer.transferTo(payee, '70', card);
  const seen = await payee.detail(result.id);
  expect(seen).toMatchObject({ direction: 'in', method: { type: 'balance' }, attempts: [] });
  expect(JSON.stringify(seen)).not.toMatch(/4444|mastercard/);
  expect((await payee.tryAgain(result.id, balance)).problem?.code).toBe('not_found');
  const cancel = await payee.send(contract.cancelPayment, { params: { id: result.id } });
  expect(cancel.problem?.code).toBe('not_found');
});

test('a payee does not learn of payments that failed or are under way', async () => {
  const failed = paymentIn((await payer.transferTo(payee, '900000')).problem).id;
  const never = await payer.addBankAccount('000000000009');
  const underWay = (await payer.transferTo(payee, '80', never)).result.id;
  const listed = await payee.call(contract.listPayments, { query: { limit: 100 } });
  for (const id of [failed, underWay]) {
    expect((await payee.send(contract.getPayment, { params: { id } })).status).toBe(404);
    expect(listed.payments.map((payment) => payment.id)).not.toContain(id);
  }
});

test('a list goes page by page without gaps or repeats, while new payments come in', async () => {
  const [one, other] = await Promise.all([lab.richCustomer('10000'), lab.richCustomer('10000')]);
  const made: string[] = [];
  for (let place = 0; place < 24; place++) {
    const [from, to] = place % 3 === 0 ? [other, one] : [one, other];
    // Two sends in parallel may share a millisecond.
    const sent = await Promise.all([from.transferTo(to, '1'), from.transferTo(to, '1')]);
    made.push(...sent.map(({ result }) => result.id));
  }
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page: { payments: contract.Payment[]; before?: string | undefined } = await one.call(
      contract.listPayments,
      {
        query: { limit: 7, ...(before === undefined ? {} : { before }) },
      },
    );
    seen.push(...page.payments.map(({ id }) => id));
    before = page.before;
    await other.transferTo(one, '1');
  } while (before !== undefined);
  expect(seen).toEqual(seen.toSorted().toReversed());
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((id) => made.includes(id)).toSorted()).toEqual(made.toSorted());
  const failing = paymentIn((await one.transferTo(other, '900000')).problem).id;
  const failed = await one.call(contract.listPayments, { query: { status: 'requires_payment_method' } });
  expect(failed.payments.map(({ id }) => id)).toEqual([failing]);
});

test.each(['limit=0', 'limit=101', 'limit=x', 'before=1', 'status=paid', 'order=asc'])(
  'a list asked for with %s is refused',
  async (query) => {
    const response = await fetch(`${lab.system.server.url}/api/payments?${query}`, {
      headers: { cookie: payer.cookieHeader() },
    });
    expect(response.status).toBe(422);
  },
);

test('without a session every customer’s route is refused before anything is looked at', async () => {
  const { routes } = await import('../../contract/routes.ts');
  const ofCustomers = routes.filter(({ route }) => route.caller === 'customer');
  expect(ofCustomers.length).toBeGreaterThan(15);
  for (const { route } of ofCustomers) {
    const response = await ask(route);
    expect([route.path, response.status, response.headers.get('cache-control')]).toEqual([
      route.path,
      401,
      'no-store',
    ]);
  }
});

function ask(route: Route): Promise<Response> {
  const path = route.path.replaceAll(/:[A-Za-z]+/g, randomUUID());
  return fetch(lab.system.server.url + path, {
    method: route.method,
    headers: { 'idempotency-key': randomUUID(), cookie: '__Host-upay-session=nobody' },
  });
}

test('a method that was removed is gone, and the newest left is the default', async () => {
  const customer = await lab.customer();
  const first = await customer.addCard('4242424242424242');
  const second = await customer.addCard('5555555555554444');
  const third = await customer.addBankAccount('000123456789');
  const defaults = async () =>
    (await customer.call(contract.listPaymentMethods)).methods.map(({ id, isDefault }) => [id, isDefault]);
  expect(await defaults()).toEqual([
    [first.id, true],
    [third.id, false],
    [second.id, false],
  ]);
  await customer.call(contract.removePaymentMethod, { params: { id: first.id } });
  expect(await defaults()).toEqual([
    [third.id, true],
    [second.id, false],
  ]);
  expect((await customer.pay('top_up', first, '100')).problem?.code).toBe('not_found');
  const again = await customer.send(contract.removePaymentMethod, { params: { id: first.id } });
  expect(again.problem?.code).toBe('not_found');
});

test('cards added at the same time: one of them is the default', async () => {
  const customer = await lab.customer();
  let adding: Promise<contract.PaymentMethod> | undefined;
  await lab.db.transaction(async (tx) => {
    await tx.query(
      `insert into payments.method (id, customer_id, type, rail_id, token, network, bank, last4, is_default)
       values ($1, $2, 'card', 'sandbox-card', 'none', 'visa', '{"zh": "", "en": ""}', '0000', true)`,
      [randomUUID(), customer.customer.id],
    );
    adding = customer.addCard('4242424242424242');
    // Time enough to meet the one that is not yet committed.
    await new Promise((resolve) => setTimeout(resolve, 400));
  });
  expect(await adding).toMatchObject({ last4: '4242', isDefault: false });
  expect((await customer.call(contract.listPaymentMethods)).methods).toHaveLength(2);
});

test('card numbers and security codes are kept nowhere', async () => {
  const customer = await lab.customer();
  const body = {
    number: '4000056655665556',
    expiryMonth: 12,
    expiryYear: 2034,
    cvc: '987',
    holderName: '王芳',
  };
  await customer.call(contract.addCard, { body });
  const rows = await lab.db.query<{ row: string }>(
    'select row_to_json(method)::text as row from payments.method where customer_id = $1',
    [customer.customer.id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toMatch(/400005665566|"987"/);
});
