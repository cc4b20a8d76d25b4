import { expect, test } from 'vitest';
import { hasTest, numbers, readChecks } from './security-checks.ts';
import { readSourceFiles } from './source-files.ts';

const [table] = readSourceFiles(['md']).filter(({ path }) => path === 'docs/security-checks.md');
const checks = readChecks(table?.text ?? '');

test('every check and attack of the design is in the table, once, in order', () => {
  expect(checks.map(({ number }) => number)).toEqual(numbers);
});

test('every test that the table names exists', () => {
  const files = new Map(readSourceFiles(['test.ts', 'spec.ts']).map(({ path, text }) => [path, text]));
  const missing = checks.flatMap(({ number, proofs }) =>
    proofs
      .filter(({ file, title }) => !hasTest(files.get(file) ?? '', title))
      .map((proof) => ({ number, ...proof })),
  );
  expect(missing).toEqual([]);
});

test.each([
  ["test('a b', async () => {", true],
  ['test.each([1])(\n  "a b",\n  async () => {', true],
  ["// test('a b')", false],
  ["test('a b c', async () => {", false],
])('in %j the title is found: %s', (text, found) => {
  expect(hasTest(text, 'a b')).toBe(found);
});
