import { expect, test } from 'vitest';
import { chanceOf, isUnusual } from './unusual.ts';

const none = { before: 0, windows: 0 };
const fortnight = (perWindow: number) => ({ before: Math.round(perWindow * 56), windows: 56 });

test('the chance is that of the negative binomial, and with a long history that of Poisson', () => {
  // Two customers in one window before: failures before the second success of a fair coin, 1 - F(k) = (k + 1) / 2^k.
  for (const customers of [1, 2, 5, 20])
    expect(chanceOf({ ...none, customers })).toBeCloseTo((customers + 2) / 2 ** (customers + 1), 8);
  expect(chanceOf({ customers: 0, ...fortnight(3) })).toBeCloseTo(1, 9);
  const poisson = (least: number, mean: number) => {
    let term = Math.exp(-mean);
    let below = 0;
    for (let count = 0; count < least; count++, term *= mean / count) below += term;
    return 1 - below;
  };
  const long = { before: 40_000, windows: 10_000 };
  for (const customers of [4, 8, 12])
    expect(chanceOf({ customers, ...long }) / poisson(customers, 4)).toBeCloseTo(1, 1);
});

test('a few are never unusual, nor is a busy day where many are usual; many where few are usual is', () => {
  expect(isUnusual({ customers: 4, ...fortnight(0) }, 'proposed')).toBe(false);
  expect(isUnusual({ customers: 5, ...fortnight(0) }, 'proposed')).toBe(true);
  expect(isUnusual({ customers: 9, ...fortnight(1) }, 'proposed')).toBe(false);
  expect(isUnusual({ customers: 12, ...fortnight(1) }, 'proposed')).toBe(true);
  expect(isUnusual({ customers: 250, ...fortnight(100) }, 'proposed')).toBe(false);
  expect(isUnusual({ customers: 320, ...fortnight(100) }, 'proposed')).toBe(true);
  // Without history much more is needed.
  expect(isUnusual({ customers: 20, ...none }, 'proposed')).toBe(false);
  expect(isUnusual({ customers: 30, ...none }, 'proposed')).toBe(true);
  expect(isUnusual({ customers: 15, ...fortnight(0) }, 'announced')).toBe(false);
  expect(isUnusual({ customers: 25, ...fortnight(1) }, 'announced')).toBe(true);
});

test('a quarter of a year of quiet days, looked at every quarter of an hour, raises nothing', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const drawn = (mean: number) => {
    let count = 0;
    for (let product = random(); product > Math.exp(-mean); product *= random()) count++;
    return count;
  };
  for (const mean of [0.05, 0.5, 2, 8]) {
    // Each window against the 56 before, as fourteen days of four.
    const counts = Array.from({ length: 56 + 90 * 96 }, () => drawn(mean));
    let before = counts.slice(0, 56).reduce((sum, count) => sum + count, 0);
    for (let at = 56; at < counts.length; at++) {
      const customers = counts[at] ?? 0;
      expect(isUnusual({ customers, before, windows: 56 }, 'proposed'), `seed ${seed}, mean ${mean}`).toBe(
        false,
      );
      before += customers - (counts[at - 56] ?? 0);
    }
  }
});
