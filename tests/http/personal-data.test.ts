import { afterAll, beforeAll, expect, test } from 'vitest';
import { completeRegistration, logIn, logOut, startRegistration, updateMe } from '../../contract/identity.ts';
import { closeMyAccount, exportMyData, getMyClosing } from '../../contract/personal-data.ts';
import { listPayments, removePaymentMethod } from '../../contract/payments.ts';
import type { Route } from '../../contract/route.ts';
import { openConversation, requestPerson, sendMessage } from '../../contract/support.ts';
import { ApiClient, codeReader } from '../../scripts/api-client.ts';
import { type PaymentsLab, startPayments, type TestCustomer } from '../support/payments.ts';
import { randomUUID } from 'node:crypto';

let lab: PaymentsLab;
beforeAll(async () => {
  lab = await startPayments({ UPAY_LOG_LEVEL: 'trace' });
});
afterAll(async () => {
  await lab.expectRightBooks();
  await lab.stop();
});

const password = 'Kestrel over the harbour 7';
const cardNumber = '4242424242424242';

/** Asks for what must be confirmed, confirms it, asks again. */
async function confirmed<R extends Route>(customer: TestCustomer, route: R) {
  const { problem } = await customer.send(route);
  expect(problem?.code).toBe('step_up_required');
  const codeOf = codeReader(lab.system.sandbox.url);
  await customer.confirm(problem, codeOf, { phone: customer.phone, password });
  return customer.send(route);
}

async function chat(customer: TestCustomer, text: string): Promise<string> {
  const { id } = await customer.call(openConversation, {
    body: { context: { screen: 'home' }, language: 'zh' },
  });
  await customer.call(sendMessage, { params: { id }, body: { clientMessageId: randomUUID(), text } });
  return id;
}

test('what is kept about a customer is theirs to take along, whole, without secrets, after a confirmation', async () => {
  const customer = await lab.richCustomer('10000');
  const payee = await lab.customer('李明');
  await customer.transferTo(payee, '2500');
  await chat(customer, '我的账单在哪里看');
  const { status, result } = await confirmed(customer, exportMyData);
  expect(status).toBe(200);
  const { identity, payments, support } = result.sections as Record<string, Record<string, unknown>>;
  expect(identity?.profile).toMatchObject({ name: '王芳', phone: expect.stringContaining(customer.phone) });
  expect(identity?.devices).toHaveLength(1);
  expect(identity?.doneToTheAccount).toEqual(
    expect.arrayContaining([expect.objectContaining({ action: 'customer.registered' })]),
  );
  expect(payments?.payments).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'transfer', amount: '2500' }),
      expect.objectContaining({ kind: 'top_up', amount: '10000' }),
    ]),
  );
  expect(support?.messages).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ content: expect.objectContaining({ text: '我的账单在哪里看' }) }),
    ]),
  );
  const text = JSON.stringify(result);
  for (const secret of [/argon2/, /hash/i, /token/i, new RegExp(cardNumber)])
    expect(text).not.toMatch(secret);
});

test('42: the export is a file to keep, never a page', async () => {
  const customer = await lab.customer();
  const { problem } = await customer.send(exportMyData);
  const codeOf = codeReader(lab.system.sandbox.url);
  const id = await customer.confirm(problem, codeOf, { phone: customer.phone, password });
  const response = await fetch(`${customer.url}/api/me/personal-data`, {
    method: 'POST',
    headers: { cookie: customer.cookieHeader(), 'upay-step-up': id },
  });
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="upay-.*\.json"$/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cache-control')).toBe('no-store');
  await response.body?.cancel();
});

