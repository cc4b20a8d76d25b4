import { type Features, places } from './features.ts';

export interface Example {
  features: Features;
  /** Which label it has, as its place in the list of labels. */
  label: number;
}

/** One weight a feature and label; scores grow with how well a label fits. */
export interface LinearModel {
  scores(features: Features): Float64Array;
}

/** Numbers in a fixed order that looks random, so that every start trains the same model. */
function createShuffle(seed: number): (order: Uint32Array) => void {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return (order) => {
    for (let last = order.length - 1; last > 0; last--) {
      const chosen = Math.floor(next() * (last + 1));
      const kept = order[last] as number;
      order[last] = order[chosen] as number;
      order[chosen] = kept;
    }
  };
}

function dot(weights: Float64Array, { indices, values }: Features): number {
  let sum = 0;
  for (let index = 0; index < indices.length; index++)
    sum += (weights[indices[index] as number] as number) * (values[index] as number);
  return sum;
}

/**
 * One-vs-rest linear support vector machines with squared hinge loss, by dual coordinate descent (Hsieh and others, 2008).
 * @param cost how much a wrong example weighs against small weights
 */
export function trainLinearModel(
  examples: readonly Example[],
  labels: number,
  { cost = 2, rounds = 6, seed = 7 }: { cost?: number; rounds?: number; seed?: number } = {},
): LinearModel {
  const diagonal = 1 / (2 * cost);
  // Vectors have length one; the last place is the bias.
  const models = Array.from({ length: labels }, () => new Float64Array(places + 1));
  const order = Uint32Array.from(examples, (_, index) => index);
  models.forEach((weights, label) => {
    const shuffle = createShuffle(seed + label);
    const multipliers = new Float64Array(examples.length);
    for (let round = 0; round < rounds; round++) {
      shuffle(order);
      for (const at of order) {
        const { features, label: own } = examples[at] as Example;
        const side = own === label ? 1 : -1;
        const before = multipliers[at] as number;
        const margin = side * (dot(weights, features) + (weights[places] as number));
        const gradient = margin - 1 + before * diagonal;
        const after = Math.max(0, before - gradient / (2 + diagonal));
        if (after === before) continue;
        multipliers[at] = after;
        const change = (after - before) * side;
        const { indices, values } = features;
        for (let index = 0; index < indices.length; index++)
          weights[indices[index] as number] =
            (weights[indices[index] as number] as number) + change * (values[index] as number);
        weights[places] = (weights[places] as number) + change;
      }
    }
  });
  return {
    scores: (features) =>
      Float64Array.from(models, (weights) => dot(weights, features) + (weights[places] as number)),
  };
}
