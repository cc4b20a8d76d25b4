import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPaymentRequest, getPaymentRequest } from '../../contract/payment-requests.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let payer: TestCustomer;
let payee: TestCustomer;
beforeAll(async () => {
  lab = await startPayments();
  [payer, payee] = await Promise.all([lab.richCustomer('10000'), lab.customer('李明')]);
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

const ask = (more: { amount?: string; note?: string } = {}) =>
  payee.call(createPaymentRequest, { body: { currency: 'CNY', ...more } });

test('a link names its payee masked, without their phone, and is paid as it was confirmed', async () => {
  const { code, url } = await ask({ amount: '1200', note: '周末午饭' });
  expect(url).toBe(`${lab.system.server.url}/transfer?request=${code}`);
  const asked = await payer.call(getPaymentRequest, { params: { code } });
  expect(asked).toMatchObject({ maskedName: '*明', amount: '1200', currency: 'CNY', note: '周末午饭' });
  expect(JSON.stringify(asked)).not.toContain(payee.phone);
  const { status } = await payer.pay('transfer', { type: 'balance' }, '1200', {
    payeeId: asked.payeeId,
    confirmed: { amount: '1200', payee: asked.maskedName },
  });
  expect([status, await payee.money()]).toEqual([201, '1200+0']);
});

test('without an amount the payer chooses; one’s own, an unknown and an expired link pay nobody', async () => {
  const { code } = await ask();
  expect((await payer.call(getPaymentRequest, { params: { code } })).amount).toBeUndefined();
  expect((await payee.send(getPaymentRequest, { params: { code } })).problem?.code).toBe('payee_is_self');
  const unknown = 'x'.repeat(43);
  expect((await payer.send(getPaymentRequest, { params: { code: unknown } })).problem?.code).toBe(
    'not_found',
  );
  await lab.db.query('update payments.request set expires_at = now()');
  expect((await payer.send(getPaymentRequest, { params: { code } })).problem?.code).toBe('not_found');
});
