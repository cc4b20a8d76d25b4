import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What one stage of `npm test` came to. Skipped tests are neither passed nor failed. */
export interface Outcome {
  passed: number;
  skipped: number;
  /** Each failed test by its file and name, with the first lines of why. */
  failures: string[];
}

/** A report that is missing or can't be read is a failure: the runner broke down before it could write one. */
function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

interface VitestReport {
  numPassedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: Array<{
    name: string;
    status: string;
    message: string;
    assertionResults: Array<{ status: string; fullName: string; failureMessages: string[] | null }>;
  }>;
}

/** Counts tests, and as one failure each: a file that failed outside its tests, and a non-zero exit nothing explains. */
export function readVitest(reportFile: string, exitCode: number): Outcome {
  const report = readReport(reportFile) as VitestReport | undefined;
  if (!report) return { passed: 0, skipped: 0, failures: ['Vitest wrote no report'] };
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0) return status === 'failed' ? [failure(file, message)] : [];
    return tests.map((test) => failure(`${file} › ${test.fullName}`, test.failureMessages?.[0]));
  });
  return explainExit(exitCode, {
    passed: report.numPassedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  });
}

interface PlaywrightSuite {
  specs: Array<{
    title: string;
    file: string;
    tests: Array<{ projectName: string; status: string; results: Array<{ error?: { message?: string } }> }>;
  }>;
  suites?: PlaywrightSuite[];
}

interface PlaywrightReport {
  stats: { expected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
  errors: Array<{ message?: string }>;
}

/** Counts tests, and each error outside of them as one failure. What passed only when tried again has passed. */
export function readPlaywright(reportFile: string, exitCode: number): Outcome {
  const report = readReport(reportFile) as PlaywrightReport | undefined;
  if (!report) return { passed: 0, skipped: 0, failures: ['Playwright wrote no report'] };
  const { expected, flaky, skipped } = report.stats;
  return explainExit(exitCode, {
    passed: expected + flaky,
    skipped,
    failures: [
      ...report.suites.flatMap(failuresOf),
      ...report.errors.map((error) => failure('outside of a journey', error.message)),
    ],
  });
}

function failuresOf(suite: PlaywrightSuite): string[] {
  const own = suite.specs.flatMap(({ title, file, tests }) =>
    tests
      .filter((test) => test.status === 'unexpected')
      .map((test) =>
        failure(`${file} › ${title} [${test.projectName}]`, test.results.at(-1)?.error?.message),
      ),
  );
  return [...own, ...(suite.suites ?? []).flatMap(failuresOf)];
}

const SHOWN_LINES = 6;

function failure(name: string, why = ''): string {
  const lines = stripVTControlCharacters(why)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return [name, ...lines.slice(0, SHOWN_LINES).map((line) => `    ${line}`)].join('\n');
}

function explainExit(exitCode: number, outcome: Outcome): Outcome {
  if (exitCode === 0 || outcome.failures.length > 0) return outcome;
  return { ...outcome, failures: [`the runner ended with ${exitCode}, though no test failed`] };
}
