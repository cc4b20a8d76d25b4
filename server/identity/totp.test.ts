import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { createSealing } from '../platform/sealing.ts';
import type { Context } from './context.ts';
import { issueRecoveryCodes } from './recovery-codes.ts';
import { guessSecondFactor } from './second-factor.ts';
import { startIdentity, type TestIdentity } from './testing.ts';
import { beginTotp, takeTotp, totpOwners } from './totp.ts';

let system: TestIdentity;
let context: Context;
beforeAll(async () => {
  system = await startIdentity();
  const { platform } = system;
  context = { platform, sealing: createSealing(platform.config.sealingKey, 'identity') } as Context;
});
afterAll(() => system.stop());

const now = () => Math.floor(system.platform.clock.now().getTime() / 1000);
const codeAt = (secret: string, epoch = now()) => generateSync({ secret, epoch });
const transaction: TestIdentity['platform']['db']['transaction'] = (work) =>
  system.platform.db.transaction(work);

/** Somebody with an authenticator in force. */
async function owner(): Promise<{ id: string; secret: string }> {
  const id = newId();
  const setup = await beginTotp(context, system.platform.db, { id, label: 'li@example.com' });
  if (setup === undefined) throw new Error('there was one');
  expect(setup.uri).toMatch(/^otpauth:\/\/totp\/UPay:.*issuer=UPay/);
  expect(await transaction((tx) => takeTotp(context, tx, id, codeAt(setup.secret), 'begun'))).toBe(true);
  system.pass(60_000);
  return { id, secret: setup.secret };
}

test('it counts from its confirmation on, and its secret is not in the database', async () => {
  const id = newId();
  const { db } = system.platform;
  const setup = await beginTotp(context, db, { id, label: '138****8000' });
  const secret = setup?.secret ?? '';
  expect(await transaction((tx) => takeTotp(context, tx, id, codeAt(secret)))).toBe(false);
  expect(await totpOwners(db, [id])).toEqual(new Set());
  expect(await transaction((tx) => takeTotp(context, tx, id, '000000', 'begun'))).toBe(false);
  expect(await transaction((tx) => takeTotp(context, tx, id, codeAt(secret), 'begun'))).toBe(true);
  expect(await totpOwners(db, [id])).toEqual(new Set([id]));
  expect(await beginTotp(context, db, { id, label: 'again' })).toBeUndefined();
  const [row] = await db.query<{ row: string }>(
    'select t::text as row from identity.totp t where owner_id = $1',
    [id],
  );
  expect(row?.row).not.toContain(secret);
  expect(row?.row).not.toContain(Buffer.from(secret).toString('hex'));
});

test('a code is taken once, also by twenty in parallel, and none older than one that was taken', async () => {
  const { id, secret } = await owner();
  const code = codeAt(secret);
  const takes = await Promise.all(
    Array.from({ length: 20 }, () => transaction((tx) => takeTotp(context, tx, id, code))),
  );
  expect(takes.filter(Boolean)).toHaveLength(1);
  const before = codeAt(secret, now() - 30);
  expect(await transaction((tx) => takeTotp(context, tx, id, before))).toBe(false);
});

test('a clock may be one step off, not two', async () => {
  const { id, secret } = await owner();
  for (const [off, right] of [
    [-61, false],
    [61, false],
    [30, true],
  ] as const)
    expect(await transaction((tx) => takeTotp(context, tx, id, codeAt(secret, now() + off)))).toBe(right);
});

test('five wrong guesses wait, whatever of, also in parallel; then a right one is not even checked', async () => {
  const { id, secret } = await owner();
  const guesses = await Promise.allSettled(
    Array.from({ length: 20 }, (_, guess) =>
      guessSecondFactor(context, id, {
        kind: guess % 2 === 0 ? 'totp' : 'recovery_code',
        code: guess % 2 === 0 ? '000000' : 'aaaaa-aaaaa',
      }),
    ),
  );
  expect(guesses.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  await expect(guessSecondFactor(context, id, { kind: 'totp', code: codeAt(secret) })).rejects.toMatchObject({
    code: 'account_locked',
  });
  system.pass(15 * 60_000);
  expect(await guessSecondFactor(context, id, { kind: 'totp', code: codeAt(secret) })).toBeUndefined();
});

test('a recovery code works once, as typed in any way, and new ones void the old', async () => {
  const { id } = await owner();
  const [first = '', second = ''] = await transaction((tx) => issueRecoveryCodes(context, tx, id));
  const take = (code: string) => guessSecondFactor(context, id, { kind: 'recovery_code', code });
  expect(await take(` ${first.toUpperCase().replace('-', ' ')}`)).toBeUndefined();
  expect(await take(first)).toMatchObject({ triesLeft: 4 });
  const [next = ''] = await transaction((tx) => issueRecoveryCodes(context, tx, id));
  expect(await take(second)).toMatchObject({ triesLeft: 3 });
  expect(await take(next)).toBeUndefined();
});
