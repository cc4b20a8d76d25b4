import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testSeed } from '../../../tests/support/seed.ts';
import { newId } from '../ids.ts';
import { type ScratchDatabase, startDatabase } from '../testing.ts';
import { plainArray, textArray } from './array.ts';

let scratch: ScratchDatabase;
beforeAll(async () => {
  scratch = await startDatabase(2);
});
afterAll(() => scratch.stop());

/** What PostgreSQL reads from an array literal. */
async function read(type: string, literal: string): Promise<unknown[]> {
  const rows = await scratch.db.query<{ value: unknown }>(
    `select value from unnest($1::${type}[]) with ordinality as each (value, place) order by place`,
    [literal],
  );
  return rows.map(({ value }) => value);
}

test('any texts come through as they are', async () => {
  // PostgreSQL's text holds no NUL, and UTF-8 no half characters.
  const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
  const telling = fc.constantFrom(
    '',
    'NULL',
    'null',
    '"',
    '\\',
    '{}',
    '{a,b}',
    'a,b',
    ' ',
    '\\"',
    "'",
    '\n',
    '好🍜',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(text, telling, fc.constant(null))), async (values) => {
      expect(await read('text', textArray(values))).toEqual(values);
    }),
    { seed: testSeed(), numRuns: 100 },
  );
});

test('numbers, ids, booleans, times and nothing come through as they are', async () => {
  const largest = 9_223_372_036_854_775_807n;
  expect(await read('bigint', plainArray([0n, -1n, largest, null]))).toEqual([0n, -1n, largest, null]);
  expect(await read('int', plainArray([0, -1, null]))).toEqual([0, -1, null]);
  expect(await read('boolean', plainArray([true, false, null]))).toEqual([true, false, null]);
  const ids = [newId(), newId(), null];
  expect(await read('uuid', plainArray(ids))).toEqual(ids);
  const times = [new Date('2026-02-28T15:59:59.999Z'), new Date(0), null];
  expect(await read('timestamptz', plainArray(times))).toEqual(times);
  expect(await read('text', plainArray([]))).toEqual([]);
  expect(await read('text', textArray([]))).toEqual([]);
});
