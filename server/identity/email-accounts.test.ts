import { randomUUID } from 'node:crypto';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, goodPassword, newPhone, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const language = 'zh';
const totpCode = (secret: string) =>
  generateSync({ secret, epoch: Math.floor(system.platform.clock.now().getTime() / 1000) });
const newEmail = () => `li.${randomUUID()}@example.com`;

async function register(browser: Browser, email: string, password = goodPassword) {
  const start = await browser.send('POST', '/api/registrations', {
    email: ` ${email.toUpperCase()} `,
    language,
  });
  expect(start.json().sentTo).toBe('l***@example.com');
  return browser.send('POST', `/api/registrations/${start.json().id}/completion`, {
    code: system.codeFor(email),
    name: '李想',
    password,
  });
}

async function answer(browser: Browser, challengeId: string, to: string, kind: 'challenges' | 'codes') {
  return browser.send('POST', `/api/sessions/${kind}/${challengeId}`, { code: system.codeFor(to) });
}

test('an email alone makes an account, which is logged in to by password and code, or code and password', async () => {
  const email = newEmail();
  const home = system.browser();
  expect((await register(home, email)).json()).toMatchObject({ maskedContact: 'l***@example.com' });
  expect((await home.send('GET', '/api/me/contacts')).json()).toEqual({
    email: 'l***@example.com',
    waiting: [],
  });

  const byPassword = system.browser();
  const asked = await byPassword.send('POST', '/api/sessions', { email, password: goodPassword });
  expect(asked.json()).toMatchObject({ status: 'code_required', challenge: { sentTo: 'l***@example.com' } });
  expect((await answer(byPassword, asked.json().challenge.id, email, 'challenges')).statusCode).toBe(200);

  const byCode = system.browser();
  const sent = (await byCode.send('POST', '/api/sessions/codes', { email, language })).json();
  const next = (await answer(byCode, sent.id, email, 'codes')).json();
  expect(next).toMatchObject({ status: 'factor_required', factors: ['password'] });
  const factor = { factor: 'password', password: goodPassword };
  const done = await byCode.send('POST', `/api/sessions/log-ins/${next.logInId}`, factor);
  expect(done.json()).toMatchObject({ status: 'signed_in' });
});

test('an email that is registered is answered like any other, at every door', async () => {
  const known = newEmail();
  await register(system.browser(), known);
  const stranger = system.browser();
  for (const path of ['/api/registrations', '/api/sessions/codes', '/api/recoveries']) {
    const [one, other] = [known, newEmail()];
    const answers = [];
    for (const email of [one, other]) {
      const start = await stranger.send('POST', path, { email, language });
      expect(start.statusCode, path).toBe(201);
      answers.push(Object.keys(start.json()));
    }
    expect(answers[0], path).toEqual(answers[1]);
    const texts = [one, other].map((to) => system.sent.findLast((message) => message.to === to)?.text ?? '');
    // Whoever has an account is not told a code that makes one, and whoever has none no code to get into one.
    expect(
      texts.map((text) => /\d{6}/.test(text)),
      path,
    ).toEqual(path === '/api/registrations' ? [false, true] : [true, false]);
  }
  const wrong = { password: 'not the right one' };
  const refusals = [];
  for (const email of [known, newEmail()]) {
    const { requestId: _, ...refusal } = (
      await stranger.send('POST', '/api/sessions', { email, ...wrong })
    ).json();
    refusals.push(refusal);
  }
  expect(refusals[0]).toEqual(refusals[1]);
});

/** Asks, confirms by the password and a code to the mailbox, and asks again. */
async function confirmed(
  browser: Browser,
  { email, password = goodPassword }: { email: string; password?: string },
  method: 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
) {
  const { stepUp } = (await browser.send(method, url, body)).json();
  expect(stepUp.ways).toEqual(['email_code']);
  const sent = (await browser.send('POST', `/api/me/step-ups/${stepUp.id}/codes`)).json();
  const proof = { way: 'email_code', challengeId: sent.id, code: system.codeFor(email), password };
  await browser.send('POST', `/api/me/step-ups/${stepUp.id}/answers`, proof);
  return browser.send(method, url, body, { headers: { 'upay-step-up': stepUp.id } });
}

