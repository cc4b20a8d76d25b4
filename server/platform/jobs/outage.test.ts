import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPostgres, startPostgres } from '../../../scripts/postgres.ts';
import { temporaryFolder } from '../../../tests/support/process.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { silentLog, until } from '../testing.ts';
import { createJobs, type Jobs } from './jobs.ts';

const folder = temporaryFolder();
let postgres: RunningPostgres;
let db: Database;
let jobs: Jobs;
/** How often each was done. */
const done = new Map<string, number>();
/** Lets go on those that are being done, in the order in which they came. */
let inside: Array<() => void> = [];
let isOpen = true;

const start = (port?: number) =>
  startPostgres({
    dataFolder: folder.path,
    settings: { shared_buffers: '32MB', fsync: 'off' },
    ...(port ? { port } : {}),
  });

beforeAll(async () => {
  postgres = await start();
  await migrate(postgres.url);
  db = openDatabase(postgres.url, 4, silentLog);
  jobs = createJobs(postgres.url, silentLog);
  jobs.define('wait', async ({ name, fails }) => {
    if (!isOpen) await new Promise<void>((goOn) => inside.push(goOn));
    done.set(String(name), (done.get(String(name)) ?? 0) + 1);
    if (fails === true && done.get(String(name)) === 1) throw new Error('on purpose');
  });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await db.close();
  await postgres.stop();
  folder.remove();
});

/** The answer that gave a job to the worker that lives now was lost: it stays locked, and nobody does it. */
const loseAnswers = () =>
  db.query(`
    update graphile_worker._private_jobs set locked_at = now(), attempts = attempts + 1,
      locked_by = (select locked_by from graphile_worker._private_jobs where locked_by is not null limit 1)
    where id in (select id from graphile_worker._private_jobs where locked_by is null order by id limit 3)`);

test('whatever a killed database leaves half done, taken and not heard of, or never told: all jobs are done', async () => {
  for (const round of ['first', 'second']) {
    isOpen = false;
    inside = [];
    const names = Array.from({ length: 12 }, (_, place) => `${round} ${place}`);
    await jobs.add(
      db,
      names.map((name, place) => ({ task: 'wait', payload: { name, fails: place % 2 === 0 } })),
    );
    await until(() => inside.length === 4);
    await loseAnswers();
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.exited;
    isOpen = true;
    // Two that succeed and two that fail, one after the other, with nobody there to hear it.
    for (const goOn of inside) {
      goOn();
      await sleep(200);
    }
    expect(names.filter((name) => done.has(name))).toHaveLength(4);
    postgres = await start(postgres.port);
    await until(() => names.every((name) => done.has(name)), 30_000);
  }
  await until(async () => {
    const [left] = await db.query<{ count: bigint }>(
      'select count(*) from graphile_worker.jobs where attempts < 2',
    );
    return left?.count === 0n;
  }, 30_000);
  expect(done.size).toBe(24);
}, 90_000);
