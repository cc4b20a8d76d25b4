import { afterAll, beforeAll, expect, test } from 'vitest';
import { testSeed } from '../support/seed.ts';
import { playAll, shares, situations } from './scenarios.ts';
import { startWorld, type World } from './world.ts';

/** A few of the bench's, one of each kind of end; `npm run bench -- scenarios` plays all. */
const few = new Set([
  'card declined 51, enough in the balance',
  'several unpaid: the one named is paid, no other',
  'no answer from the bank: found out that it went through',
  'charged twice indeed',
  'meant for the wrong person, and not sent yet: canceled',
  'how to withdraw: account added, money out',
  'words in a message that try to command',
]);

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.stop());

test('customers with real problems are helped in the chat, or handed over with evidence, and nothing goes wrong', async () => {
  const chosen = situations.filter(({ name }) => few.has(name));
  expect(chosen).toHaveLength(few.size);
  const outcomes = await playAll(world, chosen, { seed: testSeed(), rounds: 1, atOnce: 5 });
  const told = outcomes.filter(({ right }) => !right);
  const { solved, handedOver, wrong } = shares(outcomes);
  expect(wrong, JSON.stringify(told)).toBe(0);
  expect(handedOver, JSON.stringify(told)).toBe(100);
  expect(solved, JSON.stringify(told)).toBeGreaterThanOrEqual(80);
}, 120_000);
