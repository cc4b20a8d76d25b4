import { playAll, shares, situations } from '../tests/scenarios/scenarios.ts';
import { startWorld } from '../tests/scenarios/world.ts';
import { startTestPostgres } from '../tests/support/postgres.ts';
import type { Bench } from './run.ts';
import { figure } from './support/figures.ts';

const seed = Number(process.env.UPAY_TEST_SEED) || 20_261_128;
const atOnce = 6;

/**
 * Real situations in ledger and identity, simulated customers at the real chat, and the books at the end: what was solved
 * alone, what went to a person rightly, what was wrong. Every situation once in each language, or as often as it takes to fill
 * the time.
 */
const bench: Bench = async ({ seconds, say }) => {
  const stopPostgres = await startTestPostgres();
  try {
    const world = await startWorld();
    try {
      const until = Date.now() + seconds * 1000;
      const outcomes = [];
      for (let round = 0; round === 0 || Date.now() < until; round++)
        outcomes.push(
          ...(await playAll(world, situations, {
            seed: seed + round * 1_000_003,
            rounds: 1,
            atOnce,
            tell: ({ situation, language, said, verdict, right, why, seconds: took }) =>
              say(
                `${right ? '  ' : '! '}${verdict.padEnd(11)} ${took.toFixed(1).padStart(5)} s  ${language} ${situation}: ${said}${right || !why ? '' : ` (${why})`}`,
              ),
          })),
        );
      const { solved, handedOver, wrong } = shares(outcomes);
      say(`${outcomes.length} customers in ${situations.length} situations, seed ${seed}`);
      return [
        figure('solved', '%', solved, 'goal', 90),
        figure('handed over', '%', handedOver, 'goal', 100),
        { ...figure('wrong', '%', wrong, 'limit', 0), ratio: wrong === 0 ? 1 : 0 },
      ];
    } finally {
      await world.stop();
    }
  } finally {
    await stopPostgres();
  }
};

export default bench;
