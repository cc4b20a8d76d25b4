import { describe, expect, test } from 'vitest';
import { createEncoder } from './encoder.ts';
import { createMatrixProduct } from './matrix-product.ts';

test('the product of matrices is the product of matrices', () => {
  const [rows, depth, columns] = [8, 5, 24];
  const product = createMatrixProduct(65_536);
  const memory = new Float32Array(product.memory.buffer);
  const a = (row: number, at: number) => row * 3 - at;
  const b = (at: number, column: number) => (at + 1) * (column - 7);
  const [inB, inC] = [rows * depth, rows * depth + depth * columns];
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < depth; at++) memory[((row >> 2) * depth + at) * 4 + (row & 3)] = a(row, at);
  for (let at = 0; at < depth; at++)
    for (let column = 0; column < columns; column++)
      memory[inB + ((column >> 3) * depth + at) * 8 + (column & 7)] = b(at, column);
  product.multiply(0, inB * 4, inC * 4, rows / 4, depth, columns / 8);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let at = 0; at < depth; at++) sum += a(row, at) * b(at, column);
      expect(memory[inC + row * columns + column]).toBe(sum);
    }
});

describe('the sentence encoder', () => {
  const { encode } = createEncoder();
  const likeness = (one: string, other: string) => {
    const [a, b] = [encode(one), encode(other)];
    return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
  };

  test('gives vectors of length one, the same each time', () => {
    expect(likeness('I lost my card', 'I lost my card')).toBeCloseTo(1, 5);
  });

  test('reads as TensorFlow.js reads the same weights', () => {
    // The first floats of 'How do I locate my card?' by @energetic-ai/embeddings 0.2.0.
    const expected: number[] = [
      -0.000925, -0.055447, -0.041591, -0.062386, 0.037843, -0.035343, 0.057176, 0.043344,
    ];
    const encoded = encode('How do I locate my card?');
    expected.forEach((value, index) => expect(encoded[index]).toBeCloseTo(value, 4));
  });

  test('what means alike is alike, in other words', () => {
    expect(likeness('my phone was stolen', 'somebody took my mobile')).toBeGreaterThan(
      likeness('my phone was stolen', 'how do I withdraw money') + 0.2,
    );
  });

  test('nothing, what is in no vocabulary, and very long texts are read', () => {
    expect(encode('')).toHaveLength(512);
    expect(Number.isFinite(encode('🤷'.repeat(10))[0])).toBe(true);
    expect(Number.isFinite(encode('pay '.repeat(5_000))[0])).toBe(true);
  });
});
