// The last line of the output is `N passed, N failed`: a check counts as one, each Vitest and Playwright test as one.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { requireBrowser } from './browser.ts';
import { buildWeb, isWebBuilt } from './build.ts';
import { describeError, inLocale } from './say.ts';
import { type Outcome, readPlaywright, readVitest } from './test-results.ts';

const projectRoot = dirname(import.meta.dirname);
const filters = process.argv.slice(2);
if (filters.includes('--help') || filters.includes('-h')) {
  console.log(
    inLocale({
      zh: `用法：npm test -- [过滤] [Vitest 的选项]
依次做所有检查和测试；给了过滤，就只跑路径里含有它的 Vitest 测试。`,
      en: `Usage: npm test -- [filter] [options of Vitest]
Every check and test in order; with a filter only the Vitest tests whose path holds it.`,
    }),
  );
  process.exit(0);
}
const reports = mkdtempSync(join(tmpdir(), 'upay-test-reports-'));
const STAGE_TIMEOUT_MS = 30 * 60_000;
const INTERRUPT_PATIENCE_MS = 15_000;
const PASSED: Outcome = { passed: 1, skipped: 0, failures: [] };
/** Of a check, what it said is why. */
const failed = (why: string): Outcome => ({ passed: 0, skipped: 0, failures: [why] });

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
process.on('disconnect', () => stopping.abort()); // Whoever started us is gone.

/** Runs one of the installed tools to its end, on this Node; its output is shown, or kept when `quiet`. */
function run(
  command: string,
  args: string[],
  options: { quiet?: boolean; env?: Record<string, string> } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: projectRoot,
      // The tools are scripts for whatever `node` comes first, which is to be the project's own.
      env: {
        ...process.env,
        ...options.env,
        PATH: [join(projectRoot, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      },
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      timeout: STAGE_TIMEOUT_MS,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const interrupt = () => {
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGKILL'), INTERRUPT_PATIENCE_MS).unref();
    };
    stopping.signal.addEventListener('abort', interrupt);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      stopping.signal.removeEventListener('abort', interrupt);
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), output });
    });
  });
}

/** A check that passes when all its commands do. What they say is shown only when they don't. */
function check(...commands: string[]): () => Promise<Outcome> {
  return async () => {
    for (const line of commands) {
      const [command = '', ...args] = line.split(' ');
      const { code, output } = await run(command, args, { quiet: true });
      if (code === 0) continue;
      console.log(output.trimEnd());
      return failed(line);
    }
    return PASSED;
  };
}

async function runBuild(): Promise<Outcome> {
  if (isWebBuilt()) console.log('dist/ is current');
  else await buildWeb(console.log, stopping.signal);
  return PASSED;
}

async function runVitest(filters: string[]): Promise<Outcome> {
  const report = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run('vitest', ['run', ...reporters, ...filters]);
  return readVitest(report, code);
}

async function runJourneys(): Promise<Outcome> {
  requireBrowser(console.log);
  const report = join(reports, 'playwright.json');
  const { code } = await run('playwright', ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return readPlaywright(report, code);
}

const vitest = { name: 'tests', work: () => runVitest(filters) };
const stages: Array<{ name: string; work: () => Promise<Outcome> }> = filters.length
  ? [vitest]
  : [
      { name: 'types', work: check('tsc --noEmit') },
      { name: 'types of web', work: check('tsc --noEmit -p web') },
      { name: 'format', work: check('biome format .') },
      { name: 'lint', work: check('oxlint --type-aware --deny-warnings') },
      {
        name: 'translations',
        work: check(
          'lingui check sync --config web/lingui.config.ts --clean',
          'lingui check missing --config web/lingui.config.ts --mode catalog',
        ),
      },
      { name: 'web build', work: runBuild },
      vitest,
      { name: 'journeys', work: runJourneys },
    ];

let passed = 0;
const failures: string[] = [];
const summary: string[] = [];
for (const { name, work } of stages) {
  if (stopping.signal.aborted) break;
  console.log(`\n── ${name} ──`);
  const startedAt = performance.now();
  const outcome = await work().catch((error) => {
    console.log(describeError(error));
    return failed(name);
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(7);
  const counts = `${outcome.passed} passed, ${outcome.failures.length} failed`;
  const skipped = outcome.skipped ? `, ${outcome.skipped} skipped` : '';
  summary.push(`${name.padEnd(14)}${seconds} s   ${counts}${skipped}`);
  console.log(summary.at(-1));
  passed += outcome.passed;
  failures.push(...outcome.failures);
}
rmSync(reports, { recursive: true, force: true });
if (stopping.signal.aborted) failures.push('cut short'); // Which is not passed.
console.log(`\n── all ──\n${summary.join('\n')}\n`);
if (failures.length > 0) console.log(`Failed:\n${failures.join('\n')}\n`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 || passed === 0 ? 1 : 0);
