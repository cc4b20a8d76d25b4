import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The npm scripts that are programs of ours: name and file. */
const scripts = Object.entries(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
    .scripts,
).flatMap(([name, command]) => {
  const file = /^node scripts\/with-node\.mjs (\S+)$/.exec(command)?.[1];
  return file === undefined ? [] : [{ name, file }];
});

/** What a program says to its arguments, and its exit code. */
function run(file: string, args: string[], language = 'C.UTF-8') {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [file, ...args],
      { cwd: root, env: { ...process.env, LC_ALL: language } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('every npm script of ours says how it is used', async () => {
  expect(scripts.map(({ name }) => name)).toContain('simulate:peak');
  await Promise.all(
    scripts.map(async ({ name, file }) => {
      const usage = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
      const english = await run(file, ['--help']);
      expect(english, name).toMatchObject({
        code: 0,
        out: expect.stringContaining(`Usage: ${usage}`),
        err: '',
      });
    }),
  );
  expect((await run('scripts/close.ts', ['-h'], 'zh_CN.UTF-8')).out).toContain('用法：npm run close');
});

test('what a script does not know ends it with what to do', async () => {
  const wrong: Array<[file: string, args: string[], says: string]> = [
    // Vitest reads what is given to npm test.
    ...scripts
      .filter(({ name }) => name !== 'test')
      .map(({ file }): [string, string[], string] => [file, ['--no-such'], "Can't read '--no-such'."]),
    ['scripts/verify.ts', ['now'], "Can't read 'now'."],
    ['scripts/close.ts', ['2026-02-30'], "'2026-02-30' is not a day"],
    ['scripts/close.ts', ['2026-02-03', '2026-02-04'], "Can't read '2026-02-04'."],
    ['scripts/staff.ts', ['invite', 'mei@example.com'], 'Say what to do, and for whom.'],
    ['tests/simulation/run.ts', ['--seed'], "Can't read '--seed <value>'."],
    ['tests/simulation/peak-run.ts', ['--minutes', '0'], '--minutes a number above 0'],
    ['bench/run.ts', ['nothing'], 'Say which bench to run.'],
    ['bench/run.ts', ['ledger', '--seconds', 'ten'], '--seconds is a number above 0.'],
  ];
  await Promise.all(
    wrong.map(async ([file, args, says]) => {
      const answer = await run(file, args);
      expect(answer, `${file} ${args.join(' ')}`).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/\nUsage: npm/),
      });
      expect(answer.err).toContain(says);
    }),
  );
});
