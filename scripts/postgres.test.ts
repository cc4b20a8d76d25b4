import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../tests/support/process.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.ts';
import { isAlive } from './processes.ts';

let folder: ReturnType<typeof temporaryFolder>;
let running: RunningPostgres[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  running = [];
  folder.remove();
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const settings = { shared_buffers: '16MB', ...options.settings };
  const postgres = await startPostgres({ ...options, dataFolder: join(folder.path, 'postgres'), settings });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

test('it is durable, checks its pages, and asks for the password it keeps to itself', async () => {
  const { url } = await start();
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'];
  const rows = await query(
    url,
    `SELECT ${settings.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`,
  );
  expect(rows).toEqual([Object.fromEntries(settings.map((name) => [name, 'on']))]);

  expect(await query(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  const password = join(folder.path, 'postgres/password');
  expect(statSync(password).mode & 0o777).toBe(0o600);
  expect(url).toContain(readFileSync(password, 'utf8'));
});

test('after a kill -9 nothing committed is lost', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start();
  expect(await query(second.url, 'SELECT count(*)::int AS count FROM kept')).toEqual([{ count: 1000 }]);
});

test('one that still runs on the folder is stopped first', async () => {
  const left = await start();
  const next = await start();
  expect(isAlive(left.pid)).toBe(false);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a process that got the id of a dead postmaster is left alone', async () => {
  const first = await start();
  const file = join(folder.path, 'postgres/cluster/postmaster.pid');
  const content = readFileSync(file, 'utf8');
  await first.stop();
  writeFileSync(file, content.replace(/^\d+/, String(process.pid)));
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('it says in one sentence why it does not start', async () => {
  await expect(start({ settings: { shared_buffers: 'much' } })).rejects.toThrow(
    /did not start \(invalid value for parameter "shared_buffers": "much"\): see /,
  );
});
