import { type Outcome, play } from './play.ts';
import type { Language, Situation } from './situation.ts';
import { accountAndCases } from './situations/account-and-cases.ts';
import { failedPayments } from './situations/failed-payments.ts';
import { howAndApp } from './situations/how-and-app.ts';
import { moneyGone } from './situations/money-gone.ts';
import type { World } from './world.ts';

export const situations: readonly Situation[] = [
  ...failedPayments,
  ...moneyGone,
  ...accountAndCases,
  ...howAndApp,
];

/** mulberry32: the same seed brings the same customers. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Plays these situations in both languages, several customers at a time. */
export async function playAll(
  world: World,
  chosen: readonly Situation[],
  {
    seed,
    rounds,
    atOnce,
    tell,
  }: { seed: number; rounds: number; atOnce: number; tell?: (outcome: Outcome) => void },
): Promise<Outcome[]> {
  const waiting = Array.from({ length: rounds }, (_, round) =>
    chosen.flatMap((situation, index) =>
      (['zh', 'en'] as Language[]).map((language, which) => ({
        situation,
        language,
        random: randomFrom(seed + round * 10_007 + index * 31 + which),
      })),
    ),
  ).flat();
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const outcome = await play(world, next.situation, next.language, next.random);
        outcomes.push(outcome);
        tell?.(outcome);
      }
    }),
  );
  return outcomes;
}

/** The three shares, in percent: of what can be solved alone, of what only a person can do, and of all. */
export function shares(outcomes: readonly Outcome[]): { solved: number; handedOver: number; wrong: number } {
  const expected = (name: string) => situations.find((situation) => situation.name === name)?.expected;
  const share = (part: readonly Outcome[], of: readonly Outcome[]) =>
    of.length === 0 ? 100 : (100 * part.length) / of.length;
  const solvable = outcomes.filter(({ situation }) => expected(situation) === 'solved');
  const unsolvable = outcomes.filter(({ situation }) => expected(situation) === 'handed_over');
  const wrong = outcomes.filter(
    ({ verdict, situation }) =>
      verdict === 'wrong' || (verdict === 'solved' && expected(situation) === 'handed_over'),
  );
  return {
    solved: share(
      solvable.filter(({ right }) => right),
      solvable,
    ),
    handedOver: share(
      unsolvable.filter(({ right }) => right),
      unsolvable,
    ),
    wrong: share(wrong, outcomes),
  };
}
