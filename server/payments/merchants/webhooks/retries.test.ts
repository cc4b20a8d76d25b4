import { expect, test } from 'vitest';
import { waitBeforeNextTry } from './retries.ts';

test('ten tries, each waiting longer than the one before, over three days and no longer', () => {
  const waits: number[] = [];
  for (let tries = 1; ; tries++) {
    const wait = waitBeforeNextTry(tries);
    if (wait === undefined) break;
    expect(wait).toBeGreaterThanOrEqual(waits.at(-1) ?? 0);
    waits.push(wait);
  }
  expect(waits).toHaveLength(9);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(3 * 24 * 3_600_000);
});
