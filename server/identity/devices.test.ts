import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Device } from '../../contract/security.ts';
import { type Browser, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const day = 24 * 60 * 60_000;
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const devicesOf = async (browser: Browser): Promise<Device[]> =>
  (await browser.send('GET', '/api/me/devices')).json().devices;

async function enter(browser: Browser, phone: string, more = {}): Promise<void> {
  const { challenge } = (
    await browser.send('POST', '/api/sessions', { phone, password: system.password }, more)
  ).json();
  const code = system.codeFor(phone);
  expect(
    (await browser.send('POST', `/api/sessions/challenges/${challenge.id}`, { code }, more)).statusCode,
  ).toBe(200);
}

test('devices are listed with what they are, where they were and when', async () => {
  const [home, other] = [system.browser(), system.browser()];
  const { phone } = await system.register(home);
  system.pass(60_000);
  await enter(other, phone, { headers: { 'user-agent': chrome }, remoteAddress: '114.114.114.114' });
  const devices = await devicesOf(home);
  expect(devices).toHaveLength(2);
  expect(devices.find(({ current }) => !current)).toMatchObject({
    browser: 'Chrome',
    system: 'Windows',
    kind: 'desktop',
    sessions: 1,
    network: '114.114.114.0/24',
    place: { kind: 'country', code: 'CN' },
  });
  expect(devices.find(({ current }) => current)).toMatchObject({ place: { kind: 'local' }, sessions: 1 });
});

test('revoking a device ends its sessions at once, and it must answer a code again', async () => {
  const [home, other, stranger] = [system.browser(), system.browser(), system.browser()];
  const { phone } = await system.register(home);
  await enter(other, phone);
  await system.register(stranger);
  const lost = (await devicesOf(home)).find(({ current }) => !current)?.id;
  expect((await stranger.send('DELETE', `/api/me/devices/${lost}`)).statusCode).toBe(404);
  expect((await other.send('GET', '/api/me')).statusCode).toBe(200);
  expect((await home.send('DELETE', `/api/me/devices/${lost}`)).statusCode).toBe(204);
  expect((await other.send('GET', '/api/me')).statusCode).toBe(401);
  expect((await home.send('GET', '/api/me')).statusCode).toBe(200);
  expect((await system.logIn(other, phone)).json().status).toBe('code_required');
  expect((await home.send('DELETE', `/api/me/devices/${lost}`)).statusCode).toBe(404);
});

test('all others at once', async () => {
  const [home, one, two] = [system.browser(), system.browser(), system.browser()];
  const { phone } = await system.register(home);
  await enter(one, phone);
  await enter(two, phone);
  expect((await home.send('DELETE', '/api/me/devices')).json()).toEqual({ revoked: 2 });
  for (const gone of [one, two]) expect((await gone.send('GET', '/api/me')).statusCode).toBe(401);
  expect(await devicesOf(home)).toHaveLength(1);
});

test('trust ends after ninety days, however often the device was used; a code renews it', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  system.pass(60 * day);
  expect((await system.logIn(home, phone)).json().status).toBe('signed_in');
  system.pass(30 * day);
  const asked = (await system.logIn(home, phone)).json();
  expect(asked.status).toBe('code_required');
  await home.send('POST', `/api/sessions/challenges/${asked.challenge.id}`, { code: system.codeFor(phone) });
  expect(await devicesOf(home)).toHaveLength(1);
  expect((await system.logIn(home, phone)).json().status).toBe('signed_in');
});

test('a log-in under way on a device that is revoked opens no session that lasts', async () => {
  const [home, other] = [system.browser(), system.browser()];
  const { phone } = await system.register(home);
  await enter(other, phone);
  const lost = (await devicesOf(home)).find(({ current }) => !current)?.id;
  await Promise.all([system.logIn(other, phone), home.send('DELETE', `/api/me/devices/${lost}`)]);
  const open = await system.platform.db.query('select from identity.session where device_id = $1', [lost]);
  expect(open).toHaveLength(0);
});
