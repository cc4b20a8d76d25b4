import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLastError } from './last-error.ts';

function reasonOf(source: string): string {
  const { stderr } = spawnSync(process.execPath, ['-e', source], { encoding: 'utf8' });
  const lastError = createLastError();
  for (const line of stderr.split('\n')) lastError.add(line);
  return lastError.line;
}

test('an uncaught error is found above its stack and members', () => {
  const source = `throw Object.assign(new TypeError('the answer is no'), { code: 'NO', cause: { deep: 1 } })`;
  expect(reasonOf(source)).toBe('TypeError: the answer is no');
});

test('a missing script is named', () => {
  expect(reasonOf(`import('./missing-script.ts')`)).toMatch(
    /^Error \[ERR_MODULE_NOT_FOUND\]: Cannot find module /,
  );
});

test('a sentence written before a clean exit is taken as it is', () => {
  expect(reasonOf(`console.error('The port is taken.\\n'); process.exit(1)`)).toBe('The port is taken.');
});
