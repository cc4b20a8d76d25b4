import { afterAll, beforeAll, expect, test } from 'vitest';
import { newToken } from '../platform/crypto.ts';
import { sweep } from './queries/sessions.ts';
import { startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;
const session = '__Host-upay-session';

test('each log-in brings a new token and ends the one the browser had', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const old = home.cookies.get(session) ?? '';
  await system.logIn(home, phone);
  expect(home.cookies.get(session)).not.toBe(old);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
  const thief = system.browser();
  thief.cookies.set(session, old);
  expect((await thief.send('GET', '/api/me')).json().code).toBe('not_signed_in');
});

test('a session planted beforehand is replaced', async () => {
  const { phone } = await system.register(system.browser());
  const victim = system.browser();
  const planted = newToken();
  victim.cookies.set(session, planted);
  const { challenge } = (await system.logIn(victim, phone)).json();
  const code = system.codeFor(phone);
  await victim.send('POST', `/api/sessions/challenges/${challenge.id}`, { code });
  expect(victim.cookies.get(session)).not.toBe(planted);
});

test('a token is worth nothing after logging out', async () => {
  const home = system.browser();
  await system.register(home);
  const token = home.cookies.get(session) ?? '';
  const out = await home.send('DELETE', '/api/sessions/current');
  expect(out.statusCode).toBe(204);
  expect(home.cookies.has(session)).toBe(false);
  home.cookies.set(session, token);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(401);
});

test('what a page reads by itself is no use: the session ends all the same', async () => {
  const home = system.browser();
  await system.register(home);
  const alone = { headers: { 'upay-background': '1' } };
  system.pass(4.5 * minute);
  expect((await home.send('GET', '/api/me', undefined, alone)).statusCode).toBe(200);
  system.pass(minute);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(401);
});

test('a session that is used goes on; five minutes without use end it', async () => {
  const home = system.browser();
  await system.register(home);
  for (let use = 0; use < 4; use++) {
    system.pass(4.5 * minute);
    expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
  }
  system.pass(5 * minute);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(401);
});

test('a day after logging in it is over, used or not', async () => {
  const home = system.browser();
  await system.register(home);
  const used = () =>
    system.platform.db.query('update identity.session set last_used_at = $1', [system.platform.clock.now()]);
  system.pass(24 * 60 * minute - minute);
  await used();
  expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
  system.pass(minute);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(401);
});

test('use is written down once in half a minute at most', async () => {
  const home = system.browser();
  const { id } = await system.register(home);
  const version = async () => {
    const [row] = await system.platform.db.query<{ xmin: string }>(
      'select xmin::text from identity.session where customer_id = $1',
      [id],
    );
    return row?.xmin;
  };
  const first = await version();
  await Promise.all(Array.from({ length: 20 }, () => home.send('GET', '/api/me')));
  expect(await version()).toBe(first);
  system.pass(minute);
  await Promise.all(Array.from({ length: 20 }, () => home.send('GET', '/api/me')));
  const second = await version();
  expect(second).not.toBe(first);
  await home.send('GET', '/api/me');
  expect(await version()).toBe(second);
});

test.each(['', 'x', newToken(), `${'a'.repeat(42)}'`, 'ü'.repeat(43)])(
  'the token %j opens nothing',
  async (token) => {
    const browser = system.browser();
    browser.cookies.set(session, encodeURIComponent(token));
    expect((await browser.send('GET', '/api/me')).statusCode).toBe(401);
  },
);

test('a staff session is no customer session', async () => {
  const home = system.browser();
  await system.register(home);
  home.cookies.set('__Host-upay-staff', home.cookies.get(session) ?? '');
  expect((await home.send('GET', '/api/staff/me')).statusCode).toBe(401);
});

test('only the language of messages can be changed', async () => {
  const home = system.browser();
  await system.register(home);
  expect((await home.send('PATCH', '/api/me', { language: 'en' })).json().language).toBe('en');
  expect((await home.send('GET', '/api/me')).json().language).toBe('en');
  const more = await home.send('PATCH', '/api/me', { language: 'zh', role: 'supervisor', balance: '1' });
  expect(more.json()).toMatchObject({ status: 422, code: 'invalid_request' });
  expect((await home.send('GET', '/api/me')).json().language).toBe('en');
});

test('another site’s page may not act with the customer’s cookies', async () => {
  const home = system.browser();
  await system.register(home);
  const headers = { origin: 'https://evil.example' };
  expect((await home.send('DELETE', '/api/sessions/current', undefined, { headers })).statusCode).toBe(403);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
});

test('what is over is cleared away', async () => {
  const count = async () => {
    const [row] = await system.platform.db.query<{ n: bigint }>(
      'select count(*) as n from identity.session where expires_at < $1',
      [system.platform.clock.now()],
    );
    return row?.n;
  };
  const home = system.browser();
  const { phone } = await system.register(home);
  system.pass(25 * 60 * minute);
  await system.logIn(home, phone);
  expect(await count()).toBeGreaterThan(0n);
  await sweep(system.platform.db, system.platform.clock.now());
  expect(await count()).toBe(0n);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
});
