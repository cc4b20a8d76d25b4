import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, goodPassword, newPhone, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;
const complete = (browser: Browser, id: string, body: object) =>
  browser.send('POST', `/api/registrations/${id}/completion`, {
    name: '欧阳娜娜',
    password: goodPassword,
    ...body,
  });

function wrongCode(right: string): string {
  return right === '000000' ? '000001' : '000000';
}

test('a phone, its code, a name and a password make a customer who is logged in', async () => {
  const browser = system.browser();
  const phone = newPhone();
  const start = await browser.send('POST', '/api/registrations', {
    phone: `${phone.slice(3, 6)} ${phone.slice(6, 10)} ${phone.slice(10)}`,
    language: 'en',
  });
  expect(start.statusCode).toBe(201);
  expect(start.json().sentTo).toBe(`138****${phone.slice(-4)}`);
  const message = system.sent.findLast(({ to }) => to === phone);
  expect(message?.text).toContain('never asks');
  expect(message?.text).not.toMatch(/https?:|www\./);

  const done = await complete(browser, start.json().id, { code: system.codeFor(phone) });
  expect(done.statusCode).toBe(201);
  const me = await browser.send('GET', '/api/me');
  expect(me.json()).toMatchObject({
    name: '欧阳娜娜',
    language: 'en',
    status: 'active',
    hasPaymentPassword: false,
  });
  expect(me.headers['cache-control']).toBe('no-store');

  const profile = await system.identity.findCustomer(system.platform.db, { phone: phone.slice(3) });
  expect(profile).toMatchObject({ id: me.json().id, phone, maskedName: '***娜' });
  const events = await system.platform.db.query<{ topic: string }>(
    'select topic from platform.event where subject_id = $1 order by position',
    [me.json().id],
  );
  expect(events.map(({ topic }) => topic)).toEqual(['customer.registered', 'customer.signed_in']);
});

test('the cookies are bound to this host, secure, and out of reach of scripts', async () => {
  const browser = system.browser();
  const phone = newPhone();
  const { id } = await system.startRegistration(browser, phone);
  const done = await complete(browser, id, { code: system.codeFor(phone) });
  expect(done.cookies.map(({ name }) => name).toSorted()).toEqual([
    '__Host-upay-device',
    '__Host-upay-session',
  ]);
  for (const cookie of done.cookies) {
    expect(cookie).toMatchObject({ path: '/', secure: true, httpOnly: true, sameSite: 'Lax' });
    expect(cookie.domain).toBeUndefined();
    expect(Buffer.from(cookie.value, 'base64url')).toHaveLength(32);
  }
});

test('a registered phone is answered like any other, and only its owner is told', async () => {
  const owner = system.browser();
  const { phone } = await system.register(owner);
  const stranger = system.browser();
  const known = await stranger.send('POST', '/api/registrations', { phone, language: 'zh' });
  const unknown = await stranger.send('POST', '/api/registrations', { phone: newPhone(), language: 'zh' });
  expect(known.statusCode).toBe(unknown.statusCode);
  expect(Object.keys(known.json())).toEqual(Object.keys(unknown.json()));
  const text = system.sent.findLast(({ to }) => to === phone)?.text;
  expect(text).toContain('已注册');
  expect(text).not.toMatch(/\d{6}/);

  const first = await complete(stranger, known.json().id, { code: '123456' });
  const other = await complete(stranger, unknown.json().id, {
    code: wrongCode(system.codeFor(system.sent.at(-1)?.to ?? '')),
  });
  const { requestId: _, ...body } = first.json();
  expect(other.json()).toMatchObject(body);
  expect(first.json()).toMatchObject({ status: 401, code: 'code_incorrect', triesLeft: 4 });
});

test('fifty guesses in parallel are five; then the right code is refused, also after a resend', async () => {
  const browser = system.browser();
  const phone = newPhone();
  const { id } = await system.startRegistration(browser, phone);
  const right = system.codeFor(phone);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => complete(system.browser(), id, { code: wrongCode(right) })),
  );
  expect(answers.every(({ statusCode }) => statusCode === 401)).toBe(true);
  const counted = answers.map((answer) => answer.json().triesLeft).toSorted((a, b) => b - a);
  expect(counted.slice(0, 5)).toEqual([4, 3, 2, 1, 0]);
  expect(counted.slice(5).every((left) => left === 0)).toBe(true);
  expect((await complete(browser, id, { code: right })).statusCode).toBe(401);

  system.pass(minute);
  expect((await browser.send('POST', `/api/challenges/${id}/resend`)).statusCode).toBe(404);
});

