import { expect, test } from 'vitest';
import { addBusinessTime, businessDayMilliseconds, businessTimeBetween, opensAt } from './calendar.ts';
import { dueFrom } from './complaints/sla.ts';

const hour = 3_600_000;
const at = (text: string) => new Date(`${text}+08:00`);

test.each([
  ['within a day', '2026-11-24T10:00', 2 * hour, '2026-11-24T12:00'],
  ['over a night', '2026-11-24T17:00', 2 * hour, '2026-11-25T10:00'],
  ['over a weekend', '2026-11-27T17:30', hour, '2026-11-30T09:30'],
  ['from a Sunday', '2026-11-29T12:00', hour, '2026-11-30T10:00'],
  ['before opening', '2026-11-24T03:00', hour, '2026-11-24T10:00'],
  ['to the last minute', '2026-11-24T09:00', businessDayMilliseconds, '2026-11-24T18:00'],
  ['over National Day', '2026-09-30T17:00', 2 * hour, '2026-10-08T10:00'],
  ['on a Saturday worked for a holiday', '2026-10-10T09:00', hour, '2026-10-10T10:00'],
])('business time %s', (_, from, milliseconds, to) => {
  expect(addBusinessTime(at(from), milliseconds)).toEqual(at(to));
  expect(businessTimeBetween(at(from), at(to))).toBe(milliseconds);
});

test.each([
  ['on a working morning', '2026-11-24T09:00', undefined],
  ['at the end of the day', '2026-11-24T18:00', '2026-11-25T09:00'],
  ['at night', '2026-11-24T03:00', '2026-11-24T09:00'],
  ['on a Sunday', '2026-11-29T12:00', '2026-11-30T09:00'],
  ['on the eve of National Day', '2026-09-30T18:30', '2026-10-08T09:00'],
  ['on a Saturday worked for a holiday', '2026-10-10T12:00', undefined],
])('people are there %s, or from when', (_, now, opens) => {
  expect(opensAt(at(now))).toEqual(opens === undefined ? undefined : at(opens));
});

test('what was added is what lies between, from any moment, and it never goes back', () => {
  let seed = 20_261_128;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 300; round++) {
    const from = new Date(at('2026-01-01T00:00').getTime() + random(700 * 24) * hour + random(hour));
    const milliseconds = 1 + random(20 * businessDayMilliseconds);
    const to = addBusinessTime(from, milliseconds);
    expect(businessTimeBetween(from, to)).toBe(milliseconds);
    expect(businessTimeBetween(to, from)).toBe(-milliseconds);
    expect(to.getTime()).toBeGreaterThanOrEqual(from.getTime() + milliseconds);
  }
});

test('the law’s fifteen days hold over the longest holiday', () => {
  const opened = at('2026-02-13T17:59');
  const { dueAt, warnAt } = dueFrom(opened, 'normal', 'resolve');
  expect(dueAt.getTime() - opened.getTime()).toBeLessThanOrEqual(15 * 24 * hour);
  expect(warnAt.getTime()).toBeLessThan(dueAt.getTime());
  expect(dueFrom(at('2026-11-24T10:00'), 'critical', 'acknowledge').dueAt).toEqual(at('2026-11-24T11:00'));
});
