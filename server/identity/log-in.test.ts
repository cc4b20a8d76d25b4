import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Statement } from '../platform/database/database.ts';
import { goodPassword, newPhone, startIdentity, type TestIdentity } from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;

/** What an answer tells, without the id of the request it answers. */
function told(answer: { json(): Record<string, unknown> }): Record<string, unknown> {
  const { requestId: _, ...rest } = answer.json();
  return rest;
}

async function actionsOf(customerId: string): Promise<string[]> {
  const rows = await system.platform.db.query<{ action: string }>(
    'select action from identity.audit where customer_id = $1 order by position',
    [customerId],
  );
  return rows.map(({ action }) => action);
}

test('a known device needs the password only; a new one also a code to the registered phone', async () => {
  const home = system.browser();
  const { id: customerId, phone } = await system.register(home);
  await home.send('DELETE', '/api/sessions/current');
  const again = await system.logIn(home, phone);
  expect(again.json()).toMatchObject({ status: 'signed_in', customer: { id: customerId } });

  const other = system.browser();
  const asked = await system.logIn(other, phone);
  expect(asked.json()).toMatchObject({
    status: 'code_required',
    challenge: { sentTo: `138****${phone.slice(-4)}` },
  });
  expect(asked.cookies).toEqual([]);
  expect((await other.send('GET', '/api/me')).statusCode).toBe(401);
  expect(system.sent.at(-1)?.text).toContain('UPay 客服不会向您索要验证码');

  const { challenge } = asked.json();
  const done = await other.send('POST', `/api/sessions/challenges/${challenge.id}`, {
    code: system.codeFor(phone),
  });
  expect(done.json()).toMatchObject({ id: customerId });
  expect((await other.send('GET', '/api/me')).statusCode).toBe(200);

  await other.send('DELETE', '/api/sessions/current');
  expect((await system.logIn(other, phone)).json().status).toBe('signed_in');
  expect(await actionsOf(customerId)).toEqual([
    'customer.registered',
    'device.added',
    'log_in.succeeded',
    'log_out',
    'log_in.succeeded',
    'device.added',
    'log_in.succeeded',
    'log_out',
    'log_in.succeeded',
  ]);
});

test('a log-in code works once, also in parallel, and only for its challenge', async () => {
  const { phone } = await system.register(system.browser());
  const first = (await system.logIn(system.browser(), phone)).json().challenge;
  const firstCode = system.codeFor(phone);
  const second = (await system.logIn(system.browser(), phone)).json().challenge;
  const code = system.codeFor(phone);
  const answer = (id: string, digits: string) =>
    system.browser().send('POST', `/api/sessions/challenges/${id}`, { code: digits });
  if (firstCode !== code) expect((await answer(second.id, firstCode)).statusCode).toBe(401);
  const registration = `/api/registrations/${second.id}/completion`;
  const crossed = await system
    .browser()
    .send('POST', registration, { code, name: '李四', password: goodPassword });
  expect(crossed.statusCode).toBe(401);
  const answers = await Promise.all(Array.from({ length: 8 }, () => answer(second.id, code)));
  expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
    200,
    ...Array(7).fill(401),
  ]);
  system.pass(10 * minute);
  expect((await answer(first.id, firstCode)).statusCode).toBe(401);
});

test('an unknown phone and a wrong password are told the same, up to the lock and in it', async () => {
  const { phone } = await system.register(system.browser());
  const unknown = newPhone();
  const withoutTime = (body: Record<string, unknown>) => ({ ...body, retryAt: typeof body.retryAt });
  for (let guess = 1; guess <= 6; guess++) {
    const known = told(await system.logIn(system.browser(), phone, 'not the password'));
    const nobody = told(await system.logIn(system.browser(), unknown, 'not the password'));
    expect(withoutTime(nobody)).toEqual(withoutTime(known));
    expect(known).toMatchObject(
      guess <= 5
        ? { status: 401, code: 'wrong_credentials', triesLeft: 5 - guess }
        : { status: 403, code: 'account_locked' },
    );
  }
});

test('an unknown phone takes the same work as a wrong password: the same statements, and a hash', async () => {
  const { db } = system.platform;
  const { phone } = await system.register(system.browser());
  await system.logIn(system.browser(), newPhone(), 'not the password');
  /** What a refused log-in asks of the database, and the processor's time it takes in this process, threads included. */
  const workOf = async (who: string) => {
    const statements: string[] = [];
    const heard = (statement: Statement | string) =>
      statements.push(typeof statement === 'string' ? statement : statement.name);
    const spies = [
      vi.spyOn(db, 'query').mockImplementation((statement, values) => {
        heard(statement);
        return queryOf(statement, values);
      }),
      vi.spyOn(db, 'transaction').mockImplementation((work) =>
        transactionOf((tx) =>
          work({
            ...tx,
            query: (statement, values) => (heard(statement), tx.query(statement, values)),
            write: (statement, values) => (heard(statement), tx.write(statement, values)),
          }),
        ),
      ),
    ];
    const before = process.cpuUsage();
    await system.logIn(system.browser(), who, 'not the password');
    const { user, system: kernel } = process.cpuUsage(before);
    for (const spy of spies) spy.mockRestore();
    return { statements, time: user + kernel };
  };
  const queryOf = db.query.bind(db);
  const transactionOf = db.transaction.bind(db);
  const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
  for (let round = 0; round < 12; round++) {
    const [known, unknown] = [await workOf(phone), await workOf(newPhone())];
    system.pass(24 * 60 * minute);
    expect(unknown.statements).toEqual(known.statements);
    times.known.push(known.time);
    times.unknown.push(unknown.time);
  }
  const median = (values: number[]) => values.toSorted((one, other) => one - other)[6] as number;
  // A skipped argon2id would make it many times less.
  expect(median(times.unknown) / median(times.known)).toBeGreaterThan(1 / 2);
  expect(median(times.unknown) / median(times.known)).toBeLessThan(2);
});

