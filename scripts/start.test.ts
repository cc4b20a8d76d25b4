import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../tests/support/process.ts';
import { claimDataFolder } from './data-folder.ts';
import { stopLeftPostgres } from './postgres-left.ts';
import { reachDatabase } from './server-environment.ts';
import { readStartConfig } from './start-config.ts';
import { freePort, isAlive, portProblem } from './processes.ts';

const projectRoot = join(import.meta.dirname, '..');
const START_TIMEOUT_MS = 180_000; // The web apps may have to be built first.

let folder: ReturnType<typeof temporaryFolder>;
let environment: Record<string, string>;
beforeEach(async () => {
  folder = temporaryFolder();
  environment = {
    LC_ALL: 'C.UTF-8',
    UPAY_HOST: '',
    UPAY_PUBLIC_URL: '',
    UPAY_DATABASE_URL: '',
    UPAY_DATABASE_OWNER_URL: '',
    UPAY_DEMO: '',
    UPAY_DATA: join(folder.path, 'data'),
    UPAY_PORT: String(await freePort()),
    UPAY_SANDBOX_PORT: String(await freePort()),
  };
});
interface Run {
  child: ChildProcess;
  printed: { stdout: string; stderr: string };
  ended: Promise<number | null>;
}

const started: Run[] = [];
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  await stopLeftPostgres(join(environment.UPAY_DATA ?? '', 'postgres'));
  folder.remove();
});

/** Runs what npm start runs. */
function start(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: projectRoot,
    env: { ...process.env, ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (printed.stdout += chunk));
  child.stderr.on('data', (chunk) => (printed.stderr += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const run = { child, printed, ended };
  started.push(run);
  return run;
}

async function failToStart(env: Record<string, string>): Promise<string> {
  const { printed, ended } = start(env);
  expect(await ended).toBe(1);
  const lines = printed.stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

test('a taken port is one sentence that names it', async () => {
  const port = Number(environment.UPAY_PORT);
  const holder = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  try {
    expect(await failToStart({})).toBe(
      `Port ${port} is already in use: stop what is using it, or choose another with UPAY_PORT.`,
    );
    expect(await failToStart({ LC_ALL: 'zh_CN.UTF-8' })).toContain(`端口 ${port} 已被占用`);
  } finally {
    holder.close();
  }
});

test('a port that is none is one sentence', async () => {
  expect(await failToStart({ UPAY_PORT: '80 80' })).toBe(
    "UPAY_PORT must be a whole number from 1 to 65535, not '80 80'.",
  );
});

test('a data folder that cannot be written is one sentence', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  const data = join(folder.path, 'file', 'data');
  expect(await failToStart({ UPAY_DATA: data })).toBe(
    `The data folder ${data} can't be written (ENOTDIR): change its rights, or choose another with UPAY_DATA.`,
  );
});

test('a data folder in use by another UPay is one sentence', async () => {
  const claim = claimDataFolder(environment.UPAY_DATA ?? '');
  try {
    expect(await failToStart({})).toContain(`Another UPay (process ${process.pid}) is using the data folder`);
  } finally {
    claim.release();
  }
});

test('a database that nobody answers for is one sentence without the password', async () => {
  const port = await freePort();
  const sentence = await failToStart({
    UPAY_DATABASE_URL: `postgres://somebody:hidden@127.0.0.1:${port}/upay`,
  });
  expect(sentence).toContain(
    `Can't reach the database at UPAY_DATABASE_URL, postgres://somebody@127.0.0.1:${port}/upay (ECONNREFUSED)`,
  );
  expect(sentence).not.toContain('hidden');
});

test('a wrong password for the database is one sentence', async () => {
  const url = new URL(process.env.UPAY_TEST_POSTGRES_URL ?? '');
  url.password = 'wrong';
  expect(await failToStart({ UPAY_DATABASE_URL: url.href })).toContain('password authentication failed');
});

test('a database address that is none is one sentence', async () => {
  expect(await failToStart({ UPAY_DATABASE_URL: 'localhost:5432' })).toContain(
    'UPAY_DATABASE_URL is not the address of a PostgreSQL',
  );
});

async function untilReady({ printed, child }: Run): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!printed.stdout.includes('UPay is ready')) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`UPay did not start: ${printed.stderr}`);
    await sleep(50);
  }
}

function postmaster(): number {
  const file = join(environment.UPAY_DATA ?? '', 'postgres/cluster/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

async function untilPortsAreFree(): Promise<void> {
  const ports = [environment.UPAY_PORT, environment.UPAY_SANDBOX_PORT].map(Number);
  const problems = () => Promise.all(ports.map((port) => portProblem(port, '127.0.0.1')));
  await expect.poll(problems, { timeout: 10_000 }).toEqual([undefined, undefined]);
}

test('it starts from nothing, survives its own kill -9, and leaves nothing behind when told to stop', {
  timeout: 2 * START_TIMEOUT_MS,
}, async () => {
  const first = start();
  await untilReady(first);
  expect(first.printed.stderr).toBe('');
  expect(first.printed.stdout).toContain('13800138000');
  const answer = await fetch(`http://127.0.0.1:${environment.UPAY_PORT}/readyz`);
  expect(answer.status).toBe(200);
  const left = postmaster();
  const { url } = await reachDatabase(readStartConfig(environment));
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const { rows } = await owner.query(
    "select distinct usename from pg_stat_activity where application_name in ('upay', 'upay-jobs')",
  );
  await owner.end();
  expect(rows).toEqual([{ usename: 'upay_server' }]);

  first.child.kill('SIGKILL');
  await first.ended;
  await untilPortsAreFree();
  expect(isAlive(left)).toBe(true);

  const second = start();
  await untilReady(second);
  expect(second.printed.stdout).not.toContain('First start');
  expect(isAlive(left)).toBe(false);
  const running = postmaster();
  expect(isAlive(running)).toBe(true);

  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
  await untilPortsAreFree();
  expect(isAlive(running)).toBe(false);
  expect(existsSync(join(environment.UPAY_DATA ?? '', 'lock'))).toBe(false);
});
