import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../tests/support/process.ts';
import { readPlaywright, readVitest } from './test-results.ts';

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

const passing = {
  name: 'a.test.ts',
  status: 'passed',
  message: '',
  assertionResults: [{ status: 'passed' }],
};
const vitest = {
  numPassedTests: 3,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [passing],
};

test('Vitest: tests count, and a file that failed outside of its tests counts as one failure', () => {
  expect(readVitest(report(vitest), 0)).toEqual({ passed: 3, skipped: 1, failures: [] });
  const broken = { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] };
  expect(readVitest(report({ ...vitest, testResults: [passing, broken] }), 1)).toEqual({
    passed: 3,
    skipped: 1,
    failures: ['b.test.ts\n    no such module'],
  });
  const failing = {
    name: 'c.test.ts',
    status: 'failed',
    message: '',
    assertionResults: [
      { status: 'failed', fullName: 'one', failureMessages: ['expected 1 to be 2\n\n    at c.test.ts:3'] },
      { status: 'failed', fullName: 'two', failureMessages: null },
      { status: 'passed', fullName: 'three', failureMessages: [] },
    ],
  };
  expect(readVitest(report({ ...vitest, testResults: [failing] }), 1)).toEqual({
    passed: 3,
    skipped: 1,
    failures: ['c.test.ts › one\n    expected 1 to be 2\n        at c.test.ts:3', 'c.test.ts › two'],
  });
});

test('Playwright: tests count, and an error outside of them counts as one failure', () => {
  const stats = { expected: 4, flaky: 1, skipped: 2 };
  const run = (status: string, message: string) => ({
    projectName: 'phone zh',
    status,
    results: [{ error: { message } }],
  });
  const suites = [
    {
      specs: [],
      suites: [
        {
          specs: [
            {
              title: 'pays',
              file: 'pay.spec.ts',
              tests: [run('unexpected', 'not seen'), run('flaky', 'late')],
            },
          ],
        },
      ],
    },
  ];
  const seen = 'pay.spec.ts › pays [phone zh]\n    not seen';
  expect(readPlaywright(report({ stats, suites, errors: [] }), 1)).toEqual({
    passed: 5,
    skipped: 2,
    failures: [seen],
  });
  expect(readPlaywright(report({ stats, suites, errors: [{ message: 'no browser' }] }), 1)).toEqual({
    passed: 5,
    skipped: 2,
    failures: [seen, 'outside of a journey\n    no browser'],
  });
});

test('a runner that broke down counts as one failure, report or not', () => {
  expect(readVitest(report(vitest), 1)).toEqual({
    passed: 3,
    skipped: 1,
    failures: ['the runner ended with 1, though no test failed'],
  });
  expect(readVitest(join(folder.path, 'missing.json'), 0).failures).toHaveLength(1);
  expect(readPlaywright(join(folder.path, 'missing.json'), 0).failures).toHaveLength(1);
});
