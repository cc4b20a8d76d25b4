import { blockRows, createMatrixProduct, panelColumns } from './matrix-product.ts';
import { createTokenizer } from './tokens.ts';
import { readWeights } from './weights.ts';

/** Floats in an encoded sentence. */
export const encodedLength = 512;
/** What is longer than this is read up to here, which costs no accuracy (measured by cross-validation on BANKING77). */
const mostTokens = 40;
const heads = 4;
const hidden = 1536;
const width = 512;
const embedded = 256;

/** Two transformer layers over pieces of words. */
const layers = [
  { name: 'Layer_0', input: embedded },
  { name: 'Layer_1', input: width },
] as const;

interface Dense {
  /** Where its panels are, in bytes. */
  place: number;
  bias: Float32Array;
  rows: number;
  columns: number;
}
interface Norm {
  scale: Float32Array;
  bias: Float32Array;
}

/** Meanings of English sentences as vectors of length one: those that mean alike point alike. Runs offline, some milliseconds each. */
export interface Encoder {
  encode(sentence: string): Float32Array;
}

/** Lays the weights out as they are multiplied; nothing of what was read from the files stays behind. */
function load() {
  const { tensor, vocabulary } = readWeights();
  const tokenize = createTokenizer(vocabulary);
  const embeddings = tensor('module/Embeddings_en').slice();
  const frequencies = tensor('TimingSignal/ExpandDims_1').slice();
  const scratchBytes = mostTokens * hidden * 4;

  const shapes = layers.flatMap(({ input }) => [input * input * 3, input * width, width * hidden * 2]);
  const floats = shapes.reduce((sum, size) => sum + size, embedded * width + width * width);
  const product = createMatrixProduct(floats * 4 + scratchBytes * 2);
  const memory = new Float32Array(product.memory.buffer);
  const [inA, inC] = [floats * 4, floats * 4 + scratchBytes];
  let free = 0;

  function dense(kernel: string, biasName: string, rows: number, columns: number): Dense {
    const values = tensor(kernel);
    const place = free;
    free += rows * columns;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        memory[place + ((column >> 3) * rows + row) * panelColumns + (column & 7)] = values[
          row * columns + column
        ] as number;
    return { place: place * 4, bias: tensor(biasName).slice(), rows, columns };
  }
  const norm = (name: string): Norm => ({
    scale: tensor(`${name}/layer_norm/layer_norm_scale/ConcatPartitions/concat`).slice(),
    bias: tensor(`${name}/layer_norm/layer_norm_bias/ConcatPartitions/concat`).slice(),
  });
  const trained = layers.map(({ name, input }) => {
    const attention = `${name}/TransformerLayer/MultiheadAttention`;
    const feedForward = `${name}/TransformerLayer/FFN`;
    return {
      input,
      normAttention: norm(`${name}/TransformerLayer/layer_prepostprocess`),
      normFeedForward: norm(`${feedForward}/layer_prepostprocess`),
      queriesKeysValues: dense(
        `${attention}/qkv_transform_single/kernel/part_0`,
        `${attention}/qkv_transform_single/bias/ConcatPartitions/concat`,
        input,
        input * 3,
      ),
      output: dense(
        `${attention}/output_transform_single/kernel/part_0`,
        `${attention}/output_transform_single/bias/ConcatPartitions/concat`,
        input,
        width,
      ),
      widen: dense(
        `${feedForward}/conv1/Tensordot/Reshape_1`,
        `${feedForward}/conv1/bias/ConcatPartitions/concat`,
        width,
        hidden,
      ),
      narrow: dense(
        `${feedForward}/conv2/Tensordot/Reshape_1`,
        `${feedForward}/conv2/bias/ConcatPartitions/concat`,
        hidden,
        width,
      ),
    };
  });
  const residual = dense(
    'Layer_0/TransformerLayer/dense/kernel/ConcatPartitions/concat',
    'Layer_0/TransformerLayer/dense/bias/ConcatPartitions/concat',
    embedded,
    width,
  );
  const last = dense('tanh_layer_0/weights', 'tanh_layer_0/bias', width, width);

  return { tokenize, embeddings, frequencies, product, memory, inA, inC, trained, residual, last };
}