test('five wrong ones make strangers wait, each time longer, while the owner’s device still enters', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  for (const wait of [15, 60]) {
    for (let guess = 0; guess < 5; guess++) await system.logIn(system.browser(), phone, 'not the password');
    const refused = await system.logIn(system.browser(), phone);
    expect(refused.json()).toMatchObject({ status: 403, code: 'account_locked' });
    const minutes = (Date.parse(refused.json().retryAt) - system.platform.clock.now().getTime()) / minute;
    expect(minutes).toBeGreaterThan(wait - 1);
    expect(minutes).toBeLessThanOrEqual(wait);
    expect((await system.logIn(home, phone)).json().status).toBe('signed_in');
    system.pass(wait * minute);
  }
  expect((await system.logIn(system.browser(), phone)).json().status).toBe('code_required');
});

test('fifty wrong passwords in parallel are five', async () => {
  const { id, phone } = await system.register(system.browser());
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => system.logIn(system.browser(), phone, 'not the password')),
  );
  const codes = answers.map((answer) => answer.json().code);
  expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(5);
  expect(codes.filter((code) => code === 'account_locked')).toHaveLength(45);
  expect((await actionsOf(id)).filter((action) => action === 'password.failed')).toHaveLength(5);
});

test('five wrong ones on a known device lock the account; only its owner learns it', async () => {
  const home = system.browser();
  const { id, phone } = await system.register(home);
  for (let guess = 0; guess < 5; guess++) await system.logIn(home, phone, 'not the password');
  expect((await system.logIn(home, phone)).json().code).toBe('account_locked');
  expect((await home.send('GET', '/api/me')).json()).toMatchObject({ status: 'locked' });

  const other = system.browser();
  expect((await system.logIn(other, phone, 'not the password')).json().code).toBe('wrong_credentials');
  const { challenge } = (await system.logIn(other, phone)).json();
  const proven = await other.send('POST', `/api/sessions/challenges/${challenge.id}`, {
    code: system.codeFor(phone),
  });
  expect(proven.json()).toMatchObject({ status: 403, code: 'account_locked' });
  expect(Date.parse(proven.json().retryAt)).toBeGreaterThan(system.platform.clock.now().getTime());
  expect(await actionsOf(id)).toContain('account.locked');

  system.pass(15 * minute);
  expect((await system.logIn(home, phone)).json().status).toBe('signed_in');
});

test('a right password starts the count anew', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  for (let round = 0; round < 3; round++) {
    for (let guess = 0; guess < 4; guess++) await system.logIn(home, phone, 'not the password');
    expect((await system.logIn(home, phone)).json().status).toBe('signed_in');
  }
});

test('a device token planted beforehand is worth nothing afterwards', async () => {
  const { phone } = await system.register(system.browser());
  const attacker = system.browser();
  await system.register(attacker);
  const planted = attacker.cookies.get('__Host-upay-device') ?? '';

  const victim = system.browser();
  victim.cookies.set('__Host-upay-device', planted);
  const { challenge } = (await system.logIn(victim, phone)).json();
  const code = system.codeFor(phone);
  expect((await victim.send('POST', `/api/sessions/challenges/${challenge.id}`, { code })).statusCode).toBe(
    200,
  );
  expect(victim.cookies.get('__Host-upay-device')).not.toBe(planted);
  expect((await system.logIn(attacker, phone)).json().status).toBe('code_required');
  await victim.send('DELETE', '/api/sessions/current');
  expect((await system.logIn(victim, phone)).json().status).toBe('signed_in');
});

test('two customers may share a browser', async () => {
  const browser = system.browser();
  const one = await system.register(browser);
  const other = await system.register(browser);
  for (const { phone, id } of [one, other, one])
    expect((await system.logIn(browser, phone)).json()).toMatchObject({
      status: 'signed_in',
      customer: { id },
    });
});

test('the language of a log-in becomes the language of messages', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  await home.send('POST', '/api/sessions', { phone, password: goodPassword, language: 'en' });
  expect((await home.send('GET', '/api/me')).json().language).toBe('en');
  await system.logIn(system.browser(), phone);
  expect(system.sent.findLast(({ to }) => to === phone)?.text).toContain('is your log-in code');
});

test('nothing written down holds a secret, and the audit can’t be changed', async () => {
  const home = system.browser();
  const { phone } = await system.register(home);
  await system.logIn(home, phone, 'not the password');
  const tokens = [...home.cookies.values()];
  const { db } = system.platform;
  for (const table of ['audit', 'customer', 'password', 'device', 'session', 'challenge']) {
    const rows = await db.query<{ row: string }>(`select t::text as row from identity.${table} t`);
    const text = rows.map(({ row }) => row).join('\n');
    for (const secret of [goodPassword, 'not the password', ...tokens]) expect(text).not.toContain(secret);
  }
  await expect(db.query('delete from identity.audit')).rejects.toThrow('append-only');
  await expect(db.query("update identity.audit set action = 'x'")).rejects.toThrow('append-only');
  await expect(db.query('truncate identity.audit')).rejects.toThrow('append-only');
});
