import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLocalLimiter, createSharedLimiter, forgetRates } from './rate-limits.ts';
import { type ScratchDatabase, startDatabase, testConfig } from './testing.ts';

let scratch: ScratchDatabase;
let now = Date.parse('2026-01-01T00:00:00Z');
const clock = { now: () => new Date(now) };
const limits = { each: { times: 3, seconds: 60 }, all: { times: 5, seconds: 3600 } };
/** As another node has it. */
const limiter = () =>
  createSharedLimiter({ db: scratch.another(), clock, config: testConfig() }, 'test', limits);
beforeAll(async () => {
  scratch = await startDatabase();
});
afterAll(() => scratch.stop());

const taken = (work: Promise<void>) => work.then(() => 'taken').catch((error) => error.details.retryAt);

test('many at once, at two limiters, are no more than allowed; it begins anew after its time, not before', async () => {
  const [one, other] = [limiter(), limiter()];
  const until = new Date(now + 60_000).toISOString();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, count) => taken((count % 2 ? one : other).take('each', 'a'))),
  );
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(3);
  expect(answers.filter((answer) => answer === until)).toHaveLength(17);
  expect(await taken(one.take('each', 'b'))).toBe('taken');
  now += 59_999;
  expect(await taken(one.take('each', 'a'))).not.toBe('taken');
  now += 1;
  expect(await taken(one.take('each', 'a'))).toBe('taken');
});

test('a refusal uses up nothing of what comes after it', async () => {
  const node = limiter();
  const both = () =>
    taken(
      node.takeAll([
        ['each', 'hasty'],
        ['all', 'everybody'],
      ] as const),
    );
  for (let count = 0; count < 10; count++) await both();
  expect(await taken(node.take('all', 'everybody'))).toBe('taken');
  expect(await taken(node.take('all', 'everybody'))).toBe('taken');
  expect(await taken(node.take('all', 'everybody'))).not.toBe('taken');
});

test('keys are not kept in the clear, and counts are forgotten once they are over', async () => {
  await limiter().take('each', '+8613800138000');
  const count = async (after: number) => {
    const text = await scratch.db.query<{ row: string }>(
      'select r::text as row from platform.rate r where ends_at > $1',
      [new Date(now + after)],
    );
    return text.map(({ row }) => row).join();
  };
  expect(await count(0)).not.toContain('13800138000');
  await forgetRates(scratch.db, new Date(now + 60_000));
  expect(await count(-3_600_000)).toBe(await count(60_000));
});

test('in memory: so many in their time, from the first one on, each key for itself', () => {
  const { take } = createLocalLimiter(clock, limits);
  const retryAt = (key: string) => {
    try {
      take('each', key);
      return 'taken';
    } catch (error) {
      return (error as { details: { retryAt: string } }).details.retryAt;
    }
  };
  const until = new Date(now + 60_000).toISOString();
  expect(['a', 'a', 'a', 'a', 'b', 'a'].map(retryAt)).toEqual([
    'taken',
    'taken',
    'taken',
    until,
    'taken',
    until,
  ]);
  now += 59_999;
  expect(['a', 'b', 'b', 'b', 'c'].map(retryAt)).toEqual([until, 'taken', 'taken', until, 'taken']);
  now += 1;
  expect(['c', 'a', 'b'].map(retryAt)).toEqual(['taken', 'taken', 'taken']);
});