export function createEncoder(): Encoder {
  const { tokenize, embeddings, frequencies, product, memory, inA, inC, trained, residual, last } = load();

  function apply({ place, bias, rows, columns }: Dense, input: Float32Array, count: number): Float32Array {
    const blocks = Math.ceil(count / blockRows);
    const start = inA / 4;
    for (let row = 0; row < blocks * blockRows; row++) {
      const base = start + (row >> 2) * rows * blockRows + (row & 3);
      for (let column = 0; column < rows; column++)
        memory[base + column * blockRows] = row < count ? (input[row * rows + column] as number) : 0;
    }
    product.multiply(inA, place, inC, blocks, rows, columns / panelColumns);
    const result = memory.slice(inC / 4, inC / 4 + count * columns);
    for (let row = 0, at = 0; row < count; row++)
      for (let column = 0; column < columns; column++, at++)
        result[at] = (result[at] as number) + (bias[column] as number);
    return result;
  }

  return {
    encode(sentence) {
      const tokens = tokenize(sentence).slice(0, mostTokens);
      const count = tokens.length;
      if (count === 0) return new Float32Array(encodedLength);
      let state = embed(tokens, embeddings, frequencies);
      for (const layer of trained) {
        const attended = attend(
          apply(layer.queriesKeysValues, normalized(state, layer.input, layer.normAttention), count),
          count,
          layer.input,
        );
        const kept = layer.input === width ? state : apply(residual, state, count);
        state = sum(apply(layer.output, attended, count), kept);
        const widened = apply(layer.widen, normalized(state, width, layer.normFeedForward), count);
        for (let at = 0; at < widened.length; at++) if ((widened[at] as number) < 0) widened[at] = 0;
        state = sum(apply(layer.narrow, widened, count), state);
      }
      const mean = new Float32Array(width);
      for (let row = 0, place = 0; row < count; row++)
        for (let at = 0; at < width; at++, place++)
          mean[at] = (mean[at] as number) + (state[place] as number) / count;
      return unit(apply(last, mean, 1).map(Math.tanh));
    },
  };
}

/** What each piece means and where it stands; the place is added to the meaning, and the sum to the meaning again. */
function embed(tokens: readonly number[], embeddings: Float32Array, frequencies: Float32Array): Float32Array {
  const state = new Float32Array(tokens.length * embedded);
  tokens.forEach((token, position) => {
    for (let at = 0; at < embedded; at++) {
      const angle = position * (frequencies[at % frequencies.length] as number);
      const timing = at < frequencies.length ? Math.sin(angle) : Math.cos(angle);
      state[position * embedded + at] = 2 * (embeddings[token * embedded + at] as number) + timing;
    }
  });
  return state;
}

/** The same direction, of length one; of nothing nothing. */
export function unit(meaning: Float32Array): Float32Array {
  let squares = 0;
  for (const value of meaning) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  return meaning.map((value) => value / length);
}

function sum(one: Float32Array, other: Float32Array): Float32Array {
  for (let at = 0; at < one.length; at++) one[at] = (one[at] as number) + (other[at] as number);
  return one;
}

function normalized(state: Float32Array, size: number, { scale, bias }: Norm): Float32Array {
  const result = new Float32Array(state.length);
  for (let start = 0; start < state.length; start += size) {
    let mean = 0;
    for (let at = 0; at < size; at++) mean += (state[start + at] as number) / size;
    let variance = 0;
    for (let at = 0; at < size; at++) variance += ((state[start + at] as number) - mean) ** 2 / size;
    const factor = 1 / Math.sqrt(variance + 1e-6);
    for (let at = 0; at < size; at++)
      result[start + at] =
        ((state[start + at] as number) - mean) * factor * (scale[at] as number) + (bias[at] as number);
  }
  return result;
}

/** Each piece takes from the others what it looks for, with several heads. */
function attend(queriesKeysValues: Float32Array, count: number, size: number): Float32Array {
  const result = new Float32Array(count * size);
  const depth = size / heads;
  const scale = 1 / Math.sqrt(depth);
  const shares = new Float64Array(count);
  const mixed = new Float64Array(depth);
  for (let head = 0; head < heads; head++)
    for (let query = 0; query < count; query++) {
      const from = query * size * 3 + head * depth;
      let largest = Number.NEGATIVE_INFINITY;
      for (let key = 0; key < count; key++) {
        const to = key * size * 3 + size + head * depth;
        // Two sums, so that neither waits for the other.
        let even = 0;
        let odd = 0;
        for (let at = 0; at < depth; at += 2) {
          even += (queriesKeysValues[from + at] as number) * (queriesKeysValues[to + at] as number);
          odd += (queriesKeysValues[from + at + 1] as number) * (queriesKeysValues[to + at + 1] as number);
        }
        const likeness = even + odd;
        shares[key] = likeness * scale;
        if (likeness * scale > largest) largest = likeness * scale;
      }
      let total = 0;
      for (let key = 0; key < count; key++)
        total += shares[key] = Math.exp((shares[key] as number) - largest);
      mixed.fill(0);
      for (let key = 0; key < count; key++) {
        const share = (shares[key] as number) / total;
        const value = key * size * 3 + size * 2 + head * depth;
        for (let at = 0; at < depth; at++)
          mixed[at] = (mixed[at] as number) + share * (queriesKeysValues[value + at] as number);
      }
      result.set(mixed, query * size + head * depth);
    }
  return result;
}
