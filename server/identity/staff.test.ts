import { generateSecret, generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { createPasskey } from '../../tests/support/passkey.ts';
import { type Browser, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;
const password = 'Lantern beside the quay 4';

interface Member {
  id: string;
  email: string;
  secret: string;
}

async function newStaff(role: 'agent' | 'supervisor' = 'agent'): Promise<Member> {
  const secret = generateSecret();
  const email = `${newId()}@Upay.Example`;
  const staff = { email, name: '王芳', role, password, authenticatorSecret: secret };
  return { ...(await system.identity.createStaff(staff)), secret };
}

const codeOf = (secret: string) =>
  generateSync({ secret, epoch: Math.floor(system.platform.clock.now().getTime() / 1000) });
const post = (browser: Browser, body: object) => browser.send('POST', '/api/staff/sessions', body);
const logIn = (browser: Browser, { email, secret }: Member, tried = password) =>
  post(browser, { email, password: tried, code: codeOf(secret) });

test('staff log in to the desk with password and authenticator, in a session of their own kind', async () => {
  const staff = await newStaff('supervisor');
  const desk = system.browser();
  const answer = await logIn(desk, { ...staff, email: staff.email.toUpperCase() });
  expect(answer.json()).toEqual({
    status: 'signed_in',
    staff: {
      id: staff.id,
      name: '王芳',
      email: staff.email.toLowerCase(),
      role: 'supervisor',
      may: expect.arrayContaining(['conversation.read_any', 'goodwill.approve']),
    },
  });
  expect(answer.cookies).toMatchObject([
    { name: '__Host-upay-staff', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
  ]);
  expect((await desk.send('GET', '/api/staff/me')).json()).toEqual(answer.json().staff);
  expect((await desk.send('GET', '/api/me')).statusCode).toBe(401);
  expect(await system.identity.staffNames(system.platform.db, [staff.id, newId()])).toEqual(
    new Map([[staff.id, '王芳']]),
  );
  await desk.send('DELETE', '/api/staff/sessions/current');
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(401);
});

test('the desk is in the language each of its staff chose, wherever they log in', async () => {
  const [staff, colleague] = [await newStaff(), await newStaff()];
  const [desk, theirs, elsewhere] = [system.browser(), system.browser(), system.browser()];
  await Promise.all([logIn(desk, staff), logIn(theirs, colleague)]);
  const choose = (language: string) => desk.send('PUT', '/api/staff/me/language', { language });
  expect((await desk.send('GET', '/api/staff/me')).json()).not.toHaveProperty('language');
  expect((await choose('fr')).statusCode).toBe(422);
  expect((await choose('en')).statusCode).toBe(204);
  system.pass(minute);
  expect((await logIn(elsewhere, staff)).json().staff).toMatchObject({ language: 'en' });
  expect((await theirs.send('GET', '/api/staff/me')).json()).not.toHaveProperty('language');
  expect((await system.browser().send('PUT', '/api/staff/me/language', { language: 'en' })).statusCode).toBe(
    401,
  );
});

test('12: the password alone opens nothing, and says so only when it is right', async () => {
  const { email } = await newStaff();
  const desk = system.browser();
  expect((await post(desk, { email, password: 'not the password' })).json().code).toBe('wrong_credentials');
  const first = await post(desk, { email, password });
  expect(first.json()).toEqual({ status: 'code_required' });
  expect([desk.cookies.size, (await desk.send('GET', '/api/staff/me')).statusCode]).toEqual([0, 401]);
  const without = { email: `${newId()}@upay.example`, name: '李雷', role: 'agent', password } as const;
  await system.identity.createStaff(without);
  expect((await post(desk, { email: without.email, password })).json().code).toBe('authenticator_required');
});

test('18: a code lets in once, also in parallel, and five wrong ones wait', async () => {
  const staff = await newStaff();
  const code = codeOf(staff.secret);
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => post(system.browser(), { email: staff.email, password, code })),
  );
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);

  const other = await newStaff();
  const wrong = codeOf(other.secret) === '000000' ? '111111' : '000000';
  const guesses = [];
  for (let guess = 0; guess < 6; guess++)
    guesses.push((await post(system.browser(), { email: other.email, password, code: wrong })).json().code);
  expect(guesses.slice(0, 5)).toEqual(Array(5).fill('code_incorrect'));
  expect(guesses[5]).toBe('account_locked');
  expect((await logIn(system.browser(), other)).json().code).toBe('account_locked');
});

