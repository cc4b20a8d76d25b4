import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { permutations, testRuns, testSeed } from '../../tests/support/seed.ts';
import { sqlState, uniqueViolation } from '../platform/database/database.ts';
import { systemClock } from '../platform/clock.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import { type ScratchDatabase, startDatabase, testConfig } from '../platform/testing.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { accountKeys, ModelLedger, postingsOf, program } from './testing.ts';
import type { AccountKey, Posting, PostingResult } from './transfer.ts';

let scratch: ScratchDatabase;
let platform: Platform;
let ledger: Ledger;
beforeAll(async () => {
  scratch = await startDatabase();
  platform = createPlatform(testConfig({ UPAY_DATABASE_URL: scratch.url }), systemClock);
  ledger = createLedger(scratch.db, platform);
});
afterAll(async () => {
  await platform.db.close();
  await scratch.stop();
});

/** Posts a batch as callers do: one that met the same id in another transaction is asked again. */
async function post(batch: readonly Posting[]): Promise<PostingResult[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await scratch.db.transaction((tx) => ledger.post(tx, batch));
    } catch (error) {
      if (sqlState(error) !== uniqueViolation || tries === 10) throw error;
    }
  }
}

const asText = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each));

/** Everything that a program's accounts are made of, as it is kept. */
async function stateOf(ids: bigint[]) {
  const accounts = await scratch.db.query(
    `select id, debits_posted as "debitsPosted", credits_posted as "creditsPosted", debits_pending as "debitsPending",
            credits_pending as "creditsPending", version
     from ledger.account where id = any($1::bigint[]) order by id`,
    [ids],
  );
  const transfers = await scratch.db.query<{ id: string }>(
    'select id from ledger.transfer where debit_account_id = any($1::bigint[])',
    [ids],
  );
  const open = await scratch.db.query<{ id: string }>(
    "select id from ledger.hold where state = 'open' and debit_account_id = any($1::bigint[])",
    [ids],
  );
  const sorted = (rows: Array<{ id: string }>) => rows.map(({ id }) => id).toSorted();
  return { accounts, transfers: sorted(transfers), openHolds: sorted(open) };
}

function modelStateOf(model: ModelLedger, ids: bigint[]) {
  const sorted = (rows: Array<{ id: string }>) => rows.map(({ id }) => id).toSorted();
  return {
    accounts: ids.toSorted((a, b) => (a < b ? -1 : 1)).map((id) => ({ id, ...model.components(id) })),
    transfers: sorted(model.kept),
    openHolds: sorted(model.openHolds()),
  };
}

/** Voids what is past its time, in the ledger and then in the model: every such hold that was still open, once. */
async function sweep(model: ModelLedger): Promise<void> {
  const open = model.openHolds().map(({ id }) => id);
  const due = await scratch.db.query<{ id: string }>(
    'select id from ledger.hold where expires_at is not null and id = any($1::uuid[])',
    [open],
  );
  await Promise.all([ledger.expireHolds(), ledger.expireHolds()]);
  const voids = await scratch.db.query<{ id: string; hold_id: string; reference_id: string }>(
    "select id, hold_id, reference_id from ledger.transfer where kind = 'void' and hold_id = any($1::uuid[])",
    [due.map(({ id }) => id)],
  );
  expect(voids.map(({ hold_id }) => hold_id).toSorted()).toEqual(due.map(({ id }) => id).toSorted());
  const results = model.post(
    voids.map((row) => [{ kind: 'void', id: row.id, holdId: row.hold_id, reference: row.reference_id }]),
  );
  expect(results.every(({ outcome }) => outcome === 'posted')).toBe(true);
}

/** What the model makes of batches one after the other. */
function inOrder(model: ModelLedger, step: readonly Posting[][], order: readonly number[], ids: bigint[]) {
  const after = model.copy();
  const answers = new Map(order.map((place) => [place, after.post(step[place] as Posting[])]));
  return { after, expected: [step.map((_, place) => answers.get(place)), modelStateOf(after, ids)] };
}

test('random programs, several transactions at a time, come out as in the model, and the books stay right', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const keys = accountKeys();
      const ids = await ledger.accounts(keys);
      let model = new ModelLedger(keys.map((key, place) => ({ ...key, id: ids[place] as bigint })));
      for (const step of postingsOf(steps, ids)) {
        const results = await Promise.all(step.map(post));
        // Transactions that ran at the same time must come out as if they had run in some order.
        const actual = await stateOf(ids);
        const told = asText([results, actual]);
        const orders = permutations([...step.keys()]).map((order) => () => inOrder(model, step, order, ids));
        const fits = orders.find((run) => asText(run().expected) === told);
        if (fits === undefined) expect([results, actual]).toEqual(orders[0]?.().expected);
        model = (fits as NonNullable<typeof fits>)().after;
        await sweep(model);
        expect(await stateOf(ids)).toEqual(modelStateOf(model, ids));
      }
      const aboveHeld = await scratch.db.query(
        'select id from ledger.hold where posted_amount > amount union all select hold_id from ledger.transfer where hold_id is not null and kind <> $1 group by hold_id having sum(amount) > (select amount from ledger.hold where id = hold_id)',
        ['void'],
      );
      expect(aboveHeld).toEqual([]);
      expect(await ledger.violations(scratch.db)).toEqual([]);
      const negative = await scratch.db.query(
        'select id from ledger.account where least(debits_posted, credits_posted, debits_pending, credits_pending) < 0',
      );
      expect(negative).toEqual([]);
      const balances = await ledger.balances(scratch.db, ids);
      for (const [place, id] of ids.entries()) {
        const { available, held, total } = balances.get(id) as NonNullable<ReturnType<typeof balances.get>>;
        expect({ available, held: held >= 0n }).toEqual({ available: model.available(id), held: true });
        expect(total).toBe(available + held);
        const key = keys[place] as AccountKey;
        if (!key.mayOverdraw) expect(available).toBeGreaterThanOrEqual(-(key.overdraftLimit ?? 0n));
      }
    }),
    { seed: testSeed(), numRuns: testRuns(20), endOnFailure: true },
  );
});
