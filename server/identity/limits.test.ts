import { expect, onTestFinished, test } from 'vitest';
import { addressKey, standardLimits } from './limits.ts';
import { goodPassword, newPhone, startIdentity, type TestIdentity } from './testing.ts';

async function startStrict(): Promise<TestIdentity> {
  const system = await startIdentity(standardLimits);
  onTestFinished(() => system.stop());
  return system;
}

test('one number gets five registration codes an hour, wherever they are asked for', async () => {
  const system = await startStrict();
  const phone = newPhone();
  const start = (remoteAddress: string) =>
    system.browser().send('POST', '/api/registrations', { phone, language: 'zh' }, { remoteAddress });
  for (let count = 1; count <= 5; count++) expect((await start(`192.0.2.${count}`)).statusCode).toBe(201);
  const refused = await start('192.0.2.6');
  expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
  const seconds = Number(refused.headers['retry-after']);
  expect(seconds).toBeGreaterThan(3500);
  expect(seconds).toBeLessThanOrEqual(3600);
  expect(system.sent).toHaveLength(5);
});

test('one address gets twenty codes an hour, and a forged forwarded address does not help', async () => {
  const system = await startStrict();
  const statuses = [];
  for (let count = 0; count < 21; count++) {
    const answer = await system
      .browser()
      .send(
        'POST',
        '/api/registrations',
        { phone: newPhone(), language: 'zh' },
        { remoteAddress: '192.0.2.7', headers: { 'x-forwarded-for': `198.51.100.${count}` } },
      );
    statuses.push(answer.statusCode);
  }
  expect(statuses).toEqual([...Array(20).fill(201), 429]);
});

test('strangers who use up an account’s log-ins leave the owner’s device its own', async () => {
  const system = await startStrict();
  const home = system.browser();
  const { phone } = await system.register(home);
  const statuses = new Set<number>();
  for (let count = 0; count < 25; count++) {
    const remoteAddress = `192.0.2.${count}`;
    const guess = { phone, password: 'not the password' };
    statuses.add((await system.browser().send('POST', '/api/sessions', guess, { remoteAddress })).statusCode);
  }
  expect(statuses).toEqual(new Set([401, 403, 429]));
  expect((await system.logIn(home, phone)).json().status).toBe('signed_in');
});

test('X4: who knows the password and changes address with each guess has five at a code, and five codes an hour', async () => {
  const system = await startStrict();
  const { phone } = await system.register(system.browser());
  let place = 0;
  const from = () => ({ remoteAddress: `198.51.100.${(place += 1)}` });
  const password = goodPassword;
  let judged = 0;
  for (let codes = 1; codes <= 5; codes++) {
    const { challenge } = (
      await system.browser().send('POST', '/api/sessions', { phone, password }, from())
    ).json();
    const right = system.codeFor(phone);
    const code = right === '000000' ? '000001' : '000000';
    const url = `/api/sessions/challenges/${challenge.id}`;
    for (let guess = 1; guess <= 7; guess++) {
      const answer = (await system.browser().send('POST', url, { code }, from())).json();
      expect(answer).toMatchObject({ status: 401, triesLeft: Math.max(0, 5 - guess) });
      if (guess <= 5) judged += 1;
    }
    expect((await system.browser().send('POST', url, { code: right }, from())).statusCode).toBe(401);
    const resend = await system.browser().send('POST', `/api/challenges/${challenge.id}/resend`, {}, from());
    expect([404, 429]).toContain(resend.statusCode);
  }
  expect(judged).toBe(25);
  const next = await system.browser().send('POST', '/api/sessions', { phone, password }, from());
  expect(next.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test('one device gets twenty codes an hour, wherever it is and whatever numbers it names', async () => {
  const system = await startStrict();
  const device = system.browser();
  await system.register(device);
  const statuses = [];
  for (let count = 0; count < 21; count++) {
    const answer = await device.send(
      'POST',
      '/api/registrations',
      { phone: newPhone(), language: 'zh' },
      { remoteAddress: `192.0.2.${count}` },
    );
    statuses.push(answer.statusCode);
  }
  expect(statuses).toEqual([...Array(20).fill(201), 429]);
});

test('one range of numbers gets sixty codes an hour, from wherever; the day has a limit of its own', async () => {
  const few = {
    ...standardLimits,
    codesByRange: { times: 3, seconds: 3600 },
    codesADay: { times: 5, seconds: 3600 },
  };
  const system = await startIdentity(few);
  onTestFinished(() => system.stop());
  const start = async (phone: string, place: number) => {
    const remoteAddress = `192.0.2.${place}`;
    const body = { phone, language: 'zh' };
    return (await system.browser().send('POST', '/api/registrations', body, { remoteAddress })).statusCode;
  };
  const range = [1, 2, 3, 4].map((last) => `+861391234000${last}`);
  const statuses = [];
  for (const [place, phone] of range.entries()) statuses.push(await start(phone, place + 1));
  expect(statuses).toEqual([201, 201, 201, 429]);
  expect([await start('+8613955550001', 11), await start('+8613955560001', 12)]).toEqual([201, 201]);
  expect(await start('+8613955570001', 13)).toBe(429);
  expect(system.sent).toHaveLength(5);
});

test('codes go to the countries that are served', async () => {
  const system = await startStrict();
  const start = async (phone: string) =>
    (await system.browser().send('POST', '/api/registrations', { phone, language: 'en' })).json();
  expect(await start('+4915123456789')).toMatchObject({ status: 422, code: 'phone_country_not_served' });
  expect(await start('+85251234567')).toMatchObject({ sentTo: expect.any(String) });
  expect(system.sent).toHaveLength(1);
});