test('a resend waits a minute, brings a new code and keeps the count', async () => {
  const browser = system.browser();
  const phone = newPhone();
  const { id } = await system.startRegistration(browser, phone);
  const first = system.codeFor(phone);
  for (let guess = 0; guess < 4; guess++) await complete(browser, id, { code: wrongCode(first) });
  const early = await browser.send('POST', `/api/challenges/${id}/resend`);
  expect(early.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
  expect(Date.parse(early.json().retryAt)).toBeGreaterThan(system.platform.clock.now().getTime());

  system.pass(minute);
  expect((await browser.send('POST', `/api/challenges/${id}/resend`)).statusCode).toBe(200);
  const second = system.codeFor(phone);
  if (first !== second)
    expect((await complete(browser, id, { code: first })).json()).toMatchObject({ triesLeft: 0 });
  expect((await complete(browser, id, { code: second })).statusCode).toBe(first === second ? 201 : 401);
});

test('a code is over after ten minutes', async () => {
  const browser = system.browser();
  const phone = newPhone();
  const { id } = await system.startRegistration(browser, phone);
  system.pass(10 * minute);
  expect((await complete(browser, id, { code: system.codeFor(phone) })).statusCode).toBe(401);
});

test('a code works once, also in parallel', async () => {
  const phone = newPhone();
  const { id } = await system.startRegistration(system.browser(), phone);
  const code = system.codeFor(phone);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => complete(system.browser(), id, { code })),
  );
  expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
    201,
    ...Array(7).fill(401),
  ]);
});

test('the code of one challenge is worth nothing at another', async () => {
  const browser = system.browser();
  const [phone, other] = [newPhone(), newPhone()];
  const { id } = await system.startRegistration(browser, other);
  do await system.startRegistration(browser, phone);
  while (system.codeFor(phone) === system.codeFor(other));
  expect((await complete(browser, id, { code: system.codeFor(phone) })).statusCode).toBe(401);
});

test('two registrations of one phone under way make one customer', async () => {
  const phone = newPhone();
  const first = await system.startRegistration(system.browser(), phone);
  const firstCode = system.codeFor(phone);
  const second = await system.startRegistration(system.browser(), phone);
  const secondCode = system.codeFor(phone);
  expect((await complete(system.browser(), first.id, { code: firstCode })).statusCode).toBe(201);
  const late = await complete(system.browser(), second.id, { code: secondCode });
  expect(late.json()).toMatchObject({ status: 409, code: 'already_registered' });
});

test('a weak password is refused and the code still good', async () => {
  const browser = system.browser();
  const phone = newPhone();
  const { id } = await system.startRegistration(browser, phone);
  const code = system.codeFor(phone);
  for (const password of ['woaini1314', 'upay-wallet-upay', `${phone.slice(3)}1314`, '欧阳娜娜520520'])
    expect((await complete(browser, id, { code, password })).json()).toMatchObject({
      status: 422,
      code: 'password_too_weak',
    });
  expect((await complete(browser, id, { code, password: 'short 7' })).json().code).toBe('invalid_request');
  expect((await complete(browser, id, { code })).statusCode).toBe(201);
});

test('a password is compared in its composed form, all of it', async () => {
  const phone = newPhone();
  const { id } = await system.startRegistration(system.browser(), phone);
  const password = `Zoe\u0308 ${'x7Qm2pKd '.repeat(8)}`;
  const done = await complete(system.browser(), id, { code: system.codeFor(phone), password });
  expect(done.statusCode).toBe(201);
  const composed = password.normalize('NFC');
  expect((await system.logIn(system.browser(), phone, composed)).statusCode).toBe(200);
  const altered = `${composed.slice(0, -1)}!`;
  expect((await system.logIn(system.browser(), phone, altered)).statusCode).toBe(401);
});

test.each([
  ['an unknown field', { balance: '1' }, '欧阳'],
  ['a name with a right-to-left override', {}, 'abc\u202Edef'],
  ['a name with a zero-width space', {}, '张\u200B三'],
  ['an empty name', {}, '  '],
])('%s is refused', async (_, more, name) => {
  const phone = newPhone();
  const { id } = await system.startRegistration(system.browser(), phone);
  const answer = await complete(system.browser(), id, { code: system.codeFor(phone), name, ...more });
  expect(answer.json()).toMatchObject({ status: 422, code: 'invalid_request' });
});

test.each(['12345', '13800138000 ext 5', 'call 13800138000', '010 8888 8888', '+1 999 999 9999'])(
  '%s is no mobile number',
  async (phone) => {
    const answer = await system.browser().send('POST', '/api/registrations', { phone, language: 'zh' });
    expect(answer.json()).toMatchObject({ status: 422, code: 'phone_invalid' });
  },
);

test('an operator that takes no message is told as such', async () => {
  system.setSmsDown(true);
  const answer = await system
    .browser()
    .send('POST', '/api/registrations', { phone: newPhone(), language: 'zh' });
  system.setSmsDown(false);
  expect(answer.json()).toMatchObject({ status: 503, code: 'service_unavailable' });
});

test('another site’s page may not register anybody', async () => {
  const answer = await system
    .browser()
    .send(
      'POST',
      '/api/registrations',
      { phone: newPhone(), language: 'zh' },
      { headers: { origin: 'https://evil.example' } },
    );
  expect(answer.json()).toMatchObject({ status: 403, code: 'origin_not_allowed' });
});
