import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recovery } from '../../../contract/recovery.ts';
import { createSealing } from '../../platform/sealing.ts';
import type { Context } from '../context.ts';
import { issueRecoveryCodes } from '../recovery-codes.ts';
import {
  type Browser,
  goodPassword,
  goodPaymentPassword,
  newPhone,
  startIdentity,
  type TestIdentity,
} from '../testing.ts';
import { beginTotp, takeTotp } from '../totp.ts';

let system: TestIdentity;
beforeAll(async () => {
  system = await startIdentity();
});
afterAll(() => system.stop());

const minute = 60_000;
const newPassword = 'Herons under the old bridge 3';

const start = (browser: Browser, phone: string) =>
  browser.send('POST', '/api/recoveries', { phone, language: 'zh' });

/** Asks for a code and answers it. */
async function open(browser: Browser, phone: string): Promise<Recovery> {
  const { id } = (await start(browser, phone)).json();
  const answer = await browser.send('POST', `/api/recoveries/challenges/${id}`, {
    code: system.codeFor(phone),
  });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

const prove = (browser: Browser, proof: object) =>
  browser.send('POST', '/api/recoveries/current/proofs', proof);
const act = (browser: Browser, action: object) =>
  browser.send('POST', '/api/recoveries/current/actions', action);

async function customer() {
  const browser = system.browser();
  const me = await system.register(browser);
  const set = { password: goodPassword, paymentPassword: goodPaymentPassword };
  await browser.send('PUT', '/api/me/payment-password', set);
  return { ...me, browser };
}

async function lockByWrongPasswords(browser: Browser, phone: string) {
  for (let guess = 0; guess < 5; guess++) await system.logIn(browser, phone, 'not the password at all');
}

const notices = (phone: string) =>
  system.sent.filter(({ to, text }) => to === phone && !/\d{6}/.test(text)).map(({ text }) => text);

test('10: locked, unknown and unlocked accounts get the same answer, and only the code tells them apart', async () => {
  const locked = await customer();
  await lockByWrongPasswords(locked.browser, locked.phone);
  const free = await customer();
  const stranger = system.browser();
  const phones = [locked.phone, free.phone, newPhone()];
  const answers = await Promise.all(phones.map((phone) => start(stranger, phone)));
  const shapes = answers.map((answer) => ({ status: answer.statusCode, keys: Object.keys(answer.json()) }));
  expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
  const unknown = answers[2]?.json();
  const guess = await stranger.send('POST', `/api/recoveries/challenges/${unknown.id}`, { code: '123456' });
  const known = await stranger.send('POST', `/api/recoveries/challenges/${answers[1]?.json().id}`, {
    code: system.codeFor(free.phone) === '123456' ? '654321' : '123456',
  });
  expect([guess.json().code, guess.json().triesLeft]).toEqual([known.json().code, known.json().triesLeft]);
  expect(system.sent.findLast(({ to }) => to === phones[2])?.text).toMatch(/没有注册过/);
});

test('8: five wrong passwords lock; the owner learns why and until when, unlocks with a second proof, and logs in', async () => {
  const { browser, phone, id } = await customer();
  await lockByWrongPasswords(browser, phone);
  expect((await system.logIn(browser, phone)).json().code).toBe('account_locked');
  const recovery = await open(browser, phone);
  expect(recovery.lock.locks).toMatchObject([{ reason: 'wrong_password', until: expect.any(String) }]);
  expect(recovery.proven).toEqual(['phone', 'device']);
  const unlocked = await act(browser, { action: 'unlock' });
  expect(unlocked.json().lock.locks).toEqual([]);
  expect((await system.logIn(browser, phone)).statusCode).toBe(200);
  const [profile] = [...(await system.identity.customers(system.platform.db, [id])).values()];
  expect(profile?.status).toBe('active');
  expect(profile?.reducedLimitsUntil).toBeInstanceOf(Date);
  await expect
    .poll(() => notices(phone))
    .toEqual([expect.stringMatching(/多次输错/), expect.stringMatching(/已解锁/)]);
});

test('14: one code alone resets nothing and unlocks nothing; with a second proof it does', async () => {
  const { phone, browser: own } = await customer();
  const stranger = system.browser();
  await open(stranger, phone);
  for (const action of [
    { action: 'unlock' },
    { action: 'unfreeze' },
    { action: 'reset_password', password: newPassword },
    { action: 'reset_payment_password', paymentPassword: '135792' },
  ]) {
    const refused = await act(stranger, action);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'more_proof_needed']);
  }
  expect((await prove(stranger, { kind: 'payment_password', paymentPassword: '000111' })).json().code).toBe(
    'proof_wrong',
  );
  await prove(stranger, { kind: 'payment_password', paymentPassword: goodPaymentPassword });
  // What is to be reset never helps to reset itself.
  const itself = await act(stranger, { action: 'reset_payment_password', paymentPassword: '135792' });
  expect(itself.json().code).toBe('more_proof_needed');
  expect((await act(stranger, { action: 'reset_password', password: '1234567890' })).json().code).toBe(
    'password_too_weak',
  );
  expect((await act(stranger, { action: 'reset_password', password: newPassword })).statusCode).toBe(200);
  expect((await own.send('GET', '/api/me')).statusCode).toBe(401);
  expect((await system.logIn(own, phone, goodPassword)).json().code).toBe('wrong_credentials');
  expect((await system.logIn(own, phone, newPassword)).json().status).toBe('signed_in');
  await expect.poll(() => notices(phone)).toContainEqual(expect.stringMatching(/登录密码已重设/));
});

