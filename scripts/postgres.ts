import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './node-process.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';
import {
  createCluster,
  createRoles,
  findPostgres,
  postgresEnvironment,
  prepareFolder,
} from './postgres-cluster.ts';
import { readPostmasterFile, stopLeftPostgres, stopPostmaster } from './postgres-left.ts';
import { freePort } from './processes.ts';
import { errorCode, ScriptError } from './say.ts';

export interface PostgresOptions {
  /** Holds everything of this PostgreSQL: `cluster/`, the generated passwords, and the log unless `log` names one. */
  dataFolder: string;
  /** On the loopback address; a free one when left out. */
  port?: number;
  /** postgresql.conf settings that win over ours. `fsync: 'off'` is for tests only: it loses data with the power. */
  settings?: Record<string, string>;
  /** Reached as one on another machine would be. */
  overTcp?: boolean;
  /** The file that PostgreSQL's log is appended to. */
  log?: string;
}

/** `stop` is a fast shutdown: sessions are cut, transactions in progress rolled back, all that committed is on disk. */
export interface RunningPostgres extends Running {
  /** The connection address of database `upay`, as its owner `upay`, who may create databases but is no superuser. */
  url: string;
  /** The same as `upay_server`, which servers run as: it owns nothing. */
  serverUrl: string;
  port: number;
}

const LOOPBACK = '127.0.0.1';
/** Of a socket's path, in bytes: what macOS takes; Linux takes four more. */
const LONGEST_SOCKET_PATH = 103;

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
  listen_addresses: LOOPBACK,
};

const STARTUP_TIMEOUT_MS = 600_000; // Recovery after a crash replays up to max_wal_size.

/** A socket in the cluster's folder, which only its account can enter, costs less than TCP does; where there can be one. */
function addressOf(cluster: string, port: number): string {
  const path = join(cluster, `.s.PGSQL.${port}`);
  const fits = process.platform !== 'win32' && Buffer.byteLength(path) <= LONGEST_SOCKET_PATH;
  // PostgreSQL takes a list of folders.
  return fits && !cluster.includes(',') ? cluster : LOOPBACK;
}

/**
 * Starts the embedded PostgreSQL on a data folder and resolves when it takes connections. Creates the cluster the first
 * time; stops a postmaster that an earlier, killed run left behind. Throws a ScriptError with one sentence.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const folder = resolve(options.dataFolder);
  const cluster = join(folder, 'cluster');
  const log = options.log ?? join(folder, 'postgres.log');
  const program = findPostgres();
  const account = choosePostgresAccount(folder, program);
  const passwords = prepareFolder(folder, account);
  await stopLeftPostgres(folder);
  if (!existsSync(join(cluster, 'PG_VERSION')))
    await createCluster(cluster, join(folder, 'password'), account);

  const port = options.port ?? (await freePort());
  const host = options.overTcp ? LOOPBACK : addressOf(cluster, port);
  const settings = Object.entries({
    ...SETTINGS,
    ...options.settings,
    port: String(port),
    unix_socket_directories: host === LOOPBACK ? '' : cluster,
  });
  const words = [program, '-D', cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = await launchUntilReady(account, words, cluster, log);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const exited = new Promise<void>((done) => {
    if (ended()) done();
    else child.once('exit', () => done());
  });
  const address = (user: string, database: string, password = passwords.owner) =>
    `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
  const pid = child.pid ?? 0;
  try {
    await createRoles(address('postgres', 'postgres'), passwords);
  } catch (error) {
    await stopPostmaster(pid);
    throw new ScriptError(
      `内置 PostgreSQL 不接受 ${folder} 里保存的密码或不能用（${errorCode(error)}）：详见 ${log}。`,
      `The embedded PostgreSQL refuses the password kept in ${folder}, or can't be used (${errorCode(error)}): see ${log}.`,
      { cause: error },
    );
  }
  return {
    url: address('upay', 'upay'),
    serverUrl: address('upay_server', 'upay', passwords.server),
    port,
    pid,
    exited,
    async stop() {
      if (!ended()) await stopPostmaster(pid); // Once it has ended the id may be somebody else's.
    },
  };
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
    const [command = '', ...all] = [...account.prefix, ...words];
    const child = spawn(command, all, {
      ...(account.prefix.length > 0 ? {} : account.owner),
      env: postgresEnvironment(),
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
