import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScratchDatabase, silentLog, startDatabase, until } from '../testing.ts';
import { createJobs, type Jobs } from './jobs.ts';

let scratch: ScratchDatabase;
let jobs: Jobs;
const done: Array<{ name: unknown; at: number }> = [];
let failures = 0;
beforeAll(async () => {
  scratch = await startDatabase();
  jobs = createJobs(scratch.url, silentLog);
  jobs.define('note', async ({ name }) => void done.push({ name, at: Date.now() }));
  jobs.define('fail', async () => {
    failures++;
    throw new Error('on purpose');
  });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await scratch.stop();
});

const names = () => done.map(({ name }) => name);
const soon = (milliseconds: number) => new Date(Date.now() + milliseconds);
const waiting = () =>
  scratch.db.query<{ key: string; run_at: Date; attempts: number; last_error: string | null }>(
    'select key, run_at, attempts, last_error from graphile_worker.jobs where key is not null order by key',
  );

test('jobs are done if and only if their transaction commits', async () => {
  const failing = scratch.db.transaction(async (tx) => {
    await jobs.add(tx, [{ task: 'note', payload: { name: 'never' } }]);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  await scratch.db.transaction((tx) =>
    jobs.add(tx, [
      { task: 'note', payload: { name: '午饭 "a" \\' } },
      { task: 'note', payload: { name: 'second' } },
    ]),
  );
  await until(() => names().includes('午饭 "a" \\') && names().includes('second'));
  expect(names()).not.toContain('never');
});

test('a job is not done before its time', async () => {
  const runAt = soon(700);
  await jobs.add(scratch.db, [{ task: 'note', payload: { name: 'later' }, runAt }]);
  await until(() => names().includes('later'));
  expect(done.find(({ name }) => name === 'later')?.at).toBeGreaterThanOrEqual(runAt.getTime());
});

test('a job with the key of one that waits replaces it, and can be taken back', async () => {
  const far = soon(3_600_000);
  await jobs.add(scratch.db, [
    { task: 'note', payload: { name: 'first' }, runAt: far, key: 'k1' },
    { task: 'note', payload: { name: 'taken back' }, runAt: soon(300), key: 'k2' },
  ]);
  await jobs.add(scratch.db, [{ task: 'note', payload: { name: 'instead' }, runAt: soon(100), key: 'k1' }]);
  await jobs.remove(scratch.db, ['k2', 'nobody']);
  await until(() => names().includes('instead'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(names()).not.toContain('first');
  expect(names()).not.toContain('taken back');
  expect(await waiting()).toEqual([]);
});

test('a job that adds its successor under its own key while it is done is followed by it', async () => {
  let rounds = 0;
  const other = createJobs(scratch.url, silentLog);
  other.define('chain', async () => {
    rounds++;
    if (rounds < 3)
      await other.add(scratch.db, [{ task: 'chain', payload: {}, key: 'chain', runAt: soon(10) }]);
  });
  await other.start();
  await other.add(scratch.db, [{ task: 'chain', payload: {}, key: 'chain' }]);
  await until(() => rounds === 3);
  await other.stop();
  expect(await waiting()).toEqual([]);
});

test('a job that fails is kept and tried again later, as often as it may be', async () => {
  await jobs.add(scratch.db, [{ task: 'fail', payload: {}, key: 'fails', attempts: 3 }]);
  await until(async () => (await waiting())[0]?.last_error !== null && failures > 0);
  const [job] = await waiting();
  expect(job).toMatchObject({ key: 'fails', last_error: expect.stringContaining('on purpose') });
  expect(job?.run_at.getTime()).toBeGreaterThan(Date.now());
  await jobs.remove(scratch.db, ['fails']);
});

test('jobs of a worker that was killed are done by another at once; those of one that lives are left to it', async () => {
  let slow = 0;
  const finish = Promise.withResolvers<void>();
  const other = createJobs(scratch.url, silentLog);
  other.define('slow', async () => {
    slow++;
    await finish.promise;
  });
  await other.start();
  await other.add(scratch.db, [{ task: 'slow', payload: {} }]);
  await until(() => slow === 1);
  await scratch.db.query(
    `with job as (select graphile_worker.add_job('note', '{"name": "of a dead one"}', run_at => now() + interval '1 hour') as added)
     select from job`,
  );
  await scratch.db.query(
    `update graphile_worker._private_jobs set run_at = now(), locked_at = now(), locked_by = 'a pool that was killed'
     where payload->>'name' = 'of a dead one'`,
  );
  const third = createJobs(scratch.url, silentLog);
  third.define('note', async ({ name }) => void done.push({ name, at: Date.now() }));
  third.define('slow', async () => void slow++);
  await third.start();
  await until(() => names().includes('of a dead one'));
  expect(slow).toBe(1);
  finish.resolve();
  await Promise.all([other.stop(), third.stop()]);
});
