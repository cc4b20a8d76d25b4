import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addBankAccount, inquirePayment, lookUpPayee } from '../../contract/payments.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';

let lab: PaymentsLab;
let customer: TestCustomer;
beforeAll(async () => {
  lab = await startPayments({ UPAY_RATE_LIMIT_FACTOR: '1' });
});
afterAll(() => lab?.stop());
beforeEach(async () => {
  customer = await lab.customer();
});

test.each([
  [
    'payee look-ups, found or not',
    100,
    () => customer.send(lookUpPayee, { body: { phone: '13900000000' } }),
    'payee_not_found',
  ],
  [
    'methods added, taken or not',
    20,
    () => customer.send(addBankAccount, { body: { accountNumber: '000111111116', holderName: '王芳' } }),
    'invalid_bank_account',
  ],
  ['inquiries', 60, () => customer.send(inquirePayment, { params: { id: randomUUID() } }), 'not_found'],
] as const)(
  'of %s, %s are answered alike and the next ones refused until a time',
  async (_, times, ask, usual) => {
    const answers = [];
    while (answers.length < times + 3) answers.push((await ask()).problem);
    expect(new Set(answers.slice(0, times).map((problem) => problem?.code))).toEqual(new Set([usual]));
    for (const refused of answers.slice(times))
      expect(refused).toMatchObject({ status: 429, code: 'too_many_requests', retryAt: expect.any(String) });
  },
);

test('one customer’s haste is no other’s', async () => {
  const other = await lab.customer();
  await Promise.all(
    Array.from({ length: 110 }, () => customer.send(lookUpPayee, { body: { phone: '13900000000' } })),
  );
  const { problem } = await other.send(lookUpPayee, { body: { phone: '13900000000' } });
  expect(problem?.code).toBe('payee_not_found');
});
