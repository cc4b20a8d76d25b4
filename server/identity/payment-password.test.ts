import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { isWeakPaymentPassword } from './payment-password-rules.ts';
import {
  type Browser,
  goodPassword,
  goodPaymentPassword as right,
  startIdentity,
  type TestIdentity,
} from './testing.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;
const wrong = '975310';

const set = (browser: Browser, paymentPassword: string, password = goodPassword) =>
  browser.send('PUT', '/api/me/payment-password', { password, paymentPassword });

async function newCustomer(): Promise<{ id: string; phone: string; browser: Browser }> {
  const browser = system.browser();
  const { id, phone } = await system.register(browser);
  expect((await set(browser, right)).statusCode).toBe(204);
  return { id, phone, browser };
}

const verify = (...entries: Array<[customerId: string, paymentPassword: string]>) =>
  system.platform.db.transaction(async (tx) => {
    const ids = entries.map(([customerId]) => customerId);
    const locked = await system.identity.lockPaymentPasswords(tx, ids);
    return locked.verify(entries.map(([customerId, paymentPassword]) => ({ customerId, paymentPassword })));
  });

/** The version of a customer's row: it stays when nothing is written. */
async function versionOf(customerId: string): Promise<string | undefined> {
  const [row] = await system.platform.db.query<{ ctid: string }>(
    'select ctid::text from identity.payment_password where customer_id = $1',
    [customerId],
  );
  return row?.ctid;
}

test.each([
  '111111',
  '121212',
  '123123',
  '112233',
  '123456',
  '654321',
  '890123',
  '135791',
  '121122',
  '138001', // of the phone
  '008310', // of the phone, backwards
])('%s is easy to guess', (paymentPassword) => {
  expect(isWeakPaymentPassword(paymentPassword, '13800138000')).toBe(true);
});

test.each(['246810', '975310', '159753', '802713'])('%s is not', (paymentPassword) => {
  expect(isWeakPaymentPassword(paymentPassword, '13800138000')).toBe(false);
});

test('setting it needs the login password, and only good digits', async () => {
  const browser = system.browser();
  const { id } = await system.register(browser);
  expect(await verify([id, right])).toEqual([{ result: 'not_set' }]);
  expect((await set(browser, right, 'not the password')).json()).toMatchObject({
    status: 401,
    code: 'wrong_credentials',
    triesLeft: 4,
  });
  expect((await set(browser, '123456')).json()).toMatchObject({
    status: 422,
    code: 'payment_password_too_weak',
  });
  expect((await set(browser, '12345')).json().code).toBe('invalid_request');
  expect((await browser.send('GET', '/api/me')).json().hasPaymentPassword).toBe(false);
  expect((await set(browser, right)).statusCode).toBe(204);
  expect((await browser.send('GET', '/api/me')).json().hasPaymentPassword).toBe(true);
  expect(await verify([id, right])).toEqual([{ result: 'correct' }]);
  expect((await set(system.browser(), right)).statusCode).toBe(401);
});

test('who guesses the login password in an open session locks the account, its payments too', async () => {
  const { id, browser } = await newCustomer();
  for (let guess = 0; guess < 5; guess++) await set(browser, '802713', 'not the password');
  expect((await set(browser, '802713')).json().code).toBe('account_locked');
  expect(await verify([id, right])).toMatchObject([{ result: 'locked' }]);
  system.pass(15 * minute);
  expect(await verify([id, right])).toEqual([{ result: 'correct' }]);
});

test('five wrong ones lock, each time for longer; the right one starts anew', async () => {
  const { id } = await newCustomer();
  for (const wait of [15, 60, 24 * 60, 24 * 60]) {
    for (const triesLeft of [4, 3, 2, 1])
      expect(await verify([id, wrong])).toEqual([{ result: 'incorrect', triesLeft }]);
    const now = system.platform.clock.now().getTime();
    const [locked] = await verify([id, wrong]);
    if (locked?.result !== 'locked') throw new Error(`expected a lock, got ${locked?.result}`);
    expect((locked.until.getTime() - now) / minute).toBeCloseTo(wait, 0);
    expect(await verify([id, right])).toEqual([locked]);
    system.pass(wait * minute);
  }
  expect(await verify([id, right])).toEqual([{ result: 'correct' }]);
  for (let guess = 0; guess < 4; guess++) await verify([id, wrong]);
  const now = system.platform.clock.now().getTime();
  const [locked] = await verify([id, wrong]);
  expect(locked?.result === 'locked' && (locked.until.getTime() - now) / minute).toBeCloseTo(15, 0);

  const { db } = system.platform;
  const events = await db.query('select payload from platform.event where topic = $1 and subject_id = $2', [
    'payment_password.locked',
    id,
  ]);
  expect(events).toHaveLength(5);
  const audit = await db.query('select from identity.audit where action = $1 and customer_id = $2', [
    'payment_password.locked',
    id,
  ]);
  expect(audit).toHaveLength(5);
});

