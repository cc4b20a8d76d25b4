import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ScratchDatabase, startDatabase, until } from '../testing.ts';
import { sqlState, type Transaction, uniqueViolation } from './database.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await startDatabase(4);
  await scratch.db.query('create table public.note (id int primary key, text text)');
});
afterAll(() => scratch.stop());
beforeEach(async () => void (await scratch.db.query('truncate public.note')));

const write = (tx: Pick<Transaction, 'query'>, id: number, text = 'x') =>
  tx.query('insert into public.note values ($1, $2)', [id, text]);
const ids = async () =>
  (await scratch.db.query<{ id: number }>('select id from public.note order by id')).map(({ id }) => id);

test('a transaction is kept whole or not at all', async () => {
  const { db } = scratch;
  expect(
    await db.transaction(async (tx) => {
      await write(tx, 1);
      await write(tx, 2);
      return 'done';
    }),
  ).toBe('done');
  const failing = db.transaction(async (tx) => {
    await write(tx, 3);
    await write(tx, 1);
  });
  await expect(failing).rejects.toSatisfy((error) => sqlState(error) === uniqueViolation);
  expect(await ids()).toEqual([1, 2]);
});

test('a transaction whose failed statement was passed over is not said to be committed', async () => {
  const heard: string[] = [];
  const careless = scratch.db.transaction(async (tx) => {
    await write(tx, 1);
    tx.afterCommit(() => heard.push('committed'));
    await write(tx, 1).catch(() => undefined);
  });
  await expect(careless).rejects.toThrow('rolled back');
  expect([heard, await ids()]).toEqual([[], []]);
});

test('what is sent without waiting is committed, in order, or nothing is', async () => {
  const { db } = scratch;
  const insert = 'insert into public.note values ($1, $2)';
  await db.transaction(async (tx) => {
    tx.write(insert, [1, 'first']);
    tx.write("update public.note set text = text || ', then changed' where id = 1");
  });
  expect(await db.query('select text from public.note')).toEqual([{ text: 'first, then changed' }]);
  const heard: string[] = [];
  const failing = db.transaction(async (tx) => {
    tx.write(insert, [2, 'x']);
    tx.write(insert, [1, 'again']);
    tx.write(insert, [3, 'x']);
    tx.afterCommit(() => heard.push('committed'));
  });
  await expect(failing).rejects.toSatisfy((error) => sqlState(error) === uniqueViolation);
  const throwing = db.transaction(async (tx) => {
    tx.write(insert, [1, 'again']);
    throw new Error('on purpose');
  });
  await expect(throwing).rejects.toThrow('on purpose');
  expect([heard, await ids()]).toEqual([[], [1]]);
});

test('what is to happen after the commit happens after it, in order, and never without it', async () => {
  const heard: unknown[] = [];
  await scratch.db.transaction(async (tx) => {
    await write(tx, 1);
    tx.afterCommit(() => void ids().then((seen) => heard.push(seen)));
    tx.afterCommit(() => heard.push('second'));
    expect(heard).toEqual([]);
  });
  await until(() => heard.length === 2);
  expect(heard).toEqual(['second', [1]]);
  const failing = scratch.db.transaction(async (tx) => {
    tx.afterCommit(() => heard.push('never'));
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(heard).toHaveLength(2);
});

test('an action that fails after the commit does not make it look undone, nor keep the next from happening', async () => {
  const heard: string[] = [];
  const result = await scratch.db.transaction(async (tx) => {
    await write(tx, 1);
    tx.afterCommit(() => {
      throw new Error('on purpose');
    });
    tx.afterCommit(() => heard.push('next'));
    return 'done';
  });
  expect([result, heard, await ids()]).toEqual(['done', ['next'], [1]]);
});

test('a snapshot sees one instant and writes nothing', async () => {
  await write(scratch.db, 1);
  const seen = await scratch.db.snapshot(async (q) => {
    const before = await q.query('select id from public.note');
    await write(scratch.db, 2);
    return [before, await q.query('select id from public.note')];
  });
  expect(seen).toEqual([[{ id: 1 }], [{ id: 1 }]]);
  await expect(scratch.db.snapshot((q) => write(q, 3))).rejects.toMatchObject({ code: '25006' });
});

test('numbers beyond what a double holds come back exactly', async () => {
  const [row] = await scratch.db.query(
    `select 9007199254740993::bigint as big, sum(n) as sum, array[1, 9007199254740993]::bigint[] as list, '{}'::bigint[] as none
     from unnest(array[9007199254740993, 1]::bigint[]) as n`,
  );
  expect(row).toEqual({
    big: 9_007_199_254_740_993n,
    sum: 9_007_199_254_740_994n,
    list: [1n, 9_007_199_254_740_993n],
    none: [],
  });
});

test('a connection cut in the middle of a transaction fails that transaction and nothing else', async () => {
  const { db } = scratch;
  for (const during of ['query', 'pause'] as const) {
    const cut = db.transaction(async (tx) => {
      await write(tx, 1);
      const [{ pid } = { pid: 0 }] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      const sleeping = during === 'query' ? tx.query('select pg_sleep(20)') : undefined;
      sleeping?.catch(() => undefined);
      await db.query('select pg_terminate_backend($1)', [pid]);
      await sleeping;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await write(tx, 2);
    });
    await expect(cut).rejects.toThrow();
    expect(await ids()).toEqual([]);
  }
  await Promise.all(Array.from({ length: 8 }, (_, id) => db.transaction((tx) => write(tx, id))));
  expect(await ids()).toHaveLength(8);
});
