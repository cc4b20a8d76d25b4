import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('migrating again, also at the same time, changes nothing', async () => {
  const applied = () => query('select name, applied_at from platform.migration order by name');
  const before = await applied();
  expect(before.length).toBeGreaterThan(5);
  await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
  expect(await applied()).toEqual(before);
});

test('a migration that was applied and has changed since is an error that says what to do', async () => {
  await query("update platform.migration set content = content || ' ' where name like '0003%'");
  await expect(migrate(database.url)).rejects.toThrow(
    /0003-ledger\.sql was applied and has changed since; add a new one/,
  );
  await query("update platform.migration set content = rtrim(content, ' ') where name like '0003%'");
  await migrate(database.url);
});

test('a migration that fails leaves nothing of itself behind', async () => {
  // Says that the last one has not been applied, so it is tried once more and meets its own tables.
  const [last] = await query('select name from platform.migration order by name desc limit 1');
  const name = String(last?.name);
  const schema = name.replace(/^\d+-(.*)\.sql$/, '$1');
  const tables = () =>
    query(`select count(*)::int as tables from information_schema.tables where table_schema = '${schema}'`);
  const before = await tables();
  await query(`delete from platform.migration where name = '${name}'`);
  await expect(migrate(database.url)).rejects.toThrow(`The migration ${name} failed`);
  expect(await tables()).toEqual(before);
  expect(await query(`select from platform.migration where name = '${name}'`)).toEqual([]);
});
