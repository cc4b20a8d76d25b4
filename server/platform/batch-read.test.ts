import { expect, test } from 'vitest';
import { createBatchRead } from './batch-read.ts';

/** Knows every key but those that begin with 'no'; remembers what it was asked. */
function reader(maximumKeys?: number) {
  const asked: string[][] = [];
  const read = createBatchRead(async (keys: string[]) => {
    asked.push(keys);
    if (keys.includes('bad')) throw new Error('on purpose');
    return new Map(keys.filter((key) => !key.startsWith('no')).map((key) => [key, `${key}!`]));
  }, maximumKeys);
  return { read, asked };
}

test('reads of one turn are one query over the keys, each asked once', async () => {
  const { read, asked } = reader();
  expect(await Promise.all(['a', 'b', 'a', 'nobody'].map(read))).toEqual(['a!', 'b!', 'a!', undefined]);
  expect(asked).toEqual([['a', 'b', 'nobody']]);
});

test('nothing is kept: a later read asks again', async () => {
  const { read, asked } = reader();
  expect([await read('a'), await read('a')]).toEqual(['a!', 'a!']);
  expect(asked).toEqual([['a'], ['a']]);
});

test('more keys than fit are asked in several queries', async () => {
  const { read, asked } = reader(3);
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(await Promise.all(keys.map(read))).toEqual(keys.map((key) => `${key}!`));
  expect(asked).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
});

test('a query that fails fails its readers, and only them', async () => {
  const { read } = reader();
  const results = await Promise.allSettled(['a', 'bad'].map(read));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await read('a')).toBe('a!');
});
