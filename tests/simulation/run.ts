// npm run simulate -- [--seed N] [--minutes M]: prints the seed, the faults injected, the payments made and what does not
// hold at the end; exits 1 when something does not. The same seed brings the same faults in the same order.
import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string', default: '2' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const minutes = Number(values.minutes);
if (!Number.isSafeInteger(seed) || seed < 0 || !(minutes > 0)) {
  console.error('--seed is a whole number from 0, --minutes a number above 0.');
  process.exit(2);
}
console.log(
  `seed ${seed}, ${minutes} minutes; repeat with npm run simulate -- --seed ${seed} --minutes ${minutes}`,
);
try {
  const { faults, wishes, outcomes, violations } = await simulate({
    seed,
    milliseconds: minutes * 60_000,
    say: console.log,
  });
  console.log('\nfaults injected');
  console.table(faults);
  console.log('payments and refunds asked for, by what was first answered');
  console.table(Object.fromEntries(Object.entries(outcomes).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const answers = wishes.reduce((sum, wish) => sum + wish.answers.length, 0);
  for (const violation of violations.slice(0, 50)) console.error(violation);
  console.log(
    `seed ${seed}: ${Object.values(faults).reduce((sum, each) => sum + each, 0)} faults, ${wishes.length} payments and refunds, ${answers} answers, ${violations.length} violations`,
  );
  process.exit(violations.length === 0 ? 0 : 1);
} catch (error) {
  console.error(error);
  process.exit(1);
}