test('the payment password is not reset by whoever holds the phone alone', async () => {
  const { phone, browser } = await customer();
  const { proven } = await open(browser, phone);
  expect(proven).toEqual(['phone', 'device']);
  const reset = { action: 'reset_payment_password', paymentPassword: '135792' };
  expect((await act(browser, reset)).json().code).toBe('more_proof_needed');
  await prove(browser, { kind: 'password', password: goodPassword });
  expect((await act(browser, { ...reset, paymentPassword: '123456' })).json().code).toBe(
    'payment_password_too_weak',
  );
  expect((await act(browser, reset)).statusCode).toBe(200);
});

test('26: a freeze from the app ends every session; only three proofs lift it', async () => {
  const { phone, browser, id } = await customer();
  const tablet = system.browser();
  const { challenge } = (await system.logIn(tablet, phone)).json();
  await tablet.send('POST', `/api/sessions/challenges/${challenge.id}`, { code: system.codeFor(phone) });
  expect((await tablet.send('GET', '/api/me')).statusCode).toBe(200);
  expect((await browser.send('POST', '/api/me/freeze')).statusCode).toBe(204);
  expect((await tablet.send('GET', '/api/me')).statusCode).toBe(401);
  expect((await browser.send('GET', '/api/me')).statusCode).toBe(401);
  const refused = (await system.logIn(browser, phone)).json();
  expect([refused.code, refused.retryAt]).toEqual(['account_locked', undefined]);
  system.pass(60 * 24 * 60 * minute);
  const paid = await system.platform.db.transaction(async (tx) => {
    const locked = await system.identity.lockPaymentPasswords(tx, [id]);
    return locked.verify([{ customerId: id, paymentPassword: goodPaymentPassword }]);
  });
  expect(paid).toMatchObject([{ result: 'locked' }]);

  const recovery = await open(browser, phone);
  expect(recovery.lock.locks).toEqual([{ reason: 'frozen', lockedAt: expect.any(String) }]);
  expect((await act(browser, { action: 'unlock' })).json().code).toBe('account_frozen');
  expect((await act(browser, { action: 'unfreeze' })).json().code).toBe('more_proof_needed');
  await prove(browser, { kind: 'payment_password', paymentPassword: goodPaymentPassword });
  expect((await act(browser, { action: 'unfreeze' })).json().lock.locks).toEqual([]);
  expect((await system.logIn(browser, phone)).json().status).toBe('signed_in');
  // They come in any order, and nothing else does.
  await expect.poll(() => notices(phone)).toHaveLength(3);
  expect(notices(phone)).toEqual(
    expect.arrayContaining([/新设备/, /已挂失/, /已解除挂失/].map((words) => expect.stringMatching(words))),
  );
});

