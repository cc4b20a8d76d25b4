import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runScript } from './pgbench.ts';

const accounts = 10_000;

/** What pgbench runs: one transfer of pgledger's, between random accounts or all into the first. */
const scripts = {
  random: `\\set a random(1, :accounts)
\\set apart random(1, :accounts - 1)
\\set b 1 + (:a - 1 + :apart) % :accounts
`,
  hot: `\\set a random(2, :accounts)
\\set b 1
`,
};
const transfer = `select pgledger_create_transfer((select id from bench_account where place = :a),
  (select id from bench_account where place = :b), '1');
`;

export interface Pgledger {
  /** Transfers a second, each a transaction of its own, at so many clients. */
  run(kind: keyof typeof scripts, clients: number, seconds: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * pgledger (github.com/pgr0ss/pgledger), a ledger written in SQL functions, in a database of its own beside ours.
 * @param url of our database, as an owner who may create databases
 * @param file its SQL; not part of this project
 */
export async function openPgledger(url: string, file: string): Promise<Pgledger> {
  const own = Object.assign(new URL(url), { pathname: 'pgledger' }).href;
  const sql = await readFile(file, 'utf8');
  await query(url, 'create database pgledger');
  await query(
    own,
    // It makes its ids with a function of another project's; where the file does not bring it, a cheaper one stands in.
    /function\s+(\w+\.)?uuid_to_ulid/i.test(sql)
      ? sql
      : `create function uuid_to_ulid(id uuid) returns text language sql immutable as $$ select replace(id::text, '-', '') $$;\n${sql}`,
  );
  await query(
    own,
    `create table bench_account as
       select place, (select id from pgledger_create_account('account ' || place, 'CNY')) as id from generate_series(1, ${accounts}) as place;
     alter table bench_account add primary key (place);
     analyze`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'upay-pgledger-'));
  return {
    async run(kind, clients, seconds) {
      const script = join(folder, `${kind}.sql`);
      await writeFile(script, scripts[kind] + transfer);
      return runScript(own, clients, seconds, `--file=${script}`, `--define=accounts=${accounts}`);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
