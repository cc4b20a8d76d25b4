import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

test('a duration keeps two digits that matter', () => {
  expect([0, 30, 840, 9_940, 12_500, 999_400, 2_400_000].map(formatDuration)).toEqual([
    '0 ms',
    '<0.1 ms',
    '0.8 ms',
    '9.9 ms',
    '13 ms',
    '999 ms',
    '2.4 s',
  ]);
});
