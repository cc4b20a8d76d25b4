import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { type ScratchDatabase, startDatabase, testConfig } from '../platform/testing.ts';
import { createLedger, type Ledger, type Transfer } from './ledger.ts';
import { accountKeys } from './testing.ts';

let scratch: ScratchDatabase;
let platform: Platform;
let ledger: Ledger;
let ahead = 0;
let wallet: bigint;
let other: bigint;
let dollars: [wallet: bigint, rail: bigint];
beforeAll(async () => {
  scratch = await startDatabase();
  platform = createPlatform(testConfig({ UPAY_DATABASE_URL: scratch.url }), {
    now: () => new Date(Date.now() + ahead),
  });
  ledger = createLedger(platform.db, platform);
});
afterAll(async () => {
  const violations = await ledger.violations(scratch.db);
  await platform.db.close();
  await scratch.stop();
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
});
beforeEach(async () => {
  ahead = 0;
  const ids = await ledger.accounts(accountKeys());
  [wallet, , other] = ids as [bigint, bigint, bigint];
  dollars = [ids[4], ids[5]] as [bigint, bigint];
  await post([
    {
      kind: 'transfer',
      id: newId(),
      debit: ids[3] as bigint,
      credit: wallet,
      amount: 10_000n,
      reference: newId(),
    },
  ]);
});

const post = (...postings: Transfer[][]) => scratch.db.transaction((tx) => ledger.post(tx, postings));
const minute = 60_000;
const holdFor = (minutes: number, amount = 100n) => ({
  kind: 'hold' as const,
  id: newId(),
  debit: wallet,
  credit: other,
  amount,
  reference: newId(),
  expiresAt: new Date(Date.now() + minutes * minute),
});
const stateOf = async (id: string) =>
  (await scratch.db.query('select state, posted_amount from ledger.hold where id = $1', [id]))[0];
const heardOf = async (reference: string) =>
  scratch.db.query(
    "select payload from platform.event where topic = 'ledger.hold_expired' and subject_id = $1",
    [reference],
  );

test('a hold past its time is voided once, however many sweep, and told in the same transaction', async () => {
  const [soon, later, forever] = [holdFor(5), holdFor(50), { ...holdFor(0), expiresAt: undefined as never }];
  await post([soon], [later], [forever]);
  await ledger.expireHolds();
  expect(await stateOf(soon.id)).toMatchObject({ state: 'open' });
  ahead = 6 * minute;
  const node = createLedger(scratch.another(), platform);
  await Promise.all([ledger.expireHolds(), node.expireHolds(), ledger.expireHolds()]);
  expect(await stateOf(soon.id)).toMatchObject({ state: 'voided' });
  for (const hold of [later, forever]) expect(await stateOf(hold.id)).toMatchObject({ state: 'open' });
  expect(await heardOf(soon.reference)).toEqual([{ payload: { holdId: soon.id } }]);
  expect((await ledger.balances(scratch.db, [wallet])).get(wallet)).toEqual({
    available: 9_800n,
    held: 200n,
    total: 10_000n,
  });
});

test('until it is swept a hold can be posted; then what was posted stays, and only the rest is released', async () => {
  const [whole, part] = [holdFor(5), holdFor(5)];
  await post([whole], [part]);
  ahead = 6 * minute;
  const [posted] = await post([{ kind: 'post', id: newId(), holdId: whole.id, reference: newId() }]);
  await post([{ kind: 'post_part', id: newId(), holdId: part.id, amount: 30n, reference: newId() }]);
  expect(posted?.outcome).toBe('posted');
  await ledger.expireHolds();
  expect(await stateOf(whole.id)).toEqual({ state: 'posted', posted_amount: 100n });
  expect(await heardOf(whole.reference)).toEqual([]);
  expect(await stateOf(part.id)).toEqual({ state: 'voided', posted_amount: 30n });
  const [late] = await post([{ kind: 'post', id: newId(), holdId: part.id, reference: newId() }]);
  expect(late).toMatchObject({ outcome: 'refused', reason: 'hold_not_open' });
  expect((await ledger.balances(scratch.db, [wallet])).get(wallet)?.total).toBe(9_870n);
});

test('more holds than one sweep takes at once are all voided', async () => {
  const holds = Array.from({ length: 450 }, () => holdFor(5, 1n));
  await post(...holds.map((hold) => [hold]));
  ahead = 6 * minute;
  expect(await ledger.expireHolds()).toBeGreaterThanOrEqual(450);
  expect((await ledger.balances(scratch.db, [wallet])).get(wallet)?.held).toBe(0n);
});