test('a code to the phone is enough to freeze, from the help page and by telephone', async () => {
  const first = await customer();
  const stranger = system.browser();
  await open(stranger, first.phone);
  expect((await act(stranger, { action: 'freeze' })).json().lock.locks).toMatchObject([{ reason: 'frozen' }]);
  expect((await first.browser.send('GET', '/api/me')).statusCode).toBe(401);

  const second = await customer();
  const { hotline } = system.identity;
  const caller = { address: '127.0.0.1' };
  const { id: challengeId } = await hotline.requestCode({ phone: second.phone, language: 'zh', ...caller });
  const wrong = system.codeFor(second.phone) === '111222' ? '222111' : '111222';
  await expect(hotline.freeze({ challengeId, code: wrong, ...caller })).rejects.toMatchObject({
    code: 'code_incorrect',
  });
  expect(await hotline.freeze({ challengeId, code: system.codeFor(second.phone), ...caller })).toEqual({
    customerId: second.id,
  });
  expect((await second.browser.send('GET', '/api/me')).statusCode).toBe(401);
});

test('4, 18: further proofs are counted before they are looked at, also in parallel and over several recoveries', async () => {
  const { phone } = await customer();
  const browsers = [system.browser(), system.browser(), system.browser()];
  for (const browser of browsers) {
    await open(browser, phone);
    system.pass(2 * minute);
  }
  const guesses = browsers.flatMap((browser) =>
    Array.from({ length: 6 }, (_, index) =>
      prove(browser, { kind: 'payment_password', paymentPassword: `90000${index}` }),
    ),
  );
  const codes = (await Promise.all(guesses)).map((answer) => answer.json().code);
  expect(codes.filter((code) => code === 'proof_wrong')).toHaveLength(10);
  expect(codes.filter((code) => code === 'recovery_over')).toHaveLength(8);
  // The right one comes too late.
  const right = { kind: 'payment_password', paymentPassword: goodPaymentPassword };
  expect((await prove(browsers[0] as Browser, right)).json().code).toBe('recovery_over');
});

test('15: a recovery code is over after ten minutes, to a phone or an email', async () => {
  const { phone, id } = await customer();
  const email = `hua-${id}@example.com`;
  await system.platform.db.query('update identity.customer set email = $2 where id = $1', [id, email]);
  for (const to of [{ phone }, { email }] as Array<{ phone?: string; email?: string }>) {
    const browser = system.browser();
    const challenge = (await browser.send('POST', '/api/recoveries', { ...to, language: 'zh' })).json();
    const code = system.codeFor(to.phone ?? to.email ?? '');
    system.pass(10 * minute);
    const answer = await browser.send('POST', `/api/recoveries/challenges/${challenge.id}`, { code });
    expect(answer.json()).toMatchObject({ status: 401, code: 'code_incorrect' });
  }
});

test('15: what was proven is over after half an hour, and when it is left', async () => {
  const { phone } = await customer();
  const browser = system.browser();
  await open(browser, phone);
  system.pass(31 * minute);
  expect((await browser.send('GET', '/api/recoveries/current')).json()).toEqual({});
  expect((await act(browser, { action: 'freeze' })).json().code).toBe('recovery_over');
  await open(browser, phone);
  const token = new Map(browser.cookies);
  await browser.send('DELETE', '/api/recoveries/current');
  for (const [name, value] of token) browser.cookies.set(name, value);
  expect((await act(browser, { action: 'freeze' })).json().code).toBe('recovery_over');
});

