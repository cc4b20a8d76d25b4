import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSharedTransactions } from './shared-transactions.ts';
import { type ScratchDatabase, startDatabase } from './testing.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await startDatabase(4);
  await scratch.db.query(
    'create table public.note (id int primary key, transaction xid8 default pg_current_xact_id())',
  );
});
afterAll(() => scratch.stop());
beforeEach(async () => void (await scratch.db.query('truncate public.note')));

const notes = () =>
  scratch.db.query<{ id: number; transaction: string }>('select * from public.note order by id');

test('callers of one moment share a commit, and each gets its own answer', async () => {
  const share = createSharedTransactions(scratch.db);
  const answers = await Promise.all(
    [1, 2, 3].map((id) =>
      share(async (tx) => {
        await tx.query('insert into public.note values ($1)', [id]);
        return id * 10;
      }),
    ),
  );
  expect(answers).toEqual([10, 20, 30]);
  const rows = await notes();
  expect(rows.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(1);
});

test('one that fails, by itself or in the database, leaves nothing and takes nobody along', async () => {
  const share = createSharedTransactions(scratch.db);
  const write = (id: number) =>
    share(async (tx) => {
      await tx.query('insert into public.note values ($1)', [id]);
      await tx.query('select 1');
      if (id < 0) throw new Error('on purpose');
    });
  const settled = await Promise.allSettled([write(1), write(-2), write(3), write(3), write(4)]);
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  expect(settled[1]).toMatchObject({ reason: { message: 'on purpose' } });
  expect((await notes()).map(({ id }) => id)).toEqual([1, 3, 4]);
});
