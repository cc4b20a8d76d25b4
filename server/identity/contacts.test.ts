import { afterAll, beforeAll, expect, test } from 'vitest';
import { remindOfCheckUps, remindOfOldPasswords } from './reminders.ts';
import { type Browser, goodPassword, newPhone, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
  await system.platform.jobs.start();
});
afterAll(() => system.stop());

const day = 24 * 60 * 60_000;
let emails = 0;
const newEmail = () => `li${(emails += 1)}@example.com`;

/** Asks for a change, confirmed, and answers the code that went to the new address. */
async function change(home: Browser, phone: string, kind: 'phone' | 'email', address: string) {
  const url = `/api/me/contacts/${kind}/changes`;
  const started = await system.steppedUp(home, phone, 'POST', url, {}, { address });
  expect(started.statusCode).toBe(201);
  return home.send('POST', `${url}/${started.json().id}`, { code: system.codeFor(address.toLowerCase()) });
}

const textsTo = (address: string) => system.sent.filter(({ to }) => to === address).map(({ text }) => text);

test('an address is not changed without a confirmation, which is for that address only', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const [next, other] = [newPhone(), newPhone()];
  const url = '/api/me/contacts/phone/changes';
  const asked = await home.send('POST', url, { address: next });
  expect(asked.json()).toMatchObject({
    status: 403,
    code: 'step_up_required',
    stepUp: { needsPassword: true },
  });
  const { id } = asked.json().stepUp;
  const sent = (await home.send('POST', `/api/me/step-ups/${id}/codes`)).json();
  const answer = {
    way: 'phone_code',
    challengeId: sent.id,
    code: system.codeFor(phone),
    password: goodPassword,
  };
  expect((await home.send('POST', `/api/me/step-ups/${id}/answers`, answer)).statusCode).toBe(204);
  const swapped = await home.send('POST', url, { address: other }, { headers: { 'upay-step-up': id } });
  expect(swapped.json().code).toBe('step_up_void');
  expect(textsTo(other)).toEqual([]);
});

test('a log-in on a new device is told to every address', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const email = newEmail();
  await change(home, phone, 'email', email);
  const other = system.browser();
  const { challenge } = (await system.logIn(other, phone)).json();
  await other.send('POST', `/api/sessions/challenges/${challenge.id}`, { code: system.codeFor(phone) });
  for (const address of [phone, email])
    await expect.poll(() => textsTo(address).join(), { timeout: 10_000 }).toContain('在一台新设备上登录');
  await system.logIn(other, phone);
  expect(textsTo(email).filter((text) => text.includes('新设备'))).toHaveLength(1);
});

test('a first email is bound at once and told of everything from then on', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const email = newEmail();
  const bound = await change(home, phone, 'email', email.toUpperCase());
  expect(bound.json()).toEqual({ phone: expect.any(String), email: 'l***@example.com', waiting: [] });
  await expect.poll(() => textsTo(email).join(), { timeout: 10_000 }).toContain('绑定了一个邮箱');
  await expect.poll(() => textsTo(phone).join(), { timeout: 10_000 }).toContain('绑定了一个邮箱');
});

test('another phone waits a day; the old one is told, and its owner can say no', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const next = newPhone();
  const asked = await change(home, phone, 'phone', next);
  expect(asked.json().waiting).toMatchObject([{ kind: 'phone', newAddress: `138****${next.slice(-4)}` }]);
  await expect.poll(() => textsTo(phone).join(), { timeout: 10_000 }).toContain('24 小时后生效');
  expect((await system.logIn(system.browser(), next)).json().code).toBe('wrong_credentials');
  const canceled = await home.send('DELETE', '/api/me/contacts/phone/changes');
  expect(canceled.json().waiting).toEqual([]);
  await expect.poll(() => textsTo(phone).join(), { timeout: 10_000 }).toContain('已取消');
  await expect.poll(() => textsTo(next).join(), { timeout: 10_000 }).toContain('已取消');
  expect((await home.send('DELETE', '/api/me/contacts/phone/changes')).statusCode).toBe(404);
});

test('after the day it takes effect, both addresses are told, and limits are low for a day', async () => {
  const home = system.browser();
  const { id, phone } = await system.register(home);
  const next = newPhone();
  await change(home, phone, 'phone', next);
  const { db, jobs } = system.platform;
  const [waiting] = await db.query<{ id: string; effective_at: Date }>(
    'select id, effective_at from identity.contact_change where customer_id = $1 and done_at is null',
    [id],
  );
  expect((waiting?.effective_at.getTime() ?? 0) - system.platform.clock.now().getTime()).toBeGreaterThan(
    day - 60_000,
  );
  await jobs.add(db, [{ task: 'identity.change_contact', payload: { changeId: waiting?.id } }]);
  await expect.poll(() => textsTo(phone).join(), { timeout: 10_000 }).toContain('手机号已更换');
  await expect.poll(() => textsTo(next).join(), { timeout: 10_000 }).toContain('手机号已更换');
  expect((await system.logIn(home, next)).json().status).toBe('signed_in');
  expect((await system.logIn(system.browser(), phone)).json().code).toBe('wrong_credentials');
  const [row] = await db.query<{ reduced_limits_until: Date }>(
    'select reduced_limits_until from identity.customer where id = $1',
    [id],
  );
  expect(row?.reduced_limits_until.getTime()).toBeGreaterThan(system.platform.clock.now().getTime());
});