test('an account is closed once nothing is left in it, and what need not be kept is erased', async () => {
  const customer = await lab.richCustomer('500');
  const payee = await lab.customer('李明');
  const conversationId = await chat(customer, '请告诉我怎么注销');
  expect((await customer.call(getMyClosing)).obstacles).toEqual(['balance']);
  expect((await customer.send(closeMyAccount)).problem?.code).toBe('closing_refused');
  await customer.transferTo(payee, '500');
  expect((await customer.call(getMyClosing)).obstacles).toEqual([]);
  // They wait for a person while somebody is at the desk, and are told how long.
  await lab.db.query(
    `insert into support.agent (staff_id, name, capacity, presence, seen_at) values ($1, '小李', 0, 'online', now())`,
    [randomUUID()],
  );
  await customer.call(requestPerson, { params: { id: conversationId } });
  const cookie = customer.cookieHeader();
  expect((await confirmed(customer, closeMyAccount)).status).toBe(204);

  expect((await fetch(`${customer.url}/api/me`, { headers: { cookie } })).status).toBe(401);
  const stranger = new ApiClient(customer.url);
  const { problem } = await stranger.send(logIn, { body: { phone: customer.phone, password } });
  expect(problem?.code).toBe('wrong_credentials');
  const { payments } = await payee.call(listPayments);
  expect(payments).toMatchObject([
    { kind: 'transfer', amount: '500', counterparty: { name: { zh: '已注销 Closed' } } },
  ]);

  const { id } = customer.customer;
  const [row] = await lab.db.query<{ person: string; kept: Buffer; years: number; words: string }>(
    `select c::text as person, r.sealed as kept, extract(year from age(r.erase_at, r.closed_at))::int as years,
       (select string_agg(content::text, ' ') from support.message where conversation_id = $2 and sender_kind = 'customer') as words
     from identity.customer c join identity.retained_identity r on r.customer_id = c.id where c.id = $1`,
    [id, conversationId],
  );
  expect(row?.years).toBe(10);
  for (const text of [row?.person, row?.words, row?.kept.toString('latin1')]) {
    expect(text).not.toContain(customer.phone);
    expect(text).not.toContain('王芳');
    expect(text).not.toContain('怎么注销');
  }
  const left = await lab.db.query(
    `select 'device' from identity.device where customer_id = $1 union all
     select 'password' from identity.password where customer_id = $1 union all
     select 'method' from payments.method where customer_id = $1 and (token <> '' or removed_at is null)`,
    [id],
  );
  expect(left).toEqual([]);
  expect(
    await lab.db.query(
      `select outcome, exists (select from support.queue q where q.conversation_id = p.conversation_id) as waits
       from support.wait_promise p where conversation_id = $1`,
      [conversationId],
    ),
  ).toEqual([{ outcome: 'left', waits: false }]);

  const texts = async () =>
    (await lab.outside('GET', `/sms/messages?to=%2B86${customer.phone}`)).body.messages as Array<{
      text: string;
    }>;
  await expect.poll(async () => (await texts())[0]?.text).toMatch(/已按您的要求注销/);

  // The number is free again, for whoever has it.
  const challenge = await stranger.call(startRegistration, {
    body: { phone: customer.phone, language: 'zh' },
  });
  const code = await codeReader(lab.system.sandbox.url)(customer.phone);
  const again = await stranger.call(completeRegistration, {
    params: { id: challenge.id },
    body: { code, name: '赵磊', password },
  });
  expect(again.id).not.toBe(id);
});

test('40: whatever is done to an account is written down, and what is written down stays', async () => {
  const customer = await lab.customer();
  const card = await customer.addCard(cardNumber);
  await customer.call(removePaymentMethod, { params: { id: card.id } });
  await customer.call(updateMe, { body: { language: 'en' } });
  const device = new ApiClient(customer.url);
  await device.send(logIn, { body: { phone: customer.phone, password: `${password} wrong` } });
  await customer.call(logIn, { body: { phone: customer.phone, password } });
  await customer.call(logOut);
  const rows = await lab.db.query<{ action: string }>(
    'select action from identity.audit where customer_id = $1 order by position',
    [customer.customer.id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'customer.registered',
    'device.added',
    'log_in.succeeded',
    'payment_password.set',
    'payment_method.added',
    'payment_method.removed',
    'customer.language_changed',
    'password.failed',
    'log_in.succeeded',
    'log_out',
  ]);
  const url = `${customer.url}/api/desk/customers/${customer.customer.id}/audit`;
  for (const method of ['DELETE', 'PUT', 'PATCH', 'POST'])
    expect((await fetch(url, { method })).status).toBe(405);
  await expect(
    lab.db.query('delete from identity.audit where customer_id = $1', [customer.customer.id]),
  ).rejects.toThrow();
});
