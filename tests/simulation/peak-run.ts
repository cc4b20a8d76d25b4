import { printFigures } from '../../bench/support/figures.ts';
import { startTestPostgres } from '../support/postgres.ts';
import { readPlay } from './options.ts';
import { figuresOf, simulatePeak } from './peak.ts';
import { assumed, dayMinutes, drawDay } from './peak-day.ts';

const { seed, minutes } = readPlay(
  {
    zh: `用法：npm run simulate:peak -- [--seed N] [--minutes M]
用 M 分钟演完客服的一天（默认 3），旁边是没有自助服务的客服；打印假设与各项数字。丢了客户或重复接待，就以 1 结束。`,
    en: `Usage: npm run simulate:peak -- [--seed N] [--minutes M]
Plays a day at the desk in M minutes (3 by default) beside a desk without self-service, and prints what is assumed and the
figures; exits 1 when a customer was lost or served twice.`,
  },
  '3',
);
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
