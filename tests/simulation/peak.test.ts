import { expect, test } from 'vitest';
import { testSeed } from '../support/seed.ts';
import { simulatePeak } from './peak.ts';
import { drawDay } from './peak-day.ts';

test('a short day at the desk, with self-service and without: every customer comes to one end, none is lost or served twice', {
  timeout: 120_000,
}, async () => {
  const seed = testSeed();
  // One of them wants to be called, and is not reached at first.
  const contacts = drawDay(seed, 6).map((contact, place) =>
    place === 2 ? { ...contact, wants: 'call' as const, callsMissed: 1 } : contact,
  );
  const days = await simulatePeak({ seed, milliseconds: 6_000, contacts, agents: 1 });
  for (const day of Object.values(days)) {
    expect(day.violations).toEqual([]);
    expect(day.visits).toHaveLength(6);
  }
  const line = days['first in, first out'].visits.map(({ ending }) => ending);
  expect(line.filter((ending) => ending !== 'answered' && ending !== 'abandoned')).toEqual([]);
  expect(days.ours.visits.map(({ ending }) => ending)).toContain('callback');
  for (const { wrong } of days.ours.visits) expect(wrong).toBeUndefined();
});
