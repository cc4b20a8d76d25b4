// npm run simulate:peak -- [--seed N] [--minutes M]: a day at the desk, played in M minutes beside a desk without
// self-service; prints the seed, what is assumed, and the figures; exits 1 when a customer was lost or served twice.
import { parseArgs } from 'node:util';
import { printFigures } from '../../bench/support/figures.ts';
import { startTestPostgres } from '../support/postgres.ts';
import { figuresOf, simulatePeak } from './peak.ts';
import { assumed, dayMinutes, drawDay } from './peak-day.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string', default: '3' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const minutes = Number(values.minutes);
if (!Number.isSafeInteger(seed) || seed < 0 || !(minutes > 0)) {
  console.error('--seed is a whole number from 0, --minutes a number above 0.');
  process.exit(2);
}
const factor = dayMinutes / minutes;
console.log(
  `seed ${seed}; repeat with npm run simulate:peak -- --seed ${seed} --minutes ${minutes}
${dayMinutes / 60} hours in ${minutes} minutes: people live ${factor} times faster, the server does not`,
);
console.log('assumed, in minutes and shares', assumed);
const stopPostgres = await startTestPostgres();
let failed = true;
try {
  const { contacts, agents } = assumed;
  const days = await simulatePeak({
    seed,
    milliseconds: minutes * 60_000,
    contacts: drawDay(seed, contacts),
    agents,
    say: console.log,
  });
  const { ours } = days;
  printFigures('peak', figuresOf(days));
  console.log(
    `of ${ours.visits.filter(({ contact }) => contact.wants === 'person').length} who wanted a person at once, ${ours.visits.filter(({ surge }) => surge).length} were told of a surge; ${ours.visits.filter(({ wrong }) => wrong !== undefined).length} were told solved wrongly
Answers are of those who got one. The expected wait is told in whole seconds, ${(factor / 60).toFixed(1)} min of this day each.`,
  );
  const violations = Object.entries(days).flatMap(([side, day]) =>
    day.violations.map((what) => `${side}: ${what}`),
  );
  for (const violation of violations) console.error(violation);
  console.log(`seed ${seed}: ${violations.length} violations`);
  failed = violations.length > 0;
} catch (error) {
  console.error(error);
} finally {
  await stopPostgres();
}
process.exit(failed ? 1 : 0);