test('a changed role counts from the next request on', async () => {
  const staff = await newStaff('supervisor');
  const desk = system.browser();
  await logIn(desk, staff);
  await system.identity.staffAdministration.changeRole(staff.email, 'agent');
  expect((await desk.send('GET', '/api/staff/me')).json().role).toBe('agent');
  expect((await desk.send('GET', '/api/desk/unmaskings')).statusCode).toBe(403);
});

test('a quarter of an hour without use ends the session', async () => {
  const staff = await newStaff();
  const desk = system.browser();
  await logIn(desk, staff);
  system.pass(14 * minute);
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(200);
  system.pass(14 * minute);
  // The desk's own reading, again and again, keeps nobody in.
  const alone = { headers: { 'upay-background': '1' } };
  expect((await desk.send('GET', '/api/staff/me', undefined, alone)).statusCode).toBe(200);
  system.pass(minute);
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(401);
});

test('9: ten wrong passwords lock for half an hour; an unknown email is told the same', async () => {
  const staff = await newStaff();
  const unknown = `${newId()}@upay.example`;
  const wrong = { password: 'not the password' };
  for (let guess = 1; guess <= 11; guess++) {
    const [known, nobody] = [
      (await post(system.browser(), { email: staff.email, ...wrong })).json(),
      (await post(system.browser(), { email: unknown, ...wrong })).json(),
    ];
    const expected = guess <= 10 ? 'wrong_credentials' : 'account_locked';
    expect([known.code, nobody.code]).toEqual([expected, expected]);
    expect(known.triesLeft).toBe(nobody.triesLeft);
  }
  system.pass(29 * minute);
  expect((await logIn(system.browser(), staff)).json().code).toBe('account_locked');
  system.pass(minute);
  expect((await logIn(system.browser(), staff)).statusCode).toBe(200);
});

test('an email belongs to one, and a weak password to nobody', async () => {
  const staff = await newStaff();
  const again = { email: staff.email, name: '李雷', role: 'agent', password } as const;
  await expect(system.identity.createStaff(again)).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    system.identity.createStaff({ ...again, email: `${newId()}@upay.example`, password: 'upay123456' }),
  ).rejects.toMatchObject({ code: 'password_too_weak' });
});

const send = (
  what: 'opening' | 'acceptance' | 'passkey-requests',
  body: object,
  browser = system.browser(),
) => browser.send('POST', `/api/staff/invitations/${what}`, body);

test('an invited colleague chooses a password and sets up an authenticator; the link is good once', async () => {
  const email = `${newId()}@upay.example`;
  const { staffAdministration } = system.identity;
  const { token } = await staffAdministration.invite({ email, name: '韩梅', role: 'finance' });
  await expect(staffAdministration.invite({ email, name: '韩梅', role: 'agent' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await post(system.browser(), { email, password: '' })).json().code).toBe('wrong_credentials');
  const { staff, authenticator } = (await send('opening', { token })).json();
  expect(staff).toMatchObject({ email, name: '韩梅', role: 'finance' });
  const { secret } = authenticator;
  const weak = await send('acceptance', { token, password: 'upay123456', code: codeOf(secret) });
  expect(weak.json().code).toBe('password_too_weak');
  const wrong = codeOf(secret) === '000000' ? '111111' : '000000';
  expect((await send('acceptance', { token, password, code: wrong })).json().code).toBe('code_incorrect');
  const desk = system.browser();
  const acceptance = { token, password, code: codeOf(secret) };
  const answers = await Promise.all([
    send('acceptance', acceptance, desk),
    send('acceptance', acceptance, desk),
  ]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 404]);
  expect((await desk.send('GET', '/api/staff/me')).json()).toMatchObject({ email, role: 'finance' });
  expect((await send('opening', { token })).json().code).toBe('invitation_invalid');
  system.pass(minute);
  expect((await logIn(system.browser(), { id: '', email, secret })).statusCode).toBe(200);
});

