import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestAmount } from '../../contract/money.ts';
import { testRuns, testSeed } from '../../tests/support/seed.ts';
import { newId } from '../platform/ids.ts';
import { type Book, evaluate } from './evaluate.ts';
import { accountKeys, ModelLedger, postingsOf, program } from './testing.ts';
import type { Account, Hold, Posting, Transfer } from './transfer.ts';

const reference = newId();

function account(id: bigint, change: Partial<Account> = {}): Account {
  return {
    id,
    currency: 'CNY',
    normalSide: 'credit',
    mayOverdraw: false,
    overdraftLimit: 0n,
    debitsPosted: 0n,
    creditsPosted: 0n,
    debitsPending: 0n,
    creditsPending: 0n,
    version: 0n,
    ...change,
  };
}

/** 1: a rail that may go below zero; 2: a wallet with 1000; 3: an empty wallet; 4: a wallet in dollars. */
function bookOf(change: { accounts?: Account[]; holds?: Hold[]; existing?: Book['existing'] } = {}): Book {
  const accounts = change.accounts ?? [
    account(1n, { normalSide: 'debit', mayOverdraw: true, debitsPosted: 1000n, version: 1n }),
    account(2n, { creditsPosted: 1000n, version: 1n }),
    account(3n),
    account(4n, { currency: 'USD' }),
  ];
  return {
    accounts: new Map(accounts.map((each) => [each.id, each])),
    holds: new Map((change.holds ?? []).map((hold) => [hold.id, hold])),
    existing: change.existing ?? new Map(),
  };
}

const move = (debit: bigint, credit: bigint, amount: bigint, kind: 'transfer' | 'hold' = 'transfer') => ({
  kind,
  id: newId(),
  debit,
  credit,
  amount,
  reference,
});
const openHold = (amount: bigint): Hold => ({
  id: newId(),
  debit: 2n,
  credit: 3n,
  amount,
  postedAmount: 0n,
  state: 'open',
  reference,
  expiresAt: null,
});
const post = (holdId: string, amount?: bigint): Transfer => ({
  kind: 'post',
  id: newId(),
  holdId,
  reference,
  ...(amount === undefined ? {} : { amount }),
});
const release = (holdId: string): Transfer => ({ kind: 'void', id: newId(), holdId, reference });

function refusalOf(posting: Posting, book = bookOf()) {
  const { results, rows, accounts, openedHolds, changedHolds } = evaluate(book, [posting]);
  expect([rows, accounts, openedHolds, changedHolds]).toEqual([[], [], [], []]);
  return results[0];
}

test('a transfer moves the amount, and its row shows both balances right after it', () => {
  const transfer = move(2n, 3n, 300n);
  const { results, rows, accounts } = evaluate(bookOf(), [[transfer]]);
  expect(results).toEqual([{ outcome: 'posted', availableAfter: 700n }]);
  expect(rows).toEqual([
    {
      ...transfer,
      holdId: null,
      debitVersion: 2n,
      creditVersion: 1n,
      debitBalance: 700n,
      creditBalance: 300n,
    },
  ]);
  expect(accounts.map(({ id, debitsPosted, creditsPosted }) => [id, debitsPosted, creditsPosted])).toEqual([
    [2n, 300n, 1000n],
    [3n, 0n, 300n],
  ]);
});

test('each posting of a batch sees those before it', () => {
  const { results } = evaluate(bookOf(), [[move(3n, 2n, 400n)], [move(2n, 3n, 400n)], [move(3n, 2n, 400n)]]);
  expect(results).toMatchObject([
    { outcome: 'refused', reason: 'insufficient_funds', available: 0n },
    { outcome: 'posted' },
    { outcome: 'posted' },
  ]);
});

test('a hold reserves on both sides and cannot be spent twice', () => {
  const { results, accounts } = evaluate(bookOf(), [[move(2n, 3n, 700n, 'hold')], [move(2n, 3n, 301n)]]);
  expect(results).toMatchObject([
    { outcome: 'posted', availableAfter: 300n },
    { outcome: 'refused', reason: 'insufficient_funds', available: 300n },
  ]);
  expect(accounts).toMatchObject([{ debitsPending: 700n }, { creditsPending: 700n, creditsPosted: 0n }]);
});

