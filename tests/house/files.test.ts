import { expect, test } from 'vitest';
import { countLines, leftover, LINES_ADVISED, LINES_LIMIT } from './files.ts';
import { readSourceFiles } from './source-files.ts';

const CODE = ['ts', 'tsx', 'js', 'mjs', 'css', 'sql', 'html'];
/** Long because they are lists. */
const DATA = new Set(['sandbox/page/page.css']);
/** These name what they look for. */
const CHECKERS = new Set(['tests/house/files.ts', 'tests/house/files.test.ts']);

test(`no file has more than ${LINES_LIMIT} lines`, () => {
  const sizes = readSourceFiles(CODE)
    .filter((file) => !DATA.has(file.path))
    .map((file) => ({ path: file.path, lines: countLines(file) }));
  const long = sizes.filter(({ lines }) => lines > LINES_ADVISED);
  if (long.length > 0) {
    const list = long.map(({ path, lines }) => `  ${lines} ${path}`);
    console.log(`Files over ${LINES_ADVISED} lines usually hold two ideas:\n${list.join('\n')}`);
  }
  expect(long.filter(({ lines }) => lines > LINES_LIMIT)).toEqual([]);
});

test('nothing is left unfinished, and no path of one machine is written down', () => {
  const files = readSourceFiles([...CODE, 'md', 'json', 'yml', 'sh']).filter(
    ({ path }) => !CHECKERS.has(path),
  );
  expect(files.map(leftover).filter(Boolean)).toEqual([]);
});

test.each([
  '// TODO: later',
  'throw new Error("Not implemented")',
  'const stub = () => 1;',
  "const path = '/tmp/x';",
  'see /home/somebody/notes.md',
  "const path = '/Users/somebody';",
])('%s is found', (text) => {
  expect(leftover({ path: 'server/example.ts', text: `const before = 1;\n${text}\n` })).toMatch(
    /^server\/example\.ts:2: /,
  );
});

test.each([
  "const route = '/home';",
  "const route = '/work';",
  'https://example.org/tmp/x',
  'a stubborn todo list',
])('%s is fine', (text) => {
  expect(leftover({ path: 'server/example.ts', text })).toBeUndefined();
});

test('lines are counted as editors do', () => {
  const lines = (text: string) => countLines({ path: 'x', text });
  expect([lines('a\nb\n'), lines('a\nb')]).toEqual([2, 2]);
});