test('an address of another account is not told, and can’t be taken', async () => {
  const [home, other] = [system.browser(), system.browser()];
  const { phone } = await system.register(home);
  const taken = (await system.register(other)).phone;
  const url = '/api/me/contacts/phone/changes';
  const started = await system.steppedUp(home, phone, 'POST', url, {}, { address: taken });
  expect(started.statusCode).toBe(201);
  expect(textsTo(taken).at(-1)).toContain('没有改变');
  const guess = await home.send('POST', `${url}/${started.json().id}`, { code: '000000' });
  expect(guess.json().code).toBe('code_incorrect');
});

test('the password is changed with the present one and a code; other sessions end, and the owner is told', async () => {
  const [home, other] = [system.browser(), system.browser()];
  const { phone } = await system.register(home);
  const { challenge } = (await system.logIn(other, phone)).json();
  await other.send('POST', `/api/sessions/challenges/${challenge.id}`, { code: system.codeFor(phone) });
  const password = 'Another harbour at dawn 9';
  const put = (body: object) => home.send('PUT', '/api/me/password', body);
  expect((await put({ password: 'woaini1314' })).json().code).toBe('password_too_weak');
  expect((await put({ password })).json()).toMatchObject({ status: 403, code: 'step_up_required' });
  expect((await system.steppedUp(home, phone, 'PUT', '/api/me/password', {}, { password })).statusCode).toBe(
    204,
  );
  expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
  expect((await other.send('GET', '/api/me')).statusCode).toBe(401);
  expect((await system.logIn(home, phone)).json().code).toBe('wrong_credentials');
  expect((await system.logIn(home, phone, password)).json().status).toBe('signed_in');
  await expect.poll(() => textsTo(phone).join(), { timeout: 10_000 }).toContain('登录密码已修改');
});

test('a check-up says what protects the account and what would raise its score', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const check = async () => (await home.send('GET', '/api/me/check-up')).json();
  const before = await check();
  expect(before.items.find(({ item }: { item: string }) => item === 'second_factor')).toMatchObject({
    state: 'risk',
  });
  await change(home, phone, 'email', newEmail());
  await home.send('PUT', '/api/me/payment-password', { password: goodPassword, paymentPassword: '246810' });
  const after = await check();
  expect(after.score).toBe(before.score + 20 + 8);
  expect(after.items.reduce((sum: number, { most }: { most: number }) => sum + most, 0)).toBe(100);
});

test('7: whoever has a password for a year is told once a year, and logs in as before', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const remind = () => remindOfOldPasswords({ platform: system.platform });
  const told = () => textsTo(phone).filter((text) => text.includes('用了一年多'));
  await remind();
  for (const years of [1, 2]) {
    system.pass(366 * day);
    await Promise.all([remind(), remind()]);
    await remind();
    await expect.poll(told, { timeout: 10_000 }).toHaveLength(years);
  }
  expect((await system.logIn(system.browser(), phone)).json().status).toBe('code_required');
});

test('whoever’s check-up finds something at risk is told twice a year; who is safe is not', async () => {
  const { phone } = await system.register(system.browser());
  const home = system.browser();
  const safe = await system.register(home);
  const paymentPassword = { password: goodPassword, paymentPassword: '246810' };
  expect((await home.send('PUT', '/api/me/payment-password', paymentPassword)).statusCode).toBe(204);
  await system.platform.db.query(
    'insert into identity.totp (owner_id, secret, created_at, confirmed_at) values ($1, $2, now(), now())',
    [safe.id, Buffer.alloc(32)],
  );
  const remind = () => remindOfCheckUps({ platform: system.platform });
  const told = (to: string) => textsTo(to).filter((text) => text.includes('安全检查')).length;
  await remind();
  for (const times of [1, 2]) {
    system.pass(183 * day);
    await Promise.all([remind(), remind()]);
    await remind();
    await expect.poll(() => told(phone), { timeout: 10_000 }).toBe(times);
  }
  expect(told(safe.phone)).toBe(0);
});

test('a password older than a year is reminded of and works all the same', async () => {
  const home = system.browser();
  const { id, phone } = await system.register(home);
  await system.platform.db.query(
    "update identity.password set changed_at = changed_at - interval '400 days' where customer_id = $1",
    [id],
  );
  expect((await system.logIn(home, phone)).json()).toMatchObject({
    status: 'signed_in',
    customer: { reminders: ['password_old'] },
  });
});
