import type { Example } from './linear-model.ts';
import { createScores, trainScorer } from './scorer.ts';

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

const parts = 4;
/** With fewer, chance decides how sure the model is said to be. */
const enough = 2000;

/** Scores of a quarter of the examples by a model that has seen the others only; of more quarters where one has too few. */
export function scoreUnseen(examples: readonly Example[], labels: number): Scored[] {
  const scored: Scored[] = [];
  for (let part = 0; part < parts && scored.length < enough; part++) {
    const isHeld = (index: number) => index % parts === parts - 1 - part;
    const scores = createScores(
      trainScorer(
        examples.filter((_example, index) => !isHeld(index)),
        labels,
      ),
    );
    examples.forEach(({ features, label }, index) => {
      if (isHeld(index)) scored.push({ scores: scores(features), label });
    });
  }
  return scored;
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

/** How the probability of the likeliest label is corrected, in log-odds: `shift + slope × log-odds`. */
export interface Trust {
  slope: number;
  shift: number;
}

export const fullTrust: Trust = { slope: 1, shift: 0 };

const logOdds = (chance: number): number => {
  const within = Math.min(1 - 1e-6, Math.max(1e-6, chance));
  return Math.log(within / (1 - within));
};
const chanceOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/**
 * What one sharpness for all cannot mend: scores far apart promise too much, close ones too little. Fitted like Platt's
 * scaling (1999), on the same unseen examples: whether the likeliest label was right, from how likely it was said to be.
 */
export function fitTrust(scored: readonly Scored[], sharpness: number): Trust {
  const cases = scored.map(({ scores, label }) => {
    const chances = probabilities(scores, sharpness);
    const top = chances.reduce(
      (best, chance, index) => (chance > (chances[best] as number) ? index : best),
      0,
    );
    return { odds: logOdds(chances[top] as number), isRight: top === label };
  });
  // Few examples are not worth a correction.
  if (cases.length < 50) return fullTrust;
  let { slope, shift } = fullTrust;
  for (let round = 0; round < 25; round++) {
    // One step of Newton's method; a trifle on the diagonal keeps it solvable.
    let [a, b, c, u, v] = [1e-3, 0, 1e-3, 0, 0];
    for (const { odds, isRight } of cases) {
      const chance = chanceOf(shift + slope * odds);
      const weight = chance * (1 - chance);
      const miss = (isRight ? 1 : 0) - chance;
      a += weight;
      b += weight * odds;
      c += weight * odds * odds;
      u += miss;
      v += miss * odds;
    }
    const determinant = a * c - b * b;
    shift += (c * u - b * v) / determinant;
    slope += (a * v - b * u) / determinant;
  }
  // What was said to be likelier must stay so.
  return slope > 0.05 && Number.isFinite(shift) ? { slope, shift } : fullTrust;
}

/** Corrects the likeliest in place and shares out the rest as before; the order stays. */
export function correct(chances: Float64Array, { slope, shift }: Trust): Float64Array {
  const top = Math.max(...chances);
  if (top >= 1) return chances;
  const corrected = chanceOf(shift + slope * logOdds(top));
  const rest = (1 - corrected) / (1 - top);
  return chances.map((chance) => (chance === top ? corrected : Math.min(corrected, chance * rest)));
}