test('abnormal transactions lock for a time that grows; the audit tells it and a payment password is not even looked at', async () => {
  const { phone, id, browser } = await customer();
  const lock = () =>
    system.platform.db.transaction((tx) =>
      system.identity.locks.lockForAbnormalTransactions(tx, [
        { customerId: id, details: { rejected: 3, rule: 'new_account_sends_much' } },
      ]),
    );
  const waits: number[] = [];
  for (let time = 0; time < 3; time++) {
    await lock();
    const { locks } = (await browser.send('GET', '/api/me/locks')).json();
    waits.push(Date.parse(locks[0].until) - Date.parse(locks[0].lockedAt));
    system.pass(2 * minute);
  }
  expect(waits).toEqual([15 * minute, 60 * minute, 24 * 60 * minute]);
  const audit = await system.platform.db.query(
    "select details from identity.audit where customer_id = $1 and action = 'account.locked'",
    [id],
  );
  expect(audit[0]?.details).toEqual({
    reason: 'abnormal_transactions',
    rejected: 3,
    rule: 'new_account_sends_much',
  });
  expect((await browser.send('GET', '/api/me')).json().status).toBe('locked');
  expect((await open(browser, phone)).lock.locks[0]?.reason).toBe('abnormal_transactions');
});

test('an authenticator’s code or a recovery code proves enough for everything, and each counts once', async () => {
  const { phone, id } = await customer();
  const { db } = system.platform;
  const context = {
    platform: system.platform,
    sealing: createSealing(system.platform.config.sealingKey, 'identity'),
  };
  const setup = await beginTotp(context as Context, db, { id, label: phone });
  const secret = setup?.secret ?? '';
  const code = () =>
    generateSync({ secret, epoch: Math.floor(system.platform.clock.now().getTime() / 1000) });
  await db.transaction((tx) => takeTotp(context as Context, tx, id, code(), 'begun'));
  system.pass(2 * minute);
  const [recoveryCode] = await db.transaction((tx) => issueRecoveryCodes(context as Context, tx, id));
  const browser = system.browser();
  const recovery = await open(browser, phone);
  expect(recovery.provable).toEqual(['password', 'payment_password', 'totp', 'recovery_code']);
  const shown = { kind: 'totp', code: code() };
  const proven = (await prove(browser, shown)).json();
  expect(proven.actions.every(({ allowed }: { allowed: boolean }) => allowed)).toBe(true);
  expect((await prove(browser, shown)).json().code).toBe('proof_wrong');
  system.pass(2 * minute);
  const other = system.browser();
  await open(other, phone);
  expect((await prove(other, { kind: 'recovery_code', code: recoveryCode })).statusCode).toBe(200);
  expect((await prove(other, { kind: 'recovery_code', code: recoveryCode })).json().code).toBe('proof_wrong');
});

