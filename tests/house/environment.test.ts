import { expect, test } from 'vitest';
import { readSourceFiles } from './source-files.ts';

test('every environment variable that the code reads is in the table of docs/operations.md, and no other', () => {
  const code = readSourceFiles(['ts', 'tsx', 'mjs']).map(({ text }) => text);
  const read = new Set(code.flatMap((text) => text.match(/\bUPAY_[A-Z_]*[A-Z]\b/g) ?? []));
  const [operations] = readSourceFiles(['md']).filter(({ path }) => path === 'docs/operations.md');
  const told = [...(operations?.text ?? '').matchAll(/^\| `(UPAY_[A-Z_]+)`/gm)].map(([, name]) => name);
  expect(new Set(told)).toEqual(read);
  expect(told).toHaveLength(read.size);
});
