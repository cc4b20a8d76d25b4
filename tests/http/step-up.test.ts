import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getMe, logIn, answerLogInCode } from '../../contract/identity.ts';
import { listPayments } from '../../contract/payments.ts';
import { codeReader } from '../../scripts/api-client.ts';
import { type PaymentsLab, startPayments, TestCustomer, traceOf } from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
let other: TestCustomer;
beforeAll(async () => {
  // The server believes a proxy on this machine, so that a test can come from anywhere.
  lab = await startPayments({ UPAY_TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});
beforeEach(async () => {
  [payer, payee, other] = await Promise.all([
    lab.richCustomer('3000000'),
    lab.customer('李明'),
    lab.customer('李鸣'),
  ]);
});

const large = '1000001';
const paymentCount = async () => (await payer.call(listPayments)).payments.length;

test('a large transfer is asked for again, leaves nothing until then, and goes through with its confirmation', async () => {
  const key = randomUUID();
  const before = await paymentCount();
  const refused = await payer.transferTo(payee, large, undefined, {}, key);
  expect(refused.status).toBe(403);
  expect(refused.problem).toMatchObject({
    code: 'step_up_required',
    stepUp: {
      ways: ['phone_code'],
      needsPassword: false,
      summary: { zh: '向 *明 转账 ¥10,000.01', en: 'transfer ¥10,000.01 to *明' },
    },
  });
  expect(await paymentCount()).toBe(before);
  await lab.confirm(payer, refused.problem);
  const paid = await payer.transferTo(payee, large, undefined, {}, key);
  expect(paid.status).toBe(201);
  const { attempts } = await payer.detail(paid.result.id);
  expect(attempts[0]?.trace.find(({ check }) => check === 'risk')?.evidence).toEqual({
    rule: 'large_amount',
    confirmed: true,
  });
  expect(traceOf(attempts[0])).toContain('risk passed');
  // The same request once more is the same payment, and needs nothing.
  expect((await payer.transferTo(payee, large, undefined, {}, key)).result.id).toBe(paid.result.id);
  expect(await payee.money()).toBe(`${large}+0`);
});

test.each([
  ['amount', (key: string) => payer.transferTo(payee, '1000002', undefined, {}, key)],
  ['payee', (key: string) => payer.transferTo(other, large, undefined, {}, key)],
])('a confirmation is void for another %s, and for its own from then on', async (_what, change) => {
  const { problem } = await payer.transferTo(payee, large);
  await payer.payeeId(other);
  const id = await lab.confirm(payer, problem);
  expect((await change(randomUUID())).problem?.code).toBe('step_up_void');
  payer.stepUpId = id;
  expect((await payer.transferTo(payee, large)).problem?.code).toBe('step_up_void');
  expect(await payer.money()).toBe('3000000+0');
});

test('a confirmation pays once, also in parallel, and for nobody else', async () => {
  const { problem } = await payer.transferTo(payee, large);
  const id = await lab.confirm(payer, problem);
  const thief = await lab.richCustomer('3000000');
  await thief.payeeId(payee);
  thief.stepUpId = id;
  expect((await thief.transferTo(payee, large)).problem?.code).toBe('step_up_void');

  payer.stepUpId = undefined;
  const next = await payer.transferTo(payee, large);
  const confirmed = await lab.confirm(payer, next.problem);
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      await payer.payeeId(payee);
      payer.stepUpId = confirmed;
      return payer.pay('transfer', { type: 'balance' }, large, { payeeId: payee.customer.id });
    }),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(await payee.money()).toBe(`${large}+0`);
});

test('the wrong payment password is told first, and counted, whatever else would be asked', async () => {
  const wrong = await payer.transferTo(payee, large, undefined, { paymentPassword: '135790' });
  expect(wrong.problem).toMatchObject({ code: 'incorrect_payment_password' });
});

test('from a network never seen, any money out is asked for again; topping up is not', async () => {
  const code = codeReader(lab.system.sandbox.url);
  const elsewhere = { 'x-forwarded-for': '203.0.113.77' };
  const me = await payer.call(getMe, { headers: elsewhere });
  expect(me.caution).toBe('new_network');
  const { cookies } = payer;
  const traveller = new (class extends TestCustomer {
    override send: TestCustomer['send'] = (route, options) =>
      super.send(route, { ...options, headers: { ...options?.headers, ...elsewhere } });
  })(payer.url);
  for (const [name, value] of cookies) traveller.cookies.set(name, value);
  traveller.customer = payer.customer;
  traveller.paymentPassword = payer.paymentPassword;
  await traveller.topUp(await traveller.addCard('4242424242424242'), '100');
  const small = await traveller.transferTo(payee, '100');
  expect(small.problem?.code).toBe('step_up_required');
  expect(small.problem?.stepUp).toMatchObject({ summary: { zh: expect.stringContaining('¥1.00') } });
  await traveller.confirm(small.problem, code, payer);
  expect((await traveller.transferTo(payee, '100')).status).toBe(201);
  // Confirmed once, it is the customer's network.
  expect((await traveller.transferTo(payee, '100')).status).toBe(201);
  expect((await traveller.call(getMe)).caution).toBeUndefined();
});

test('a device that has just been added asks again above a thousand yuan', async () => {
  const device = new TestCustomer(payer.url);
  const asked = await device.call(logIn, {
    body: { phone: payer.phone, password: 'Kestrel over the harbour 7' },
  });
  if (asked.status !== 'code_required') throw new Error(asked.status);
  const code = await codeReader(lab.system.sandbox.url)(payer.phone);
  device.customer = await device.call(answerLogInCode, {
    params: { id: asked.challenge.id },
    body: { code },
  });
  expect((await device.transferTo(payee, '100000')).status).toBe(201);
  expect((await device.transferTo(payee, '100001')).problem?.code).toBe('step_up_required');
});
