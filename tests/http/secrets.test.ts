import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerLogInCode, logIn, logOut } from '../../contract/identity.ts';
import { addCard, topUpAndPay } from '../../contract/payments.ts';
import { exportMyData } from '../../contract/personal-data.ts';
import {
  actInRecovery,
  answerRecoveryCode,
  proveInRecovery,
  startRecovery,
} from '../../contract/recovery.ts';
import {
  getMessages,
  openConversation,
  requestPerson,
  sendMessage,
  takeConversation,
} from '../../contract/support.ts';
import { ApiClient, codeReader } from '../../scripts/api-client.ts';
import { type PaymentsLab, paymentIn, startPayments, TestCustomer } from '../support/payments.ts';
import { newStaff } from '../support/staff.ts';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments({ UPAY_LOG_LEVEL: 'trace' });
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

const password = 'Canary in the coal mine 41';
const newPassword = 'Canary above the harbour 42';
const paymentPassword = '739158';
const wrongPaymentPassword = '918273';
const card = {
  number: '4242424242424242',
  expiryMonth: 12,
  expiryYear: 2034,
  cvc: '587',
  holderName: '王芳',
};

/** A whole life of an account, right and wrong. @returns every session and device token it had */
async function mainJob(customer: TestCustomer): Promise<string[]> {
  const tokens = new Set<string>();
  const keep = (client: ApiClient) => client.cookies.forEach((token) => tokens.add(token));
  const codeOf = codeReader(lab.system.sandbox.url);
  const { phone } = customer;
  await customer.register({ phone, name: '王芳', password, paymentPassword }, codeOf);
  keep(customer);
  const method = await customer.call(addCard, { body: card });
  await customer.topUp(method, '1000');
  const payee = await lab.customer('李明');
  const balance = { type: 'balance' } as const;
  await customer.transferTo(payee, '100', balance, { paymentPassword: wrongPaymentPassword });
  const failed = paymentIn((await customer.transferTo(payee, '3500', balance, { paymentPassword })).problem);
  const { id } = await customer.call(openConversation, {
    body: { context: { screen: 'payment', paymentId: failed.id }, language: 'zh' },
  });
  const body = { clientMessageId: randomUUID(), text: '我刚才付款失败了' };
  await customer.call(sendMessage, { params: { id }, body });
  await expect
    .poll(async () => JSON.stringify(await customer.call(getMessages, { params: { id }, query: {} })))
    .toContain('top_up_and_pay');
  await customer.call(topUpAndPay, {
    params: { id: failed.id },
    body: { method: { type: 'card', id: method.id }, topUpAmount: '2500', paymentPassword },
  });
  await customer.call(requestPerson, { params: { id } });
  await (await newStaff(lab.system, 'agent')).call(takeConversation, { params: { id } });

  await customer.confirm((await customer.send(exportMyData)).problem, codeOf, { phone, password });
  await customer.call(exportMyData);
  const device = new ApiClient(customer.url);
  await device.send(logIn, { body: { phone, password: `${password} wrong` } });
  const asked = await device.call(logIn, { body: { phone, password } });
  if (asked.status !== 'code_required') throw new Error('a new device takes a code');
  const answer = { params: { id: asked.challenge.id }, body: { code: await codeOf(phone) } };
  await device.call(answerLogInCode, answer);
  keep(device);
  await device.send(answerLogInCode, answer);
  // What no parser takes.
  const headers = { 'content-type': 'application/json', cookie: device.cookieHeader() };
  for (const path of [
    `/api/sessions?password=${encodeURIComponent(password)}`,
    '/api/sessions',
    '/api/nothing',
  ])
    await fetch(customer.url + path, {
      method: 'POST',
      headers,
      body: `{"phone": "${phone}", "password": "${password}", "paymentPassword": "${paymentPassword}`,
    }).then((response) => response.body?.cancel());
  await device.call(logOut);

  const lost = new ApiClient(customer.url);
  const challenge = await lost.call(startRecovery, { body: { phone, language: 'zh' } });
  await lost.call(answerRecoveryCode, { params: { id: challenge.id }, body: { code: await codeOf(phone) } });
  await lost.call(proveInRecovery, { body: { kind: 'payment_password', paymentPassword } });
  await lost.call(actInRecovery, { body: { action: 'reset_password', password: newPassword } });
  keep(lost);
  return [...tokens];
}

/** Matches a short secret that stands for itself, not within a number, a hash or an id. */
const alone = (digits: string) => `(^|[^0-9A-Za-z+/=_.-])${digits}([^0-9A-Za-z+/=_.-]|$)`;

test('38, 40: a whole main job leaves no secret in the log or in the database', async () => {
  const customer = new TestCustomer(lab.system.server.url);
  const tokens = await mainJob(customer);
  const sent = await lab.system.sandbox.messages(`+86${customer.phone}`);
  const codes = sent.flatMap(({ text }) => text.match(/\b\d{6}\b/) ?? []);
  expect(codes.length).toBeGreaterThanOrEqual(4);
  expect(tokens.length).toBeGreaterThanOrEqual(5);
  const secrets = [password, newPassword, card.number, ...tokens];
  const digits = [paymentPassword, wrongPaymentPassword, ...codes];

  const log = readFileSync(lab.system.server.log, 'utf8');
  expect(log.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(log).not.toContain(secret);
  for (const secret of [...digits, card.cvc]) expect(log).not.toMatch(new RegExp(alone(secret), 'm'));

  // All that is text, in tables of ours and of the jobs: events, audit, traces, payloads, errors.
  const tables = await lab.db.query<{ name: string; text: string }>(`
    select format('%I.%I', table_schema, table_name) as name,
      string_agg(case when data_type = 'bytea' then format('encode(%I, ''escape'')', column_name)
                      else format('%I::text', column_name) end, ', ') as text
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
      and data_type in ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea')
    group by 1`);
  expect(tables.length).toBeGreaterThan(40);
  for (const { name, text } of tables) {
    const found = await lab.db.query(
      `select canary from ${name} cross join unnest($1::text[]) as canary where strpos(concat_ws(' ', ${text}), canary) > 0
       union select canary from ${name} cross join unnest($2::text[]) as canary where concat_ws(' ', ${text}) ~ canary`,
      [secrets, digits.map(alone)],
    );
    expect({ name, found }).toEqual({ name, found: [] });
  }
});

test('a secret in the log or the database would be found', () => {
  expect('{"code": "739158"}').toMatch(new RegExp(alone('739158')));
  expect('验证码 739158，十分钟内有效').toMatch(new RegExp(alone('739158')));
  expect('a739158b 2026-01-01 00:00:00.739158').not.toMatch(new RegExp(alone('739158')));
});
