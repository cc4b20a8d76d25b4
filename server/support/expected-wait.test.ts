import { expect, test } from 'vitest';
import { expectedWaitSeconds } from './expected-wait.ts';

test('while places are free, the wait is the time to be noticed', () => {
  const load = { handlingSeconds: [600, 600], places: 10, freePlaces: 3 };
  expect([1, 2, 3].map((position) => expectedWaitSeconds(position, load))).toEqual([20, 20, 20]);
});

test('then a place becomes free every median handling time over the number of places', () => {
  const load = { handlingSeconds: Array(50).fill(240), places: 4, freePlaces: 0 };
  expect([1, 2, 8].map((position) => expectedWaitSeconds(position, load))).toEqual([80, 140, 500]);
});

test('a few conversations move the prior only so far, and one that took a day not at all', () => {
  const at = (handlingSeconds: number[]) =>
    expectedWaitSeconds(1, { handlingSeconds, places: 1, freePlaces: 0 });
  expect(at([])).toBe(320);
  expect(at([60])).toBe(320);
  expect(at([60, 60, 60, 60, 60, 60])).toBe(80);
  expect(at([...Array(20).fill(60), 86_400])).toBe(80);
});

test('with nobody at the desk, as if one agent came in', () => {
  expect(expectedWaitSeconds(5, { handlingSeconds: [], places: 0, freePlaces: 0 })).toBe(320);
});