test('1: an email alone takes fifteen characters; a phone or an authenticator eight', async () => {
  const [fourteen, fifteen, eight] = ['kestrel-harb 7', 'kestrel-harbo 7', 'x7Qm2pKd'];
  const email = newEmail();
  const home = system.browser();
  expect((await register(home, email, fourteen)).json()).toMatchObject({
    status: 422,
    code: 'password_too_short',
  });
  expect((await register(home, email, fifteen)).statusCode).toBe(201);
  expect((await home.send('GET', '/api/me/factors')).json()).toMatchObject({ shortestPassword: 15 });
  const change = { password: fourteen };
  expect((await home.send('PUT', '/api/me/password', change)).json().code).toBe('password_too_short');

  const who = { email, password: fifteen };
  const { secret } = (await confirmed(home, who, 'POST', '/api/me/factors/totp')).json();
  await home.send('POST', '/api/me/factors/totp/confirmation', { code: totpCode(secret) });
  expect((await home.send('GET', '/api/me/factors')).json()).toMatchObject({
    totp: true,
    shortestPassword: 8,
  });
  system.pass(60_000);
  const withTotp = async (method: 'PUT' | 'DELETE', url: string, password: string, body?: object) => {
    const { stepUp } = (await home.send(method, url, body)).json();
    system.pass(60_000);
    const code = totpCode(secret);
    await home.send('POST', `/api/me/step-ups/${stepUp.id}/answers`, { way: 'totp', code, password });
    return home.send(method, url, body, { headers: { 'upay-step-up': stepUp.id } });
  };
  expect((await withTotp('PUT', '/api/me/password', fifteen, { password: eight })).statusCode).toBe(204);
  // Without it the eight would stand alone.
  const refused = await withTotp('DELETE', '/api/me/factors/totp', eight);
  expect(refused.json()).toMatchObject({ status: 409, code: 'longer_password_first' });
  expect((await withTotp('PUT', '/api/me/password', eight, { password: fifteen })).statusCode).toBe(204);
  expect((await withTotp('DELETE', '/api/me/factors/totp', fifteen)).statusCode).toBe(204);
});

test('a phone bound later is where codes go from then on; the mailbox alone opens nothing any more', async () => {
  const email = newEmail();
  const phone = newPhone();
  const home = system.browser();
  await register(home, email);
  const checkUp = async () => {
    const { items } = (await home.send('GET', '/api/me/check-up')).json();
    expect(items.reduce((sum: number, { most }: { most: number }) => sum + most, 0)).toBe(100);
    return items.find(({ item }: { item: string }) => item === 'phone' || item === 'email');
  };
  expect(await checkUp()).toMatchObject({ item: 'phone', state: 'risk' });
  const url = '/api/me/contacts/phone/changes';
  const body = { address: phone };
  const started = await confirmed(home, { email }, 'POST', url, body);
  const bound = await home.send('POST', `${url}/${started.json().id}`, { code: system.codeFor(phone) });
  expect(bound.json()).toMatchObject({ phone: `138****${phone.slice(-4)}`, waiting: [] });
  expect(await checkUp()).toMatchObject({ item: 'email', state: 'good' });
  const profile = await system.identity.findCustomer(system.platform.db, { phone });
  expect(profile?.reducedLimitsUntil, 'low limits after a new place for codes').toBeDefined();

  const elsewhere = system.browser();
  const asked = await elsewhere.send('POST', '/api/sessions', { email, password: goodPassword });
  expect(asked.json().challenge.sentTo).toBe(`138****${phone.slice(-4)}`);

  const byMail = system.browser();
  const sent = (await byMail.send('POST', '/api/sessions/codes', { email, language })).json();
  const next = (await answer(byMail, sent.id, email, 'codes')).json();
  const factor = { factor: 'password', password: goodPassword };
  const then = await byMail.send('POST', `/api/sessions/log-ins/${next.logInId}`, factor);
  expect(then.json()).toMatchObject({ status: 'code_required' });
  expect((await answer(byMail, then.json().challenge.id, phone, 'challenges')).statusCode).toBe(200);
});

test('what is neither a phone nor an email is refused by name', async () => {
  const browser = system.browser();
  for (const [named, code] of [
    [{ email: 'li@' }, 'email_invalid'],
    [{ phone: '12345' }, 'phone_invalid'],
    [{ phone: newPhone(), email: newEmail() }, 'invalid_request'],
  ] as const)
    expect((await browser.send('POST', '/api/registrations', { ...named, language })).json().code).toBe(code);
});
