import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addBankAccount, inquirePayment, lookUpPayee } from '../../contract/payments.ts';
import { startRegistration } from '../../contract/identity.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { startServer } from '../support/server.ts';
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

test('what guards money and accounts is counted for all nodes together', async () => {
  const { database, sandbox, server } = lab.system;
  const other = await startServer({
    databaseUrl: database.serverUrl,
    sandbox,
    env: { UPAY_RATE_LIMIT_FACTOR: '1', UPAY_RAIL_TIMEOUT: '700' },
  });
  try {
    const asked = async (url: string, phone: string) => {
      const body = { phone, language: 'zh' as const };
      return (await new ApiClient(url).send(startRegistration, { body })).status;
    };
    const nodes = [server.url, other.url, server.url, other.url, server.url, other.url, server.url];
    const phone = '13700001234';
    const codes = [];
    for (const url of nodes) codes.push(await asked(url, phone));
    expect(codes).toEqual([201, 201, 201, 201, 201, 429, 429]);

    const added = await Promise.all(
      Array.from({ length: 24 }, (_, count) => {
        const client = new ApiClient(count % 2 === 0 ? server.url : other.url);
        for (const [name, value] of customer.cookies) client.cookies.set(name, value);
        return client.send(addBankAccount, { body: { accountNumber: '000111111116', holderName: '王芳' } });
      }),
    );
    const refused = added.filter(({ status }) => status === 429);
    expect([added.length - refused.length, refused.length]).toEqual([20, 4]);
  } finally {
    await other.stop();
  }
});

test('one customer’s haste is no other’s', async () => {
  const other = await lab.customer();
  await Promise.all(
    Array.from({ length: 110 }, () => customer.send(lookUpPayee, { body: { phone: '13900000000' } })),
  );
  const { problem } = await other.send(lookUpPayee, { body: { phone: '13900000000' } });
  expect(problem?.code).toBe('payee_not_found');
});
