import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

let one: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([one.drop(), other.drop()]));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a test database is migrated, and nobody else sees what is written to it', async () => {
  expect(await query(one.url, 'SELECT count(*)::int AS files FROM platform.migration')).not.toEqual([
    { files: 0 },
  ]);
  await query(one.url, 'CREATE TABLE public.mine (id int)');
  expect(await query(other.url, `SELECT to_regclass('public.mine') AS found`)).toEqual([{ found: null }]);
});

test('a dropped database is gone, even with somebody connected', async () => {
  const third = await createTestDatabase();
  const client = new pg.Client({ connectionString: third.url });
  client.on('error', () => undefined);
  await client.connect();
  await third.drop();
  await expect(query(third.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});

test('text sorts and compares by code point, in UTF-8', async () => {
  const rows = await query(
    one.url,
    `SELECT upper('é') AS upper, current_setting('server_encoding') AS encoding`,
  );
  expect(rows).toEqual([{ upper: 'É', encoding: 'UTF8' }]);
});