test.each([
  ['whole', undefined, 600n],
  ['in part', 200n, 200n],
])('a hold posted %s moves that much and releases the rest', (_, amount, moved) => {
  const hold = openHold(600n);
  const held = bookOf({
    holds: [hold],
    accounts: [
      account(2n, { creditsPosted: 1000n, debitsPending: 600n }),
      account(3n, { creditsPending: 600n }),
    ],
  });
  const { results, accounts, changedHolds } = evaluate(held, [[post(hold.id, amount)], [release(hold.id)]]);
  expect(results).toMatchObject([
    { outcome: 'posted', availableAfter: 1000n - moved },
    { outcome: 'refused', reason: 'hold_not_open' },
  ]);
  expect(accounts).toMatchObject([
    { debitsPosted: moved, debitsPending: 0n },
    { creditsPosted: moved, creditsPending: 0n },
  ]);
  expect(changedHolds).toMatchObject([{ id: hold.id, state: 'posted', postedAmount: moved }]);
});

test('a hold posted in parts keeps the rest held, until the last part, a post or a void ends it', () => {
  const hold = openHold(600n);
  const held = () =>
    bookOf({
      holds: [{ ...hold }],
      accounts: [
        account(2n, { creditsPosted: 1000n, debitsPending: 600n }),
        account(3n, { creditsPending: 600n }),
      ],
    });
  const part = (amount: bigint): Transfer => ({
    kind: 'post_part',
    id: newId(),
    holdId: hold.id,
    amount,
    reference,
  });
  const after = (...steps: Transfer[]) => {
    const { results, accounts, changedHolds } = evaluate(
      held(),
      steps.map((step) => [step]),
    );
    const { debitsPosted, debitsPending } = accounts.find(({ id }) => id === 2n) as Account;
    const told = results.map((result) => ('reason' in result ? result.reason : result.outcome));
    return [
      told.join(' '),
      debitsPosted,
      debitsPending,
      changedHolds[0]?.state,
      changedHolds[0]?.postedAmount,
    ];
  };
  expect(after(part(200n))).toEqual(['posted', 200n, 400n, 'open', 200n]);
  expect(after(part(200n), part(401n))).toEqual(['posted amount_above_hold', 200n, 400n, 'open', 200n]);
  expect(after(part(200n), part(400n), part(1n))).toEqual([
    'posted posted hold_not_open',
    600n,
    0n,
    'posted',
    600n,
  ]);
  expect(after(part(200n), post(hold.id))).toEqual(['posted posted', 600n, 0n, 'posted', 600n]);
  expect(after(part(200n), post(hold.id, 100n))).toEqual(['posted posted', 300n, 0n, 'posted', 300n]);
  expect(after(part(200n), release(hold.id))).toEqual(['posted posted', 200n, 0n, 'voided', 200n]);
  const [once, rest] = [part(200n), post(hold.id)];
  expect(after(once, once, rest, rest, { ...once, amount: 201n } as Transfer)).toEqual([
    'posted exists posted exists id_reused',
    600n,
    0n,
    'posted',
    600n,
  ]);
});

test('an account with an overdraft limit goes as far below zero as that', () => {
  const accounts = [account(1n, { overdraftLimit: 500n }), account(2n)];
  const { results } = evaluate(bookOf({ accounts }), [
    [move(1n, 2n, 300n)],
    [move(1n, 2n, 201n)],
    [move(1n, 2n, 200n, 'hold')],
    [move(1n, 2n, 1n)],
  ]);
  expect(results).toMatchObject([
    { outcome: 'posted', availableAfter: -300n },
    { outcome: 'refused', reason: 'insufficient_funds', available: -300n },
    { outcome: 'posted', availableAfter: -500n },
    { outcome: 'refused', reason: 'insufficient_funds', available: -500n },
  ]);
});

test('linked transfers go through together or not at all, and leave their neighbours alone', () => {
  const { results, rows } = evaluate(bookOf(), [
    [move(2n, 3n, 100n)],
    [move(2n, 3n, 100n), move(3n, 2n, 50n), move(2n, 3n, 5000n)],
    [move(2n, 3n, 100n)],
  ]);
  expect(results).toMatchObject([
    { outcome: 'posted', availableAfter: 900n },
    { outcome: 'refused', reason: 'insufficient_funds', available: 850n },
    { outcome: 'posted', availableAfter: 800n },
  ]);
  expect(rows.map(({ debitVersion }) => debitVersion)).toEqual([2n, 3n]);
});

test('a refusal names the transfer that could not be made', () => {
  const made = move(2n, 3n, 1n);
  const [, linked, reused] = evaluate(bookOf(), [
    [made],
    [move(2n, 3n, 1n), { ...move(2n, 3n, 0n), id: 'the wrong one' }],
    [move(2n, 3n, 1n), { ...made, amount: 2n }],
  ]).results;
  expect(linked).toEqual({ outcome: 'refused', reason: 'invalid_amount', transferId: 'the wrong one' });
  expect(reused).toEqual({ outcome: 'refused', reason: 'id_reused', transferId: made.id });
});

