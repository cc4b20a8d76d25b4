import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Callers } from '../platform/http/serve.ts';
import { type Browser, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const header = (id: string) => ({ headers: { 'upay-step-up': id } });

async function begun(browser: Browser) {
  const refused = await browser.send('POST', '/api/me/factors/totp');
  expect(refused.json()).toMatchObject({
    status: 403,
    code: 'step_up_required',
    stepUp: { ways: ['phone_code'], needsPassword: true, summary: { zh: '设置身份验证器' } },
  });
  return refused.json().stepUp as { id: string };
}

async function codeOf(browser: Browser, id: string, phone: string) {
  const sent = await browser.send('POST', `/api/me/step-ups/${id}/codes`);
  expect(sent.statusCode).toBe(201);
  return { way: 'phone_code', challengeId: sent.json().id, code: system.codeFor(phone) };
}

test('a change of the factors is confirmed by password and code, once, by who asked for it', async () => {
  const [home, other] = [system.browser(), system.browser()];
  const { phone } = await system.register(home);
  const { id } = await begun(home);
  // Not proven yet, it counts for nothing and is void.
  expect((await home.send('POST', '/api/me/factors/totp', undefined, header(id))).json().code).toBe(
    'step_up_void',
  );

  const next = await begun(home);
  const answer = await codeOf(home, next.id, phone);
  expect(system.sent.at(-1)?.text).toContain('设置身份验证器');
  const url = `/api/me/step-ups/${next.id}/answers`;
  expect((await home.send('POST', url, answer)).json().code).toBe('wrong_credentials');
  expect((await home.send('POST', url, { ...answer, password: 'not the password' })).json().code).toBe(
    'wrong_credentials',
  );
  await system.register(other);
  expect((await other.send('POST', url, { ...answer, password: system.password })).statusCode).toBe(404);
  const wrongCode = {
    ...answer,
    code: answer.code === '000000' ? '111111' : '000000',
    password: system.password,
  };
  expect((await home.send('POST', url, wrongCode)).json().code).toBe('code_incorrect');
  expect((await home.send('POST', url, { ...answer, password: system.password })).statusCode).toBe(204);

  const uses = await Promise.all(
    Array.from({ length: 5 }, () => home.send('POST', '/api/me/factors/totp', undefined, header(next.id))),
  );
  expect(uses.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
    201, 403, 403, 403, 403,
  ]);
});

test('it is void for another operation, another session, and after ten minutes', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const prove = async () => {
    const { id } = await begun(home);
    const answer = { ...(await codeOf(home, id, phone)), password: system.password };
    expect((await home.send('POST', `/api/me/step-ups/${id}/answers`, answer)).statusCode).toBe(204);
    return id;
  };
  const first = await prove();
  expect((await home.send('POST', '/api/me/passkeys/requests', undefined, header(first))).json().code).toBe(
    'step_up_void',
  );
  expect((await home.send('POST', '/api/me/factors/totp', undefined, header(first))).json().code).toBe(
    'step_up_void',
  );

  const second = await prove();
  await system.logIn(home, phone);
  expect((await home.send('POST', '/api/me/factors/totp', undefined, header(second))).json().code).toBe(
    'step_up_void',
  );
  const third = await prove();
  for (let passed = 0; passed < 10; passed += 4) {
    system.pass(4 * 60_000);
    await home.send('GET', '/api/me');
  }
  expect((await home.send('POST', '/api/me/factors/totp', undefined, header(third))).json().code).toBe(
    'step_up_void',
  );
});

test('a confirmation of one amount is refused for another, and burnt', async () => {
  const home = system.browser();
  const { id: customerId, phone } = await system.register(home);
  const [session] = await system.platform.db.query<{ id: string; device_id: string }>(
    'select id, device_id from identity.session where customer_id = $1',
    [customerId],
  );
  const caller: Callers['customer'] = {
    customerId,
    sessionId: session?.id ?? '',
    deviceId: session?.device_id ?? '',
    language: 'zh',
  };
  const { stepUps } = system.identity;
  const operation = (amount: string) => ({ name: 'payment', parts: ['transfer', amount, 'CNY', 'payee'] });
  const summary = { zh: '向 *三 转账 ¥10.00', en: 'transfer ¥10.00 to *三' };
  const required = await stepUps.required(caller, { ...operation('1000'), summary });
  const { id } = required.details.stepUp as { id: string };
  const answer = await codeOf(home, id, phone);
  expect(system.sent.at(-1)?.text).toContain('向 *三 转账 ¥10.00');
  expect((await home.send('POST', `/api/me/step-ups/${id}/answers`, answer)).statusCode).toBe(204);
  const consume = (amount: string) =>
    system.platform.db.transaction((tx) =>
      stepUps.consume(tx, [{ stepUpId: id, caller, operation: operation(amount) }]),
    );
  expect(await consume('100000')).toEqual(['refused']);
  expect(await consume('1000')).toEqual(['refused']);
});

test('a network never seen makes the session cautious until the customer confirms it', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  const { db } = system.platform;
  const elsewhere = { remoteAddress: '203.0.113.9' };
  expect((await home.send('GET', '/api/me', undefined, elsewhere)).json().caution).toBe('new_network');
  expect((await home.send('GET', '/api/me')).json().caution).toBeUndefined();
  expect(
    (await home.send('GET', '/api/me', undefined, { remoteAddress: '203.0.113.200' })).json().caution,
  ).toBe('new_network');
  await system.steppedUp(home, phone, 'POST', '/api/me/network', elsewhere);
  expect((await home.send('GET', '/api/me', undefined, elsewhere)).json().caution).toBeUndefined();
  await home.send('GET', '/api/me');
  expect((await home.send('GET', '/api/me', undefined, elsewhere)).json().caution).toBeUndefined();
  const seen = await db.query("select from identity.audit where action = 'network.new'");
  expect(seen).toHaveLength(1);
});
