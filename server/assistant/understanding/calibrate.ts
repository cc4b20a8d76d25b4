import type { Example } from './linear-model.ts';
import { scoresBy, trainScorer } from './scorer.ts';

/** Probabilities from scores; a higher sharpness trusts the scores more. */
export function probabilities(scores: Float64Array, sharpness: number): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > largest) largest = score;
  const powers = new Float64Array(scores.length);
  let sum = 0;
  for (let index = 0; index < scores.length; index++)
    sum += powers[index] = Math.exp(((scores[index] as number) - largest) * sharpness);
  for (let index = 0; index < powers.length; index++) powers[index] = (powers[index] as number) / sum;
  return powers;
}

export interface Scored {
  scores: Float64Array;
  label: number;
}

/** Scores of every fourth example by a model that has seen the others only. */
export function scoreUnseen(examples: readonly Example[], labels: number): Scored[] {
  const isHeld = (index: number) => index % 4 === 3;
  const scorer = trainScorer(
    examples.filter((_example, index) => !isHeld(index)),
    labels,
  );
  return examples.flatMap(({ features, label }, index) =>
    isHeld(index) ? [{ scores: scoresBy(scorer, features), label }] : [],
  );
}

function surprise(scored: readonly Scored[], sharpness: number): number {
  return scored.reduce(
    (sum, { scores, label }) => sum - Math.log(probabilities(scores, sharpness)[label] as number),
    0,
  );
}

/** The sharpness with which examples that a model has not seen surprise it least. */
export function fitSharpness(scored: readonly Scored[]): number {
  let low = 0.5;
  let high = 20;
  // The surprise has a single lowest point, so thirds can be cut off.
  for (let round = 0; round < 15; round++) {
    const left = low + (high - low) / 3;
    const right = high - (high - low) / 3;
    if (surprise(scored, left) < surprise(scored, right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
