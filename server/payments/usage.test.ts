import { afterAll, beforeAll, expect, test } from 'vitest';
import { serializationFailure, sqlState } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { type ScratchDatabase, startDatabase } from '../platform/testing.ts';
import { addUsage, readUsage } from './queries/usage.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await startDatabase();
});
afterAll(() => scratch.stop());

const day = '2026-11-29';
const ceiling = { amount: 1_000n, count: 5 };
const add = (subject: string, amount: bigint) =>
  scratch.db.transaction(async (tx) => {
    addUsage(tx, [{ subject, scope: 'payee', currency: 'CNY', amount, count: 1, ceiling }], day);
  });

test.each([
  ['amount', 400n, 2],
  ['count', 1n, 5],
])(
  'of eight that pay one payee at once, each deciding on nothing so far, the %s stays exact',
  async (_, amount, most) => {
    const payee = newId();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => add(payee, amount)));
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => sqlState(reason))).toEqual(Array(8 - most).fill(serializationFailure));
    expect(await readUsage(scratch.db, [{ subject: payee, scope: 'payee' }], day)).toMatchObject([
      { amount: amount * BigInt(most), count: most },
    ]);
  },
);

test('what is past its ceiling already goes without one, as what people look at does', async () => {
  const payee = newId();
  await add(payee, 900n);
  await scratch.db.transaction(async (tx) => {
    addUsage(tx, [{ subject: payee, scope: 'payee', currency: 'CNY', amount: 900n, count: 1 }], day);
  });
  await expect(add(payee, 1n)).rejects.toThrow(/sums of the day/);
});
