import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../tests/support/process.ts';
import { countPlaywright, countVitest } from './test-results.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function report(content: unknown): string {
  const file = join(folder.path, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const passing = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const vitest = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [passing],
};

test('Vitest: tests count, and a file that failed outside of its tests counts as one failure', () => {
  expect(countVitest(report(vitest), 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  const broken = { ...vitest, testResults: [passing, { status: 'failed', assertionResults: [] }] };
  expect(countVitest(report(broken), 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  const failing = {
    ...vitest,
    numFailedTests: 2,
    testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'failed' }] }],
  };
  expect(countVitest(report(failing), 1)).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('Playwright: tests count, and an error outside of them counts as one failure', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright(report({ stats, errors: [] }), 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  expect(countPlaywright(report({ stats, errors: [{}] }), 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test('a runner that broke down counts as one failure, report or not', () => {
  expect(countVitest(report(vitest), 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  expect(countVitest(join(folder.path, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(join(folder.path, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
