import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { type ScratchDatabase, startDatabase } from '../platform/testing.ts';
import { createLedger, type Ledger, type Transfer } from './ledger.ts';
import { accountKeys } from './testing.ts';

let scratch: ScratchDatabase;
let ledger: Ledger;
let named: Record<'wallet' | 'other' | 'third' | 'held' | 'spent', string>;

/** Two wallets with a history: money in, a hold that is open and one that was posted in part. */
beforeAll(async () => {
  scratch = await startDatabase(2);
  ledger = createLedger(scratch.db);
  const ids = await ledger.accounts(accountKeys());
  const [wallet, other, third, rail] = ids as [bigint, bigint, bigint, bigint];
  const move = (debit: bigint, credit: bigint, amount: bigint, kind: 'transfer' | 'hold' = 'transfer') => ({
    kind,
    debit,
    credit,
    amount,
    id: newId(),
    reference: newId(),
  });
  const held = move(wallet, other, 300n, 'hold');
  const spent = move(wallet, other, 50n, 'hold');
  const settled: Transfer = { kind: 'post', id: newId(), holdId: spent.id, amount: 20n, reference: newId() };
  const history: Transfer[] = [
    move(rail, wallet, 1000n),
    move(wallet, other, 80n),
    move(other, wallet, 5n),
    held,
    spent,
    settled,
    move(wallet, third, 1n),
  ];
  const results = await scratch.db.transaction((tx) =>
    ledger.post(
      tx,
      history.map((transfer) => [transfer]),
    ),
  );
  if (results.some(({ outcome }) => outcome !== 'posted')) throw new Error('the history was refused');
  named = { wallet: `${wallet}`, other: `${other}`, third: `${third}`, held: held.id, spent: spent.id };
});
afterAll(() => scratch.stop());

test('books that are right have no violations', async () => {
  expect(await ledger.violations(scratch.db)).toEqual([]);
});

const equal = 'debits equal credits';
const sums = 'components equal the sums of the transfers';
const pending = 'pending equals the open holds';
const replay = 'replaying the transfers gives every balance';
const steps = 'a transfer for every step of a hold';
const newest = '(select id from ledger.transfer order by id desc limit 1)';

test.each<[string, string, string[]]>([
  [
    'money made from nothing',
    'update ledger.account set credits_posted = credits_posted + 1 where id = :wallet',
    [equal, sums],
  ],
  [
    'money taken from one and given to another',
    'update ledger.account set credits_posted = credits_posted + case id when :other then -1 else 1 end where id in (:other, :third)',
    [sums],
  ],
  [
    'a hold made smaller on one side',
    'update ledger.account set debits_pending = debits_pending - 1 where id = :wallet',
    [pending],
  ],
  ['a version skipped', 'update ledger.account set version = version + 1 where id = :wallet', [sums]],
  [
    'an amount changed',
    `update ledger.transfer set amount = amount + 1 where id = ${newest}`,
    [sums, replay],
  ],
  [
    'a balance in the past changed',
    'update ledger.transfer set debit_balance = debit_balance + 1 where debit_account_id = :wallet and debit_version = 2',
    [replay],
  ],
  [
    'a place in the order changed',
    `update ledger.transfer set debit_version = 99 where id = ${newest}`,
    [replay],
  ],
  ['the newest transfer gone', `delete from ledger.transfer where id = ${newest}`, [sums]],
  [
    'a transfer more',
    `insert into ledger.transfer (id, kind, debit_account_id, credit_account_id, amount, reference_id,
       debit_version, credit_version, debit_balance, credit_balance)
     values (gen_random_uuid(), 'transfer', :wallet, :other, 7, gen_random_uuid(), 90, 90, 0, 0)`,
    [sums, replay],
  ],
  ['the transfer of a hold gone', 'delete from ledger.transfer where id = :held', [sums, replay, steps]],
  ['a hold said to be voided', "update ledger.hold set state = 'voided' where id = :held", [pending, steps]],
  [
    'a hold said to be posted for more',
    'update ledger.hold set posted_amount = 21 where id = :spent',
    [steps],
  ],
  ['a hold made larger', 'update ledger.hold set amount = 301 where id = :held', [pending, steps]],
  ['a hold gone', 'delete from ledger.hold where id = :spent', [steps]],
])('%s is found, once the database no longer prevents it', async (_, sql, expected) => {
  const tampering = sql.replaceAll(/:([a-z]+)\b/g, (_match, name: keyof typeof named) => `'${named[name]}'`);
  const undo = new Error('as it was');
  const found = new Set<string>();
  const tampered = scratch.db.transaction(async (tx) => {
    await tx.query('alter table ledger.transfer disable trigger user');
    await tx.query(tampering);
    for (const { invariant } of await ledger.violations(tx)) found.add(invariant);
    throw undo;
  });
  await expect(tampered).rejects.toBe(undo);
  expect([...found]).toEqual(expected);
});
