import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { grantToServer } from './grants.ts';

const folder = new URL('../../../migrations/', import.meta.url);
/** Any constant will do: it keeps two nodes that start together from migrating at once. */
const advisoryLock = 7_284_913;

/**
 * Brings a database to the newest schema: plain numbered SQL, forward only, each file in a transaction of its own, under a
 * lock. A file that was applied and has changed since is an error. Then the role that servers run as is given its rights.
 * @param databaseUrl as the owner of the schemas
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'upay-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
    await client.query('create schema if not exists platform');
    await client.query(
      'create table if not exists platform.migration (name text primary key, content text not null, applied_at timestamptz not null default now())',
    );
    const applied = new Map<string, string>(
      (await client.query('select name, content from platform.migration')).rows.map((row) => [
        row.name,
        row.content,
      ]),
    );
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
    for (const name of names) {
      const content = await readFile(new URL(name, folder), 'utf8');
      const before = applied.get(name);
      if (before === content) continue;
      if (before !== undefined)
        throw new Error(`The migration ${name} was applied and has changed since; add a new one instead.`);
      await client.query('begin');
      try {
        await client.query(content);
        await client.query('insert into platform.migration (name, content) values ($1, $2)', [name, content]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error });
      }
    }
    await runMigrations({ connectionString: databaseUrl });
    await grantToServer(client);
  } finally {
    await client.end();
  }
}
