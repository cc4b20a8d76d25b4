import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGroupCommit, OverloadedError } from './group-commit.ts';
import { ProblemError } from './problem.ts';
import { type ScratchDatabase, startDatabase, until } from './testing.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await startDatabase();
  await scratch.db.query(
    'create table public.kept (item int primary key, batch xid8 not null default pg_current_xact_id())',
  );
});
afterAll(() => scratch.stop());
beforeEach(async () => void (await scratch.db.query('truncate public.kept')));

const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);
const kept = async () =>
  (await scratch.db.query<{ item: number }>('select item from public.kept order by item')).map(
    ({ item }) => item,
  );

/** Writes each item; refuses those below zero, throws at those of `poison`. Remembers the batches it was given. */
function keeper(
  options: {
    poison?: number[];
    maximumItems?: number;
    concurrency?: number;
    maximumWaiting?: number;
    wait?: Promise<void>;
  } = {},
) {
  const { poison = [], wait, ...limits } = options;
  const batches: number[][] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const keep = createGroupCommit<number, string>({
    ...limits,
    run: (items) =>
      scratch.db.transaction(async (tx) => {
        batches.push([...items]);
        mostUnderWay = Math.max(mostUnderWay, ++underWay);
        try {
          await wait;
          for (const item of items) {
            if (item >= 0) await tx.query('insert into public.kept (item) values ($1)', [item]);
            if (poison.includes(item)) throw new Error(`poison ${item}`);
          }
          return items.map((item) =>
            item < 0 ? { error: new ProblemError('conflict') } : { value: `kept ${item}` },
          );
        } finally {
          underWay--;
        }
      }),
  });
  return { keep, batches, mostUnderWay: () => mostUnderWay };
}

test('callers of one turn go together in one transaction, and each gets the answer to its own item', async () => {
  const { keep, batches } = keeper();
  expect(await Promise.all(upTo(50).map(keep))).toEqual(upTo(50).map((item) => `kept ${item}`));
  expect(batches).toEqual([upTo(50)]);
  expect(await scratch.db.query('select count(distinct batch)::int as batches from public.kept')).toEqual([
    { batches: 1 },
  ]);
});

test('a lone caller does not wait for company', async () => {
  const { keep, batches } = keeper();
  expect(await keep(1)).toBe('kept 1');
  expect(batches).toEqual([[1]]);
});

test('while transactions are under way newcomers gather, no more than the most at once in the most at once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { keep, batches, mostUnderWay } = keeper({ maximumItems: 10, concurrency: 2, wait: promise });
  const all = upTo(95).map(keep);
  await until(() => batches.length === 2);
  await new Promise((done) => setTimeout(done, 30));
  expect(batches.map(({ length }) => length)).toEqual([10, 10]);
  resolve();
  await Promise.all(all);
  expect(mostUnderWay()).toBe(2);
  // Two transactions that begin together may begin in either order.
  expect(batches.flat().toSorted((a, b) => a - b)).toEqual(upTo(95));
  expect(Math.max(...batches.map(({ length }) => length))).toBe(10);
});

test('a refused item does not fail its neighbours', async () => {
  const { keep, batches } = keeper();
  const results = await Promise.allSettled([1, -1, 2, -2, 3].map(keep));
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(results[1]).toMatchObject({ reason: { code: 'conflict' } });
  expect(batches).toHaveLength(1);
  expect(await kept()).toEqual([1, 2, 3]);
});

test('when a batch throws, all but the items that cannot be done are done, once', async () => {
  const { keep } = keeper({ poison: [7, 8, 40] });
  const results = await Promise.allSettled(upTo(64).map(keep));
  const failed = results.flatMap((result, item) =>
    result.status === 'rejected' ? [[item, String(result.reason)]] : [],
  );
  expect(failed).toEqual([7, 8, 40].map((item) => [item, `Error: poison ${item}`]));
  expect(await kept()).toEqual(upTo(64).filter((item) => ![7, 8, 40].includes(item)));
});

test('it goes on after a batch that failed whole', async () => {
  const { keep } = keeper({ poison: [1] });
  await expect(keep(1)).rejects.toThrow('poison 1');
  expect(await keep(2)).toBe('kept 2');
});

test('beyond the most that may wait, callers are refused at once', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { keep, batches } = keeper({ maximumItems: 5, concurrency: 1, maximumWaiting: 10, wait: promise });
  const first = upTo(5).map(keep);
  await until(() => batches.length === 1);
  const waiting = upTo(10).map((item) => keep(100 + item));
  await expect(keep(200)).rejects.toBeInstanceOf(OverloadedError);
  resolve();
  await Promise.all([...first, ...waiting]);
  expect(await keep(201)).toBe('kept 201');
  expect(await kept()).toHaveLength(16);
});

test('an item without a result is an error, not a silence', async () => {
  const keep = createGroupCommit<number, number>({
    run: async (items) => items.slice(1).map((item) => ({ value: item })),
  });
  const results = await Promise.allSettled([1, 2].map(keep));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('when the database cannot be reached, callers are told, and are served again when it can', async () => {
  const db = scratch.another();
  const keep = createGroupCommit<number, number>({
    run: (items) =>
      db.transaction(async (tx) => {
        const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        if (items.includes(0)) await scratch.db.query('select pg_terminate_backend($1)', [row?.pid]);
        await tx.query('select 1');
        return items.map((item) => ({ value: item }));
      }),
  });
  await expect(keep(0)).rejects.toThrow();
  expect(await Promise.all([1, 2, 3].map(keep))).toEqual([1, 2, 3]);
});
