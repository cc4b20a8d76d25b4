import { readPlay } from './options.ts';
import { simulate } from './simulate.ts';

const { seed, minutes } = readPlay(
  {
    zh: `用法：npm run simulate -- [--seed N] [--minutes M]
用户在真实的服务上付款、退款，同时注入故障，M 分钟后核对账目（默认 2）。同一个种子注入同样的故障；有一处不符，就以 1 结束。`,
    en: `Usage: npm run simulate -- [--seed N] [--minutes M]
People pay and refund on the real server for M minutes (2 by default) while faults are injected; then the books are held
against what was acknowledged. The same seed brings the same faults; exits 1 when something does not hold.`,
  },
  '2',
);
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