test('both bound addresses are proof enough to unlock and reset; the email alone opens, tells and freezes', async () => {
  const { phone, id, browser: own } = await customer();
  const email = `li-${id}@example.com`;
  await system.platform.db.query('update identity.customer set email = $2 where id = $1', [id, email]);
  await lockByWrongPasswords(own, phone);
  const browser = system.browser();
  const { id: challengeId } = (
    await browser.send('POST', '/api/recoveries', { email: ` ${email.toUpperCase()} `, language: 'zh' })
  ).json();
  const opened = await browser.send('POST', `/api/recoveries/challenges/${challengeId}`, {
    code: system.codeFor(email),
  });
  expect(opened.json()).toMatchObject({ proven: ['email'], lock: { locks: [{ reason: 'wrong_password' }] } });
  expect((await act(browser, { action: 'unlock' })).json().code).toBe('more_proof_needed');

  const sent = await browser.send('POST', '/api/recoveries/current/codes', { to: 'phone' });
  const proof = { kind: 'phone', challengeId: sent.json().id, code: system.codeFor(phone) };
  // 21: a code sent to one address proves no other, and another account's code proves nothing.
  const stranger = await customer();
  const other = system.browser();
  await open(other, stranger.phone);
  const { id: strangers } = (
    await other.send('POST', '/api/recoveries/current/codes', { to: 'phone' })
  ).json();
  const swapped = { kind: 'phone', challengeId: strangers, code: system.codeFor(stranger.phone) };
  expect((await prove(browser, swapped)).json().code).toBe('proof_wrong');
  expect((await prove(browser, proof)).json().proven).toEqual(['email', 'phone']);
  expect((await prove(browser, proof)).json().code).toBe('proof_wrong');
  expect((await act(browser, { action: 'reset_password', password: newPassword })).statusCode).toBe(200);
  expect((await system.logIn(own, phone, newPassword)).json().status).toBe('signed_in');
  await expect.poll(() => notices(email)).toContainEqual(expect.stringMatching(/登录密码已重设/));
  await expect.poll(() => notices(phone)).toContainEqual(expect.stringMatching(/登录密码已重设/));
});

test('document facts count a day after they were written down, lift a freeze as the third proof, and reset nothing', async () => {
  const { phone, browser: own } = await customer();
  const url = '/api/me/identity-document';
  const facts = { name: '张三', number: '11010519491231002x' };
  const wrong = await own.send('PUT', url, { kind: 'resident_id', ...facts, number: '110105194912310021' });
  expect(wrong.json().code).toBe('document_number_invalid');
  const set = await system.steppedUp(own, phone, 'PUT', url, {}, { kind: 'resident_id', ...facts });
  expect(set.json()).toMatchObject({ maskedName: '*三', maskedNumber: '1101************2X' });
  const rows = await system.platform.db.query('select * from identity.document');
  expect(JSON.stringify(rows)).not.toContain('19491231');
  expect((await open(system.browser(), phone)).provable).not.toContain('identity_document');

  system.pass(24 * 60 * minute);
  const browser = system.browser();
  await open(browser, phone);
  await act(browser, { action: 'freeze' });
  const proof = { kind: 'identity_document', name: ' 张 三 ', number: '110105 19491231 002X' };
  const proven = (await prove(browser, proof)).json();
  expect(proven.proven).toEqual(['phone', 'identity_document']);
  expect((await act(browser, { action: 'unfreeze' })).json().code).toBe('more_proof_needed');
  await prove(browser, { kind: 'payment_password', paymentPassword: goodPaymentPassword });
  expect((await act(browser, { action: 'unfreeze' })).statusCode).toBe(200);

  const thief = system.browser();
  await open(thief, phone);
  await prove(thief, proof);
  for (const action of [
    { action: 'reset_password', password: newPassword },
    { action: 'reset_payment_password', paymentPassword: '135792' },
  ])
    expect((await act(thief, action)).json().code).toBe('more_proof_needed');
});

test('three wrong document facts wait: then the right ones are wrong too', async () => {
  const { phone, browser: own } = await customer();
  const facts = { name: '张三', number: 'E12345678' };
  await system.steppedUp(own, phone, 'PUT', '/api/me/identity-document', {}, { kind: 'passport', ...facts });
  system.pass(24 * 60 * minute);
  const browser = system.browser();
  await open(browser, phone);
  for (const number of ['E12345670', 'E12345671', 'E12345672', facts.number]) {
    const guess = await prove(browser, { kind: 'identity_document', name: facts.name, number });
    expect(guess.json().code, number).toBe('proof_wrong');
  }
  system.pass(15 * minute);
  const later = system.browser();
  await open(later, phone);
  expect((await prove(later, { kind: 'identity_document', ...facts })).statusCode).toBe(200);
});
