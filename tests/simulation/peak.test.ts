import { expect, test } from 'vitest';
import { testSeed } from '../support/seed.ts';
import { simulatePeak } from './peak.ts';

test('a short day at the desk, with self-service and without: every customer comes to one end, none is lost or served twice', {
  timeout: 120_000,
}, async () => {
  const days = await simulatePeak({ seed: testSeed(), milliseconds: 6_000, contacts: 6, agents: 1 });
  for (const day of Object.values(days)) {
    expect(day.violations).toEqual([]);
    expect(day.visits).toHaveLength(6);
  }
  const line = days['first in, first out'].visits.map(({ ending }) => ending);
  expect(line.filter((ending) => ending !== 'answered' && ending !== 'abandoned')).toEqual([]);
  for (const { wrong } of days.ours.visits) expect(wrong).toBeUndefined();
});
