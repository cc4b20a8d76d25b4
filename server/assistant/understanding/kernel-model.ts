import { unit } from './encoder/encoder.ts';
import { blockRows, createMatrixProduct } from './encoder/matrix-product.ts';
import type { Features } from './features.ts';
import type { Example } from './linear-model.ts';

/**
 * What near texts say, beside what words say: kernel ridge regression over the likeness of words and of meanings. Two texts are
 * alike as e^(2(cosine of features - 1)) + e^(4(cosine of meanings - 1)).
 */
export interface KernelModel {
  labels: number;
  /** By place of a feature: which texts have it, and how strongly; in the form of a compressed sparse matrix. */
  starts: Uint32Array;
  texts: Uint16Array;
  values: Float32Array;
  /** A row a text, each of length one. */
  meanings: Float32Array;
  /** By text, then label. */
  weights: Float32Array;
}

/** Of wrong against small weights, and steps of the conjugate gradient; chosen by cross-validation. */
const ridge = 0.1;
const steps = 30;
const wordSharpness = 2;
const meaningSharpness = 4;

const padded = (count: number, to: number) => Math.ceil(count / to) * to;

/** Cosines of features of a text with every text of the model. */
function wordCosines(
  { starts, texts, values }: Pick<KernelModel, 'starts' | 'texts' | 'values'>,
  { indices, values: own }: Features,
  count: number,
): Float32Array {
  const cosines = new Float32Array(count);
  for (let index = 0; index < indices.length; index++) {
    const place = indices[index] as number;
    const value = own[index] as number;
    for (let at = starts[place] as number; at < (starts[place + 1] as number); at++)
      cosines[texts[at] as number] =
        (cosines[texts[at] as number] as number) + value * (values[at] as number);
  }
  return cosines;
}

function invert(
  examples: readonly Example[],
  places: number,
): Pick<KernelModel, 'starts' | 'texts' | 'values'> {
  const starts = new Uint32Array(places + 1);
  for (const { features } of examples) for (const place of features.indices) starts[place + 1]!++;
  for (let place = 0; place < places; place++) starts[place + 1]! += starts[place] as number;
  const next = starts.slice();
  const total = starts[places] as number;
  const texts = new Uint16Array(total);
  const values = new Float32Array(total);
  examples.forEach(({ features: { indices, values: own } }, text) => {
    for (let index = 0; index < indices.length; index++) {
      const at = next[indices[index] as number]!++;
      texts[at] = text;
      values[at] = own[index] as number;
    }
  });
  return { starts, texts, values };
}

/** Most texts: their numbers fit sixteen bits, and all likenesses half a gigabyte while it learns. */
const mostTexts = 11_000;