test('a reset voids password, authenticator and sessions at once; who is disabled stays out', async () => {
  const staff = await newStaff();
  const desk = system.browser();
  await logIn(desk, staff);
  const { staffAdministration } = system.identity;
  const { token } = await staffAdministration.reset(staff.email);
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(401);
  system.pass(minute);
  expect((await logIn(desk, staff)).json().code).toBe('wrong_credentials');
  const { authenticator } = (await send('opening', { token })).json();
  const joined = { token, password, code: codeOf(authenticator.secret) };
  expect((await send('acceptance', joined, desk)).statusCode).toBe(200);
  await staffAdministration.disable(staff.email);
  expect((await desk.send('GET', '/api/staff/me')).statusCode).toBe(401);
  system.pass(minute);
  const again = { ...staff, secret: authenticator.secret };
  expect((await logIn(desk, again)).json().code).toBe('wrong_credentials');
  const actions = await system.platform.db.query<{ action: string }>(
    'select action from identity.audit where staff_id = $1 order by position',
    [staff.id],
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'staff.created',
    'staff_log_in.succeeded',
    'staff.reset',
    'staff_log_in.failed',
    'staff.joined',
    'staff_log_in.succeeded',
    'staff.disabled',
  ]);
});

test('an invitation is worth nothing after three days', async () => {
  const email = `${newId()}@upay.example`;
  const { token } = await system.identity.staffAdministration.invite({ email, name: '韩梅', role: 'agent' });
  system.pass(3 * 24 * 60 * minute);
  expect((await send('opening', { token })).json().code).toBe('invitation_invalid');
});

const origin = 'http://localhost:9400';
async function byPasskey(passkey: ReturnType<typeof createPasskey>, desk = system.browser()) {
  const asked = await desk.send('POST', '/api/staff/sessions/passkeys/requests');
  return desk.send('POST', '/api/staff/sessions/passkeys', passkey.sign(asked.json()));
}

test('a colleague joins with a passkey and logs in by it alone; a reset and leaving void it', async () => {
  const email = `${newId()}@upay.example`;
  const { staffAdministration } = system.identity;
  const { token } = await staffAdministration.invite({ email, name: '韩梅', role: 'agent' });
  const passkey = createPasskey(origin);
  const made = passkey.make((await send('passkey-requests', { token })).json());
  expect((await send('acceptance', { token, password })).json().code).toBe('invalid_request');
  const elsewhere = createPasskey('https://upay.example.org').make(
    (await send('passkey-requests', { token })).json(),
  );
  expect((await send('acceptance', { token, password, passkey: elsewhere })).json().code).toBe(
    'passkey_refused',
  );
  const joined = await send('acceptance', { token, password, passkey: made });
  expect(joined.json()).toMatchObject({ email, role: 'agent' });

  expect((await byPasskey(passkey)).json()).toMatchObject({ email });
  // The password is one factor only, and a passkey of the desk is none of a customer's.
  expect((await post(system.browser(), { email, password })).json().code).toBe('authenticator_required');
  const customer = system.browser();
  const asked = (await customer.send('POST', '/api/sessions/passkeys/requests')).json();
  const refused = await customer.send('POST', '/api/sessions/passkeys', passkey.sign(asked));
  expect(refused.json().code).toBe('passkey_refused');

  await staffAdministration.reset(email);
  expect((await byPasskey(passkey)).json().code).toBe('passkey_refused');
});

test('passkeys are added with the password, beside the authenticator, and the last way in stays', async () => {
  const staff = await newStaff();
  const desk = system.browser();
  await logIn(desk, staff);
  const url = '/api/staff/me/passkeys';
  expect((await desk.send('POST', `${url}/requests`, { password: 'not mine' })).json().code).toBe(
    'wrong_credentials',
  );
  const passkey = createPasskey(origin);
  const request = (await desk.send('POST', `${url}/requests`, { password })).json();
  const added = await desk.send('POST', url, { ...passkey.make(request), name: '工位电脑' });
  expect(added.json()).toMatchObject({ name: '工位电脑' });
  const factors = await desk.send('GET', '/api/staff/me/factors');
  expect(factors.json()).toMatchObject({ totp: true, passkeys: [{ name: '工位电脑' }] });
  const other = system.browser();
  expect((await byPasskey(passkey, other)).statusCode).toBe(200);
  expect((await other.send('GET', '/api/staff/me')).json()).toMatchObject({ id: staff.id });
  const { id } = added.json();
  await system.platform.db.query('delete from identity.totp where owner_id = $1', [staff.id]);
  expect((await desk.send('DELETE', `${url}/${id}`)).json().code).toBe('last_factor');
  expect((await byPasskey(passkey)).statusCode).toBe(200);
  await system.identity.staffAdministration.disable(staff.email);
  expect((await byPasskey(passkey)).json().code).toBe('passkey_refused');
});
