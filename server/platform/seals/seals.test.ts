import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog, type ScratchDatabase, startDatabase, until } from '../testing.ts';
import { createSeals, type Head, type Seals } from './seals.ts';

let scratch: ScratchDatabase;
let folder: string;
let headsFile: string;
let seals: Seals;
let tables = 0;
let table: string;

beforeAll(async () => {
  scratch = await startDatabase();
  folder = await mkdtemp(join(tmpdir(), 'upay-seals-'));
});
afterAll(async () => {
  await scratch.stop();
  await rm(folder, { recursive: true });
});

/** A log of its own for each test, whose owner can do what no server may: change it. */
beforeEach(async () => {
  table = `log_${++tables}`;
  headsFile = join(folder, table);
  await scratch.db.query(
    `create table ${table} (position bigint generated always as identity primary key, words text not null,
       told_at timestamptz not null default clock_timestamp(), transaction xid8 not null default pg_current_xact_id())`,
  );
  seals = sealsWith(Buffer.alloc(32, 1));
});

function sealsWith(key: Buffer, log = scratch.db): Seals {
  const made = createSeals({ db: log, log: silentLog, key, headsFile });
  made.define({
    name: table,
    table,
    columns: ['transaction', 'position', 'words', 'told_at'],
    key: 'position',
  });
  return made;
}

const write = (...words: string[]) =>
  scratch.db.query(`insert into ${table} (words) select unnest($1::text[])`, [words]);
const heads = async (): Promise<Head[]> =>
  (await readFile(headsFile, 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
async function verify(by = seals) {
  const [report] = await by.verify(await heads());
  if (report === undefined) throw new Error('a defined log has a report');
  return report;
}

/** Transactions of other tests, which share the PostgreSQL, hold a seal back for a moment. */
const sealUpTo = (rows: number) =>
  until(async () => {
    await seals.seal();
    return (await verify()).rows === rows;
  });

async function writeAndSeal(): Promise<void> {
  await write('one', 'two');
  await sealUpTo(2);
  await write('three');
  await sealUpTo(3);
  await write('four', 'five');
  await sealUpTo(5);
}

test('sealed rows verify, in another time zone too; what came later is told as not yet sealed', async () => {
  await writeAndSeal();
  await seals.seal();
  await write('six');
  expect(await verify()).toMatchObject({ seals: 3, rows: 5, unsealedRows: 1, faults: [] });
  const elsewhere = scratch.another();
  await elsewhere.query(`set timezone to 'Asia/Shanghai'`);
  expect((await verify(sealsWith(Buffer.alloc(32, 1), elsewhere))).faults).toEqual([]);
  expect((await heads()).map(({ number }) => number)).toEqual([1, 2, 3]);
});

test.each([
  ['a changed row', `update :log set words = 'TWO' where words = 'two'`],
  [
    'a row moved to another time',
    `update :log set told_at = told_at + interval '1 second' where words = 'one'`,
  ],
  ['a deleted row', `delete from :log where words = 'three'`],
  [
    'a row slipped in among old ones',
    `insert into :log (words, transaction) select 'new', transaction from :log where words = 'one'`,
  ],
  ['a row moved to another transaction', `update :log set transaction = '3' where words = 'three'`],
  [
    'the end cut off, its seal too',
    `delete from :log where words in ('four', 'five'); delete from platform.seal where log = ':log' and number = 3`,
  ],
  [
    'a seal taken out of the middle, its rows too',
    `delete from :log where words = 'three'; delete from platform.seal where log = ':log' and number = 2`,
  ],
  ['everything gone', `delete from :log; delete from platform.seal where log = ':log'`],
])('%s shows', async (_name, sql) => {
  await writeAndSeal();
  await scratch.db.query('alter table platform.seal disable trigger append_only');
  await scratch.db.query(sql.replaceAll(':log', table));
  await scratch.db.query('alter table platform.seal enable trigger append_only');
  expect((await verify()).faults).not.toEqual([]);
});

test('who does not have the key cannot seal what they changed', async () => {
  await writeAndSeal();
  await scratch.db.query('alter table platform.seal disable trigger append_only');
  await scratch.db.query('delete from platform.seal where log = $1', [table]);
  await scratch.db.query('alter table platform.seal enable trigger append_only');
  await scratch.db.query(`update ${table} set words = 'mine'`);
  await sealsWith(Buffer.alloc(32, 2)).seal();
  const [report] = await seals.verify([]);
  expect(report?.faults).not.toEqual([]);
});

test('a transaction that commits late is in a later seal; nobody waits for it, and none is left out', async () => {
  await write('before');
  let finish = () => {};
  const open = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const late = scratch.db.transaction(async (tx) => {
    await tx.query(`insert into ${table} (words) values ('late')`);
    begun();
    await open;
  });
  await hasBegun;
  await write('meanwhile');
  await sealUpTo(1);
  expect(await verify()).toMatchObject({ rows: 1, unsealedRows: 1, faults: [] });
  finish();
  await late;
  await Promise.all([seals.seal(), sealsWith(Buffer.alloc(32, 1), scratch.another()).seal()]);
  await sealUpTo(3);
  expect(await verify()).toMatchObject({ rows: 3, unsealedRows: 0, faults: [] });
});

test('a seal is never changed', async () => {
  await writeAndSeal();
  for (const sql of [
    'update platform.seal set row_count = 1',
    'delete from platform.seal',
    'truncate platform.seal',
  ])
    await expect(scratch.db.query(sql)).rejects.toThrow('append-only');
});