/** @returns undefined where examples have no meanings, or are too many */
export function trainKernelModel(
  examples: readonly Example[],
  labels: number,
  places: number,
): KernelModel | undefined {
  const count = examples.length;
  const depth = examples[0]?.features.meaning?.length;
  if (depth === undefined || count > mostTexts) return undefined;
  const inverted = invert(examples, places);
  const meanings = new Float32Array(count * depth);
  examples.forEach(({ features: { meaning } }, text) => {
    if (meaning !== undefined) meanings.set(unit(meaning), text * depth);
  });

  // The product wants rows in blocks of four and columns in panels of eight; what is padded is zero.
  const size = padded(count, 8);
  const width = padded(labels, 8);
  const floats = size * size + size * Math.max(depth, width) * 2 + size * width;
  const product = createMatrixProduct(floats * 4);
  const memory = new Float32Array(product.memory.buffer);
  const inPanels = size * size;
  const inResult = inPanels + size * Math.max(depth, width);
  likenesses();
  return { labels, ...inverted, meanings, weights: solve() };

  /** Into the memory's beginning, in blocks. */
  function likenesses(): void {
    const rows = 64;
    const blocked = new Float32Array(rows * (depth as number));
    const panel = inPanels;
    for (let text = 0; text < count; text++)
      for (let at = 0; at < (depth as number); at++)
        memory[panel + ((text >> 3) * (depth as number) + at) * 8 + (text & 7)] = meanings[
          text * (depth as number) + at
        ] as number;
    const inBlock = inResult + rows * size;
    for (let first = 0; first < count; first += rows) {
      blocked.fill(0);
      for (let row = 0; row < rows && first + row < count; row++)
        for (let at = 0; at < (depth as number); at++)
          blocked[((row >> 2) * (depth as number) + at) * 4 + (row & 3)] = meanings[
            (first + row) * (depth as number) + at
          ] as number;
      memory.set(blocked, inBlock);
      product.multiply(inBlock * 4, panel * 4, inResult * 4, rows / 4, depth as number, size / 8);
      for (let row = 0; row < rows && first + row < count; row++) {
        const text = first + row;
        const words = wordCosines(inverted, (examples[text] as Example).features, count);
        for (let other = 0; other < count; other++)
          memory[((text >> 2) * size + other) * 4 + (text & 3)] =
            Math.exp(wordSharpness * ((words[other] as number) - 1)) +
            Math.exp(meaningSharpness * ((memory[inResult + row * size + other] as number) - 1)) +
            (text === other ? ridge : 0);
      }
    }
  }

  /** Weights by conjugate gradient, all labels at once; stopping early keeps them small. */
  function solve(): Float32Array {
    const weights = new Float32Array(count * labels);
    const rest = new Float32Array(count * labels).fill(-1);
    examples.forEach(({ label }, text) => {
      rest[text * labels + label] = 1;
    });
    const direction = rest.slice();
    const sums = (one: Float32Array, other: Float32Array) => {
      const result = new Float64Array(labels);
      for (let text = 0, at = 0; text < count; text++)
        for (let label = 0; label < labels; label++, at++)
          result[label] = (result[label] as number) + (one[at] as number) * (other[at] as number);
      return result;
    };
    let left = sums(rest, rest);
    for (let round = 0; round < steps; round++) {
      memory.fill(0, inPanels, inPanels + size * width);
      for (let text = 0; text < count; text++)
        for (let label = 0; label < labels; label++)
          memory[inPanels + ((label >> 3) * size + text) * 8 + (label & 7)] = direction[
            text * labels + label
          ] as number;
      product.multiply(0, inPanels * 4, inResult * 4, size / 4, size, width / 8);
      const image = new Float32Array(count * labels);
      for (let text = 0; text < count; text++)
        image.set(memory.subarray(inResult + text * width, inResult + text * width + labels), text * labels);
      const along = sums(direction, image);
      const stride = along.map((value, label) => (value > 0 ? (left[label] as number) / value : 0));
      for (let at = 0; at < weights.length; at++) {
        const by = stride[at % labels] as number;
        weights[at] = (weights[at] as number) + by * (direction[at] as number);
        rest[at] = (rest[at] as number) - by * (image[at] as number);
      }
      const now = sums(rest, rest);
      for (let at = 0; at < direction.length; at++) {
        const before = left[at % labels] as number;
        const share = before > 0 ? (now[at % labels] as number) / before : 0;
        direction[at] = (rest[at] as number) + share * (direction[at] as number);
      }
      left = now;
    }
    return weights;
  }
}

/**
 * Reads with what was learnt: how well each label fits, by the texts that are near. What is multiplied lies in memory of its
 * own, and nothing but what words say of the model is kept besides.
 */
export function createKernelScores({
  labels,
  starts,
  texts,
  values,
  meanings,
  weights,
}: KernelModel): (features: Features) => Float32Array {
  const count = weights.length / labels;
  const depth = meanings.length / count;
  const size = padded(count, 8);
  const width = padded(labels, 8);
  const inWeights = size * depth;
  const inRow = inWeights + size * width;
  const inResult = inRow + Math.max(depth, size) * blockRows;
  const product = createMatrixProduct((inResult + Math.max(size, width) * blockRows) * 4);
  const memory = new Float32Array(product.memory.buffer);
  for (let text = 0; text < count; text++) {
    for (let at = 0; at < depth; at++)
      memory[((text >> 3) * depth + at) * 8 + (text & 7)] = meanings[text * depth + at] as number;
    for (let label = 0; label < labels; label++)
      memory[inWeights + ((label >> 3) * size + text) * 8 + (label & 7)] = weights[
        text * labels + label
      ] as number;
  }
  const inverted = { starts, texts, values };

  return (features) => {
    if (features.meaning === undefined) return new Float32Array(labels);
    const words = wordCosines(inverted, features, count);
    // The row asked about is the first of a block of four; the others are zero.
    memory.fill(0, inRow, inRow + depth * blockRows);
    unit(features.meaning).forEach((value, at) => {
      memory[inRow + at * blockRows] = value;
    });
    product.multiply(inRow * 4, 0, inResult * 4, 1, depth, size / 8);
    memory.fill(0, inRow, inRow + size * blockRows);
    for (let text = 0; text < count; text++)
      memory[inRow + text * blockRows] =
        Math.exp(wordSharpness * ((words[text] as number) - 1)) +
        Math.exp(meaningSharpness * ((memory[inResult + text] as number) - 1));
    product.multiply(inRow * 4, inWeights * 4, inResult * 4, 1, size, width / 8);
    return memory.slice(inResult, inResult + labels);
  };
}
