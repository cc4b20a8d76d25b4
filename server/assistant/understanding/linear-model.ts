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
function createShuffle(seed: number): (order: Uint32Array, length: number) => void {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return (order, length) => {
    for (let last = length - 1; last > 0; last--) {
      const chosen = Math.floor(next() * (last + 1));
      const kept = order[last] as number;
      order[last] = order[chosen] as number;
      order[chosen] = kept;
    }
  };
}

function dot(weights: Float32Array, indices: Uint32Array, values: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < indices.length; index++)
    sum += (weights[indices[index] as number] as number) * (values[index] as number);
  return sum;
}

/** Cost of a wrong example against small weights, and passes over the examples; chosen by cross-validation. */
const cost = 2;
const rounds = 6;

/**
 * Learns to tell one label from the rest: a linear support vector machine with squared hinge loss, by dual coordinate
 * descent with shrinking (Hsieh and others, 2008). Vectors have length one; the last weight is the bias.
 */
function trainOne(examples: readonly Example[], label: number): Float32Array {
  const weights = new Float32Array(places + 1);
  const multipliers = new Float32Array(examples.length);
  const order = Uint32Array.from(examples, (_, index) => index);
  const shuffle = createShuffle(label + 7);
  const diagonal = 1 / (2 * cost);
  let active = examples.length;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, active);
    for (let place = 0; place < active; place++) {
      const at = order[place] as number;
      const { features, label: own } = examples[at] as Example;
      const { indices, values } = features;
      const side = own === label ? 1 : -1;
      const before = multipliers[at] as number;
      const margin = side * (dot(weights, indices, values) + (weights[places] as number));
      const gradient = margin - 1 + before * diagonal;
      if (before === 0 && gradient > 0) {
        // Well on its own side: it has nothing more to teach.
        if (round > 0) {
          order[place] = order[--active] as number;
          order[active] = at;
          place--;
        }
        continue;
      }
      const after = Math.max(0, before - gradient / (2 + diagonal));
      multipliers[at] = after;
      const change = (after - before) * side;
      for (let index = 0; index < indices.length; index++)
        weights[indices[index] as number]! += change * (values[index] as number);
      weights[places]! += change;
    }
  }
  return weights;
}

/** One model a label, each against the rest. */
export function trainLinearModel(examples: readonly Example[], labels: number): LinearModel {
  const models = Array.from({ length: labels }, (_, label) => trainOne(examples, label));
  return {
    scores: ({ indices, values }) =>
      Float64Array.from(models, (weights) => dot(weights, indices, values) + (weights[places] as number)),
  };
}
