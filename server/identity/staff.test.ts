import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { type Browser, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;
const password = 'Lantern beside the quay 4';

async function newStaff(role: 'agent' | 'supervisor' = 'agent') {
  return system.identity.createStaff({ email: `${newId()}@Upay.Example`, name: '王芳', role, password });
}

const logIn = (browser: Browser, email: string, secret = password) =>
  browser.send('POST', '/api/staff/sessions', { email, password: secret });

test('staff log in to the desk with email and password, in a session of their own kind', async () => {
  const staff = await newStaff('supervisor');
  const desk = system.browser();
  const answer = await logIn(desk, staff.email.toUpperCase());
  expect(answer.json()).toEqual({
    id: staff.id,
    name: '王芳',
    email: staff.email.toLowerCase(),
    role: 'supervisor',
    may: expect.arrayContaining(['conversation.read_any', 'goodwill.approve']),
  });
  expect(answer.cookies).toMatchObject([
    { name: '__Host-upay-staff', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
  ]);
  expect((await desk.send('GET', '/api/staff/me')).json()).toEqual(answer.json());
  expect((await desk.send('GET', '/api/me')).statusCode).toBe(401);
  expect(await system.identity.staffNames(system.platform.db, [staff.id, newId()])).toEqual(
    new Map([[staff.id, '王芳']]),
  );
  await desk.send('DELETE', '/api/staff/sessions/current');
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(401);
});

test('a changed role counts from the next request on', async () => {
  const staff = await newStaff('supervisor');
  const desk = system.browser();
  await logIn(desk, staff.email);
  await system.platform.db.query("update identity.staff set role = 'agent' where id = $1", [staff.id]);
  expect((await desk.send('GET', '/api/staff/me')).json().role).toBe('agent');
});

test('a quarter of an hour without use ends the session', async () => {
  const staff = await newStaff();
  const desk = system.browser();
  await logIn(desk, staff.email);
  system.pass(14 * minute);
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(200);
  system.pass(15 * minute);
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(401);
});

test('ten wrong passwords lock for half an hour; an unknown email is told the same', async () => {
  const staff = await newStaff();
  const unknown = `${newId()}@upay.example`;
  for (let guess = 1; guess <= 11; guess++) {
    const [known, nobody] = [
      (await logIn(system.browser(), staff.email, 'not the password')).json(),
      (await logIn(system.browser(), unknown, 'not the password')).json(),
    ];
    const expected = guess <= 10 ? 'wrong_credentials' : 'account_locked';
    expect([known.code, nobody.code]).toEqual([expected, expected]);
    expect(known.triesLeft).toBe(nobody.triesLeft);
  }
  system.pass(29 * minute);
  expect((await logIn(system.browser(), staff.email)).json().code).toBe('account_locked');
  system.pass(minute);
  expect((await logIn(system.browser(), staff.email)).statusCode).toBe(200);
});

test('an email belongs to one, and a weak password to nobody', async () => {
  const staff = await newStaff();
  const again = { email: staff.email, name: '李雷', role: 'agent', password } as const;
  await expect(system.identity.createStaff(again)).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    system.identity.createStaff({ ...again, email: `${newId()}@upay.example`, password: 'upay123456' }),
  ).rejects.toMatchObject({ code: 'password_too_weak' });
});
