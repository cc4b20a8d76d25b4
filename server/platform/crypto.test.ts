import { expect, test } from 'vitest';
import { equalInConstantTime, keyedHash, newCode, newToken } from './crypto.ts';

const key = Buffer.alloc(32, 1);

test('no two lists of parts have the same hash, however they run together', () => {
  const lists = [
    ['ab', 'c'],
    ['a', 'bc'],
    ['abc'],
    ['abc', ''],
    ['', 'abc'],
    ['2:ab', 'c'],
    ['a', 'b', 'c'],
    [],
  ];
  const hashes = lists.map((parts) => keyedHash(key, ...parts).toString('hex'));
  expect(new Set(hashes).size).toBe(lists.length);
  expect(keyedHash(Buffer.alloc(32, 2), 'abc')).not.toEqual(keyedHash(key, 'abc'));
});

test('buffers of other lengths are not equal, and no error', () => {
  expect(equalInConstantTime(Buffer.from('a'), Buffer.from('ab'))).toBe(false);
  expect(equalInConstantTime(Buffer.from('ab'), Buffer.from('ab'))).toBe(true);
  expect(equalInConstantTime(Buffer.alloc(0), Buffer.alloc(0))).toBe(true);
});

test('codes have six digits, zeros in front as well, and tokens 256 bits', () => {
  const codes = Array.from({ length: 3_000 }, newCode);
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  const tokens = new Set(Array.from({ length: 100 }, newToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});
