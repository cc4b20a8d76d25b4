import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { type ScratchDatabase, startDatabase } from '../platform/testing.ts';
import { createLedger, type Ledger, type Transfer } from './ledger.ts';
import { accountKeys } from './testing.ts';

let scratch: ScratchDatabase;
let ledger: Ledger;
/** Of wallet, wallet, wallet, rail in one currency; wallet, rail in another. */
let ids: [bigint, bigint, bigint, bigint, bigint, bigint];
beforeAll(async () => {
  scratch = await startDatabase();
  ledger = createLedger(scratch.db);
});
afterAll(() => scratch.stop());
beforeEach(async () => {
  ids = (await ledger.accounts(accountKeys())) as typeof ids;
});

const move = (debit: bigint, credit: bigint, amount: bigint, kind: 'transfer' | 'hold' = 'transfer') => ({
  kind,
  id: newId(),
  debit,
  credit,
  amount,
  reference: newId(),
});
const post = (...postings: Transfer[][]) => scratch.db.transaction((tx) => ledger.post(tx, postings));
const whole = (holdId: string): Transfer => ({ kind: 'post', id: newId(), holdId, reference: newId() });

/** A wallet of 1000, 300 of which are held, after a transfer, a hold posted in part and one voided. */
async function someHistory() {
  const [wallet, other, , rail] = ids;
  const held = move(wallet, other, 300n, 'hold');
  const spent = move(wallet, other, 50n, 'hold');
  const given = move(wallet, other, 70n, 'hold');
  const results = await post(
    [move(rail, wallet, 1100n)],
    [move(wallet, other, 80n)],
    [held],
    [spent],
    [given],
    [{ kind: 'post', id: newId(), holdId: spent.id, amount: 20n, reference: newId() }],
    [{ kind: 'void', id: newId(), holdId: given.id, reference: newId() }],
  );
  expect(results.every(({ outcome }) => outcome === 'posted')).toBe(true);
  return { wallet, other, rail, held, spent };
}

test('an account named twice, also at the same time and on another node, is one account', async () => {
  const keys = accountKeys();
  const node = createLedger(scratch.another());
  const found = await Promise.all(
    [ledger, node, ledger, node].map((each) => each.accounts([...keys, ...keys])),
  );
  for (const each of found) expect(each).toEqual(found[0]);
  expect(new Set(found[0]).size).toBe(keys.length);
  expect(
    await createLedger(scratch.db).find(scratch.db, [keys[0] as never, ...accountKeys().slice(0, 1)]),
  ).toEqual([found[0]?.[0], undefined]);
});

test('a balance tells what is available and what is held', async () => {
  const { wallet, other } = await someHistory();
  const balances = await ledger.balances(scratch.db, [wallet, other]);
  expect(balances.get(wallet)).toEqual({ available: 700n, held: 300n, total: 1000n });
  expect(balances.get(other)).toEqual({ available: 100n, held: 0n, total: 100n });
});

test('nothing is posted when the transaction fails', async () => {
  const { wallet, other, held } = await someHistory();
  const before = await ledger.balances(scratch.db, [wallet, other]);
  const failing = scratch.db.transaction(async (tx) => {
    const results = await ledger.post(tx, [[move(wallet, other, 10n)], [whole(held.id)]]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['posted', 'posted']);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await ledger.balances(scratch.db, [wallet, other])).toEqual(before);
  expect((await post([whole(held.id)]))[0]?.outcome).toBe('posted');
});

test('of many who post and void one hold at the same time, one is heard', async () => {
  const { wallet, held } = await someHistory();
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, place) =>
      place % 2 === 0
        ? post([whole(held.id)])
        : post([{ kind: 'void', id: newId(), holdId: held.id, reference: newId() }]),
    ),
  );
  expect(results.filter(([result]) => result?.outcome === 'posted')).toHaveLength(1);
  expect(results.filter(([result]) => result?.outcome === 'refused')).toHaveLength(11);
  expect((await ledger.balances(scratch.db, [wallet])).get(wallet)?.held).toBe(0n);
});

test('transfers in a ring, in every direction at once, never wait in a circle', async () => {
  const [a, b, c, rail] = ids;
  await post([move(rail, a, 1000n)], [move(rail, b, 1000n)], [move(rail, c, 1000n)]);
  const ring = [a, b, c, a, c, b, a] as const;
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, place) =>
      post(
        [move(ring[place % 6] as bigint, ring[(place % 6) + 1] as bigint, 1n)],
        [move(ring[(place + 2) % 6] as bigint, ring[((place + 2) % 6) + 1] as bigint, 1n)],
      ),
    ),
  );
  expect(results.flat().every(({ outcome }) => outcome === 'posted')).toBe(true);
  const balances = await ledger.balances(scratch.db, [a, b, c]);
  expect([...balances.values()].reduce((sum, { total }) => sum + total, 0n)).toBe(3000n);
});

test.each([
  ['update ledger.transfer set amount = amount + 1 where reference_id = $1', 'changed'],
  ['update ledger.transfer set created_at = now() where reference_id = $1', 'changed'],
  ['delete from ledger.transfer where reference_id = $1', 'deleted'],
])('%s is refused by the database itself', async (sql) => {
  const { held } = await someHistory();
  await expect(scratch.db.query(sql, [held.reference])).rejects.toMatchObject({ code: '23000' });
});

test.each(['truncate ledger.transfer', 'truncate ledger.transfer cascade', 'delete from ledger.account'])(
  '%s is refused by the database itself',
  async (sql) => {
    await someHistory();
    await expect(scratch.db.query(sql)).rejects.toMatchObject({ code: '23000' });
  },
);

test('the database refuses an overdraft and an unbalanced history even where our own checks are passed over', async () => {
  const { wallet } = await someHistory();
  const overdrawn = 'update ledger.account set debits_posted = debits_posted + 100000 where id = $1';
  await expect(scratch.db.query(overdrawn, [wallet])).rejects.toMatchObject({ constraint: 'not_overdrawn' });
  const negative = 'update ledger.account set debits_pending = -1 where id = $1';
  await expect(scratch.db.query(negative, [wallet])).rejects.toMatchObject({ code: '23514' });
});

test('the books of everything above are right', async () => {
  await someHistory();
  expect(await ledger.violations(scratch.db)).toEqual([]);
});
