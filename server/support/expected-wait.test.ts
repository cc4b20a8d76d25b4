import { expect, test } from 'vitest';
import { expectedWaitSeconds, type Requirement, type Serving } from './expected-wait.ts';

const anything: Requirement = { skill: null, level: 1, language: 'zh' };
const payments: Requirement = { ...anything, skill: 'payments' };
const agent = (more: Partial<Serving> = {}): Serving => ({
  skills: { payments: 1, account: 1 },
  languages: ['zh', 'en'],
  capacity: 4,
  load: 4,
  ...more,
});
/** Long enough a record that the prior does not matter. */
const minutes = (count: number) => Array<number>(20_000).fill(count * 60);

function waitOf(
  agents: Serving[],
  before: number,
  requirement = anything,
  ahead: Requirement = requirement,
  handlingSeconds = minutes(4),
) {
  const waiting = { ...requirement, weight: 1, ahead: before === 0 ? [] : [{ ...ahead, weight: before }] };
  return expectedWaitSeconds(waiting, { handlingSeconds, agents });
}

test('while places are free there is no wait; then one becomes free every mean handling time over the places', () => {
  const free = [agent({ load: 1 })];
  expect([0, 2, 3].map((before) => waitOf(free, before))).toEqual([0, 0, 60]);
  const busy = [agent(), agent()];
  // 4 min / 8 places = 30 s a turn.
  expect([0, 1, 7].map((before) => waitOf(busy, before))).toEqual([30, 60, 240]);
});

test('only the places of those who fit count, and those before one as far as they want the same agents', () => {
  const app = agent({ skills: { app: 1 } });
  const both = agent();
  expect(waitOf([both, app], 0, payments)).toBe(60);
  expect(waitOf([both, app], 2, payments, { ...payments, skill: 'app' })).toBe(60);
  // Anybody serves the two before: half of it falls to the one who serves payments.
  expect(waitOf([both, app], 2, payments, anything)).toBe(120);
  expect(waitOf([both, agent({ languages: ['en'] })], 0, anything)).toBe(60);
});

test('where nobody fits, or those who do are too few, patience bounds the wait; the second line is not replaced', () => {
  const app = Array.from({ length: 9 }, () => agent({ skills: { app: 1 } }));
  expect(waitOf(app, 0, payments)).toBe(180);
  expect(waitOf([...app, agent()], 5, payments)).toBe(180);
  const senior: Requirement = { ...payments, level: 2 };
  expect(waitOf([...app, agent({ skills: { payments: 2 } })], 5, senior)).toBe(360);
});

test('a few conversations move the prior only so far, and one that took a day hardly', () => {
  const at = (handlingSeconds: number[]) =>
    waitOf([agent({ capacity: 1, load: 1 })], 0, anything, anything, handlingSeconds);
  expect(at([])).toBe(300);
  expect(at([60])).toBe(260);
  expect(at([...Array<number>(20).fill(60), 86_400])).toBe(Math.round((20 * 60 + 240 + 5 * 240) / 26));
});

test('with nobody at the desk, as if one agent came in', () => {
  expect([4, 5].map((before) => waitOf([], before, anything, anything, []))).toEqual([0, 60]);
});
