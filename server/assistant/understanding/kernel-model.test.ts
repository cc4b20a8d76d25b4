import { expect, test } from 'vitest';
import { unit } from './encoder/encoder.ts';
import type { Features } from './features.ts';
import { createKernelScores, trainKernelModel } from './kernel-model.ts';

const [places, depth, labels] = [32, 5, 3];

/** Two words and a meaning, made up from a number. */
const features = (number: number): Features => ({
  indices: Uint32Array.from([number % 7, 10 + (number % 11)]),
  values: Float32Array.from([0.6, 0.8]),
  meaning: unit(Float32Array.from({ length: depth }, (_, at) => Math.sin(number * (at + 1)))),
});
const examples = Array.from({ length: 13 }, (_, number) => ({
  features: features(number),
  label: number % labels,
}));

test('scores are likenesses by weights, as written down one by one', () => {
  const model = trainKernelModel(examples, labels, places);
  if (model === undefined) throw new Error('nothing was learnt');
  const scores = createKernelScores(model);
  for (const asked of [features(4), features(100)]) {
    const expected = new Float64Array(labels);
    examples.forEach(({ features: known }, text) => {
      const words = known.indices.reduce((sum, place, index) => {
        const at = asked.indices.indexOf(place);
        return at < 0 ? sum : sum + (known.values[index] ?? 0) * (asked.values[at] ?? 0);
      }, 0);
      let meanings = 0;
      known.meaning?.forEach((value, at) => {
        meanings += value * (asked.meaning?.[at] ?? 0);
      });
      const likeness = Math.exp(2 * (words - 1)) + Math.exp(4 * (meanings - 1));
      for (let label = 0; label < labels; label++)
        expected[label]! += likeness * (model.weights[text * labels + label] ?? 0);
    });
    const found = scores(asked);
    expected.forEach((score, label) => expect(found[label]).toBeCloseTo(score, 4));
  }
});

test('what was learnt is told apart', () => {
  const model = trainKernelModel(examples, labels, places);
  if (model === undefined) throw new Error('nothing was learnt');
  const scores = createKernelScores(model);
  for (const { features: known, label } of examples) {
    const found = scores(known);
    expect(found.indexOf(Math.max(...found))).toBe(label);
  }
});
