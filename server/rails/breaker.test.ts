import { expect, test } from 'vitest';
import { afterFailure, afterSuccess, asTrial, type Breaker, failuresToOpen } from './breaker.ts';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);
/** Fails once a second, from second 0. */
const failing = (times: number) => {
  let breaker: Breaker | undefined;
  for (let second = 0; second < times; second++) breaker = afterFailure(breaker, at(second), false);
  return breaker as Breaker;
};

test('it opens when failures outweigh successes, and not before', () => {
  expect(failing(failuresToOpen - 1).state).toBe('closed');
  expect(failing(failuresToOpen)).toMatchObject({ state: 'open', trips: 1 });
  const made = afterSuccess(failing(failuresToOpen - 1), false);
  expect(afterFailure(made, at(9), false).state).toBe('closed');
});

test('failures far apart do not add up', () => {
  expect(afterFailure(failing(failuresToOpen - 1), at(200), false)).toMatchObject({
    state: 'closed',
    failures: 1,
  });
});

test('one call may try after a wait that doubles each time it fails, up to two minutes', () => {
  let breaker = failing(failuresToOpen);
  const waits = [];
  for (let times = 0; times < 7; times++) {
    const { retryAt } = breaker;
    waits.push((Number(retryAt) - Number(breaker.lastFailureAt)) / 1000);
    expect(asTrial(breaker, new Date(Number(retryAt) - 1))).toBeUndefined();
    const trial = asTrial(breaker, retryAt as Date) as Breaker;
    expect(trial.state).toBe('half_open');
    // The next may try only when the first must have been lost.
    expect(asTrial(trial, retryAt as Date)).toBeUndefined();
    breaker = afterFailure(trial, retryAt as Date, true);
  }
  expect(waits).toEqual([5, 10, 20, 40, 80, 120, 120]);
  expect(afterSuccess(breaker, true)).toMatchObject({
    state: 'closed',
    failures: 0,
    trips: 0,
    retryAt: null,
  });
});

test('what was sent before it opened neither closes nor prolongs it', () => {
  const open = failing(failuresToOpen);
  expect(afterFailure(open, at(30), false)).toEqual(open);
  expect(afterSuccess(open, false)).toEqual(open);
});