test('who owns a hold ends it together with what it was for, and nobody else does', async () => {
  const [own, others] = [holdFor(5), holdFor(5)];
  await post([own], [others]);
  ahead = 6 * minute;
  const node = createLedger(platform.db, platform);
  const asked: string[] = [];
  node.onExpiry(async (tx, holds) => {
    const mine = holds.filter(({ id }) => id === own.id);
    asked.push(...mine.map(({ reference }) => reference));
    await node.post(
      tx,
      mine.map(({ id, reference }) => [{ kind: 'post', id: newId(), holdId: id, amount: 1n, reference }]),
    );
    return new Set(mine.map(({ id }) => id));
  });
  await node.expireHolds();
  await node.expireHolds();
  expect(asked).toEqual([own.reference]);
  expect(await stateOf(own.id)).toEqual({ state: 'posted', posted_amount: 1n });
  expect(await heardOf(own.reference)).toEqual([]);
  expect(await stateOf(others.id)).toMatchObject({ state: 'voided' });
});

test('an overdraft limit is kept by the database too, and not lowered below what is owed', async () => {
  const set = (limit: bigint) => scratch.db.transaction((tx) => ledger.setOverdraftLimit(tx, other, limit));
  const pay = async (amount: bigint) => {
    const [result] = await post([
      { kind: 'transfer', id: newId(), debit: other, credit: wallet, amount, reference: newId() },
    ]);
    return result?.outcome;
  };
  expect(await pay(1n)).toBe('refused');
  expect(await set(500n)).toBe(true);
  expect([await pay(400n), await pay(101n)]).toEqual(['posted', 'refused']);
  expect([await set(399n), await set(-1n), await set(400n)]).toEqual([false, false, true]);
  const further = scratch.db.query(
    'update ledger.account set debits_posted = debits_posted + 1 where id = $1',
    [other],
  );
  await expect(further).rejects.toMatchObject({ constraint: 'not_overdrawn' });
  expect(await scratch.db.transaction((tx) => ledger.setOverdraftLimit(tx, 999_999n, 1n))).toBe(false);
});

test('an exchange goes through the house’s accounts whole or not at all, at the rate it keeps', async () => {
  const order = {
    id: newId(),
    debit: wallet,
    credit: dollars[0],
    sold: { amount: 10_000n, currency: 'CNY' as const },
    boughtCurrency: 'USD' as const,
    rate: '0.139875',
    quotedBy: 'test',
    reference: newId(),
  };
  const exchange = (...orders: Array<typeof order>) =>
    scratch.db.transaction((tx) => ledger.exchange(tx, orders));
  const refused = await exchange(
    { ...order, id: newId(), sold: { amount: 10_001n, currency: 'CNY' } },
    { ...order, id: newId(), rate: '0' },
    { ...order, id: newId(), rate: '1e3' },
    { ...order, id: newId(), rate: '-1' },
    { ...order, id: newId(), rate: '0.00001' },
    { ...order, id: newId(), credit: other },
  );
  expect(refused.map((result) => ('reason' in result ? result.reason : result.outcome))).toEqual([
    'insufficient_funds',
    ...Array(4).fill('invalid_rate'),
    'currency_mismatch',
  ]);
  const results = await exchange(
    order,
    order,
    { ...order, rate: '0.1398750' },
    { ...order, rate: '0.1398751' },
  );
  expect(results).toMatchObject([
    { outcome: 'posted', bought: 1_398n },
    { outcome: 'exists', bought: 1_398n },
    { outcome: 'exists', bought: 1_398n },
    { outcome: 'refused', reason: 'id_reused' },
  ]);
  const balances = await ledger.balances(scratch.db, [wallet, dollars[0]]);
  expect([wallet, dollars[0]].map((id) => balances.get(id)?.total)).toEqual([0n, 1_398n]);
  const kept = await scratch.db.query(
    'select sold, bought, trim_scale(rate)::text as rate, quoted_by from ledger.exchange where reference_id = $1',
    [order.reference],
  );
  expect(kept).toEqual([{ sold: 10_000n, bought: 1_398n, rate: '0.139875', quoted_by: 'test' }]);
  const position = await scratch.db.query(
    "select currency, credits_posted - debits_posted as position from ledger.account where purpose = 'exchange' order by currency",
  );
  expect(position).toEqual([
    { currency: 'CNY', position: 10_000n },
    { currency: 'USD', position: -1_398n },
  ]);
  await expect(scratch.db.query('update ledger.exchange set rate = 1')).rejects.toMatchObject({
    code: '23000',
  });
});