test('many at once, in order, writing only what changes', async () => {
  const [one, two, three] = [await newCustomer(), await newCustomer(), await newCustomer()];
  const nobody = newId();
  const before = await versionOf(one.id);
  expect(
    await verify(
      [three.id, wrong],
      [one.id, right],
      [nobody, right],
      [three.id, wrong],
      [two.id, wrong],
      [two.id, right],
      [three.id, right],
      [three.id, wrong],
    ),
  ).toEqual([
    { result: 'incorrect', triesLeft: 4 },
    { result: 'correct' },
    { result: 'not_set' },
    { result: 'incorrect', triesLeft: 3 },
    { result: 'incorrect', triesLeft: 4 },
    { result: 'correct' },
    { result: 'correct' },
    { result: 'incorrect', triesLeft: 4 },
  ]);
  expect(await versionOf(one.id)).toBe(before);
  expect(await verify([three.id, wrong])).toEqual([{ result: 'incorrect', triesLeft: 3 }]);
  const six = await verify(...Array.from({ length: 6 }, (): [string, string] => [two.id, wrong]));
  expect(six.map(({ result }) => result)).toEqual([...Array(4).fill('incorrect'), 'locked', 'locked']);
});

test('fifty wrong guesses in parallel are exactly five, and the right one among later ones is refused', async () => {
  const { id } = await newCustomer();
  const results = (await Promise.all(Array.from({ length: 50 }, () => verify([id, wrong])))).flat();
  const left = results.flatMap((result) => (result.result === 'incorrect' ? [result.triesLeft] : []));
  expect(left.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  expect(results.filter(({ result }) => result === 'locked')).toHaveLength(46);
  expect(await verify([id, right])).toMatchObject([{ result: 'locked' }]);
});

test('batches over the same customers in any order do not block each other for good', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) ids.push((await newCustomer()).id);
  const runs = Array.from({ length: 30 }, (_, run) => {
    const order = run % 2 === 0 ? ids : ids.toReversed();
    return verify(...order.map((id): [string, string] => [id, run % 3 === 0 ? wrong : right]));
  });
  expect((await Promise.all(runs)).flat()).toHaveLength(120);
});

test('a guess whose transaction is rolled back is not counted, and one that commits is', async () => {
  const { id } = await newCustomer();
  const { db } = system.platform;
  await expect(
    db.transaction(async (tx) => {
      const locked = await system.identity.lockPaymentPasswords(tx, [id]);
      await locked.verify([{ customerId: id, paymentPassword: wrong }]);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await verify([id, wrong])).toEqual([{ result: 'incorrect', triesLeft: 4 }]);
});

test('a new one takes a code too, and unlocks', async () => {
  const { id, phone, browser } = await newCustomer();
  for (let guess = 0; guess < 5; guess++) await verify([id, wrong]);
  const body = { password: goodPassword, paymentPassword: '802713' };
  const changed = await system.steppedUp(browser, phone, 'PUT', '/api/me/payment-password', {}, body);
  expect(changed.statusCode).toBe(204);
  expect(await verify([id, '802713'])).toEqual([{ result: 'correct' }]);
  expect(await verify([id, right])).toEqual([{ result: 'incorrect', triesLeft: 4 }]);
});

test('the same digits of two customers are kept as different hashes', async () => {
  const [one, other] = [await newCustomer(), await newCustomer()];
  const rows = await system.platform.db.query<{ hash: Buffer }>(
    'select hash from identity.payment_password where customer_id = any($1::uuid[])',
    [[one.id, other.id]],
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]?.hash.equals(rows[1]?.hash ?? Buffer.alloc(0))).toBe(false);
});
