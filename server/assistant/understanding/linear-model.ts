import { type Features, places } from './features.ts';

export interface Example {
  features: Features;
  /** Which label it has, as its place in the list of labels. */
  label: number;
}

/** A weight a feature and label, in a byte; scores grow with how well a label fits. */
export interface LinearModel {
  labels: number;
  /** By place, then label: the few places of a text are read in a row each. */
  weights: Int8Array;
  /** What a step of a byte is worth, a label. */
  steps: Float32Array;
  biases: Float32Array;
  /** For each float of the meaning, every label's weight; empty where no encoder is used. */
  meaningWeights: Float32Array;
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

/** Cost of a wrong example against small weights, and passes over the examples; chosen by cross-validation. */
const cost = 0.7;
const rounds = 6;

interface Trained {
  sparse: Float32Array;
  meaning: Float32Array;
  bias: number;
}

/**
 * Learns to tell one label from the rest: a linear support vector machine with squared hinge loss, by dual coordinate
 * descent with shrinking (Hsieh and others, 2008).
 */
function trainOne(examples: readonly Example[], squares: Float64Array, label: number): Trained {
  const sparse = new Float32Array(places);
  const meaning = new Float32Array(examples[0]?.features.meaning?.length ?? 0);
  let bias = 0;
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
      const sense = features.meaning;
      const side = own === label ? 1 : -1;
      const before = multipliers[at] as number;
      let score = bias;
      for (let index = 0; index < indices.length; index++)
        score += (sparse[indices[index] as number] as number) * (values[index] as number);
      if (sense !== undefined)
        for (let index = 0; index < sense.length; index++)
          score += (meaning[index] as number) * (sense[index] as number);
      const gradient = side * score - 1 + before * diagonal;
      if (before === 0 && gradient > 0) {
        // Well on its own side: it has nothing more to teach.
        if (round > 0) {
          order[place] = order[--active] as number;
          order[active] = at;
          place--;
        }
        continue;
      }
      const after = Math.max(0, before - gradient / ((squares[at] as number) + 1 + diagonal));
      multipliers[at] = after;
      const change = (after - before) * side;
      for (let index = 0; index < indices.length; index++)
        sparse[indices[index] as number]! += change * (values[index] as number);
      if (sense !== undefined)
        for (let index = 0; index < sense.length; index++)
          meaning[index]! += change * (sense[index] as number);
      bias += change;
    }
  }
  return { sparse, meaning, bias };
}

function lengthSquared({ values, meaning }: Features): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  for (const value of meaning ?? []) sum += value * value;
  return sum;
}

/** One model a label, each against the rest. */
export function trainLinearModel(examples: readonly Example[], labels: number): LinearModel {
  const squares = Float64Array.from(examples, ({ features }) => lengthSquared(features));
  const depth = examples[0]?.features.meaning?.length ?? 0;
  const model: LinearModel = {
    labels,
    weights: new Int8Array(places * labels),
    steps: new Float32Array(labels),
    biases: new Float32Array(labels),
    meaningWeights: new Float32Array(depth * labels),
  };
  for (let label = 0; label < labels; label++) {
    const { sparse, meaning, bias } = trainOne(examples, squares, label);
    let largest = 0;
    for (const weight of sparse) largest = Math.max(largest, Math.abs(weight));
    const step = largest / 127 || 1;
    model.steps[label] = step;
    model.biases[label] = bias;
    for (let place = 0; place < places; place++)
      model.weights[place * labels + label] = Math.round((sparse[place] as number) / step);
    for (let index = 0; index < depth; index++)
      model.meaningWeights[index * labels + label] = meaning[index] as number;
  }
  return model;
}

/** How well each label fits. */
export function scoresOf(model: LinearModel, { indices, values, meaning }: Features): Float64Array {
  const { labels, weights, steps, biases, meaningWeights } = model;
  const scores = new Float64Array(labels);
  for (let index = 0; index < indices.length; index++) {
    const value = values[index] as number;
    const start = (indices[index] as number) * labels;
    for (let label = 0; label < labels; label++)
      scores[label] = (scores[label] as number) + value * (weights[start + label] as number);
  }
  for (let label = 0; label < labels; label++)
    scores[label] = (scores[label] as number) * (steps[label] as number) + (biases[label] as number);
  if (meaning !== undefined)
    for (let index = 0; index < meaning.length; index++) {
      const value = meaning[index] as number;
      for (let label = 0; label < labels; label++)
        scores[label] =
          (scores[label] as number) + value * (meaningWeights[index * labels + label] as number);
    }
  return scores;
}