test.each<[string, Posting, string]>([
  ['nothing', [move(2n, 3n, 0n)], 'invalid_amount'],
  ['less than nothing', [move(2n, 3n, -1n)], 'invalid_amount'],
  ['a held nothing', [move(2n, 3n, 0n, 'hold')], 'invalid_amount'],
  ['more than the largest amount', [move(1n, 2n, largestAmount + 1n)], 'invalid_amount'],
  ['to itself', [move(2n, 2n, 1n)], 'same_account'],
  ['from nobody', [move(9n, 2n, 1n)], 'account_not_found'],
  ['to nobody', [move(2n, 9n, 1n)], 'account_not_found'],
  ['to another currency', [move(2n, 4n, 1n)], 'currency_mismatch'],
  ['more than there is', [move(2n, 3n, 1001n)], 'insufficient_funds'],
  ['a hold that is none', [post(newId())], 'hold_not_found'],
  ['a void of a hold that is none', [release(newId())], 'hold_not_found'],
])('%s is refused', (_, posting, reason) => {
  expect(refusalOf(posting)).toMatchObject({ outcome: 'refused', reason });
});

test.each<[bigint, string]>([
  [601n, 'amount_above_hold'],
  [0n, 'invalid_amount'],
  [-1n, 'invalid_amount'],
])('posting %s of a hold of 600 is refused', (amount, reason) => {
  const hold = openHold(600n);
  expect(refusalOf([post(hold.id, amount)], bookOf({ holds: [hold] }))).toMatchObject({ reason });
});

test('sums that would leave the range of the database are refused', () => {
  const almost = 9_000_000_000_000_000_000n - largestAmount + 1n;
  const accounts = [
    account(1n, { normalSide: 'debit', mayOverdraw: true, debitsPosted: almost }),
    account(2n, { creditsPosted: almost }),
  ];
  expect(refusalOf([move(1n, 2n, largestAmount)], bookOf({ accounts }))).toMatchObject({
    reason: 'overflow',
  });
  expect(refusalOf([move(1n, 2n, largestAmount, 'hold')], bookOf({ accounts }))).toMatchObject({
    reason: 'overflow',
  });
});

test('the very same posting again exists; anything else under its id is refused, also within one batch', () => {
  const hold = openHold(600n);
  const whole = post(hold.id);
  const transfer = move(2n, 3n, 10n);
  const held = bookOf({
    holds: [hold],
    accounts: [
      account(2n, { creditsPosted: 1000n, debitsPending: 600n }),
      account(3n, { creditsPending: 600n }),
    ],
  });
  const { results } = evaluate(held, [
    [whole],
    [whole],
    [{ ...whole, amount: 600n } as Transfer],
    [{ ...whole, amount: 1n } as Transfer],
    [transfer],
    [transfer],
    [{ ...transfer, reference: newId() }],
    [{ ...transfer, credit: 2n, debit: 3n }],
    [transfer, move(2n, 3n, 1n)],
  ]);
  expect(results.map((result) => ('reason' in result ? result.reason : result.outcome))).toEqual([
    'posted',
    'exists',
    'exists',
    'id_reused',
    'posted',
    'exists',
    'id_reused',
    'id_reused',
    'id_reused',
  ]);
});

test('a repeat of a post in part that asks for the whole is another posting', () => {
  const hold = { ...openHold(600n), state: 'posted' as const, postedAmount: 200n };
  const again = post(hold.id);
  const row = { kind: 'post', debit: 2n, credit: 3n, amount: 200n, holdId: hold.id, reference } as const;
  const held = bookOf({ holds: [hold], existing: new Map([[again.id, row]]) });
  expect(refusalOf([again], held)).toMatchObject({ reason: 'id_reused' });
  expect(evaluate(held, [[{ ...again, amount: 200n } as Transfer]]).results).toEqual([{ outcome: 'exists' }]);
});

test('random batches come out as in the model, and the book handed in is left as it was', () => {
  fc.assert(
    fc.property(program, (steps) => {
      const kinds = accountKeys().map((key, place) => account(BigInt(place + 1), key));
      const model = new ModelLedger(kinds);
      const ids = kinds.map(({ id }) => id);
      const postings = postingsOf(steps, ids).flat(2);
      const book = bookOf({ accounts: kinds.map((kind) => ({ ...kind })) });
      const { results, accounts, openedHolds } = evaluate(book, postings);
      expect(results).toEqual(model.post(postings));
      for (const { id, ...rest } of accounts) expect(rest).toMatchObject(model.components(id));
      expect(openedHolds.filter(({ state }) => state === 'open').map(({ id }) => id)).toEqual(
        model.openHolds().map(({ id }) => id),
      );
      expect([...book.accounts.values()]).toEqual(kinds);
    }),
    { seed: testSeed(), numRuns: testRuns(150) },
  );
});
