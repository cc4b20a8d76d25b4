import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../tests/support/process.ts';
import { isAlive } from './processes.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Runs a script through with-node.mjs, as npm does; `printed` collects its stdout. */
function runScript(source: string, ...args: string[]) {
  const script = join(folder.path, 'script.mts');
  writeFileSync(script, source);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'with-node.mjs'), script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = { text: '' };
  child.stdout.on('data', (chunk) => (printed.text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, printed, ended };
}

test('the script gets its arguments and decides the exit code, on Node 24', async () => {
  const source = 'console.log(process.version, ...process.argv.slice(2)); process.exitCode = 7;';
  const { printed, ended } = runScript(source, 'server/ledger', '-t', 'two words');
  expect(await ended).toBe(7);
  expect(printed.text).toMatch(/^v24\.\S+ server\/ledger -t two words\n$/);
});

const waitForSignal = `
  process.on('SIGTERM', () => { console.log('told'); process.exit(0); });
  process.on('disconnect', () => process.exit(1));
  setInterval(() => {}, 1000);
  console.log(process.pid);`;

test('a signal reaches the script, whose exit code counts', async () => {
  const { child, printed, ended } = runScript(waitForSignal);
  await expect.poll(() => printed.text).toMatch(/^\d+\n$/);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(printed.text).toContain('told');
});

test('a script ends with whoever runs it, also by kill -9', async () => {
  const { child, printed } = runScript(waitForSignal);
  await expect.poll(() => printed.text).toMatch(/^\d+\n$/);
  const pid = Number(printed.text);
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
});
