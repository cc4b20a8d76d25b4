import { expect, test } from 'vitest';
import { keepRunning } from './keep-running.ts';
import type { Running } from './node-process.ts';

/** Something to keep running whose end the test decides. */
function createProcess(): Running & { end(): void } {
  let end = () => {};
  const exited = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { pid: 0, exited, end, stop: async () => end() };
}

test('what ends by itself is started again, with a line that says so', async () => {
  const processes = [createProcess(), createProcess()];
  let starts = 0;
  const lines: string[] = [];
  const kept = await keepRunning(
    'server',
    async () => processes[starts++] ?? createProcess(),
    (line) => {
      lines.push(line);
    },
  );
  processes[0]?.end();
  await expect.poll(() => lines).toHaveLength(2);
  expect(starts).toBe(2);
  await kept.stop();
  expect(starts).toBe(2);
});

test('what fails to start again is tried once more after a longer wait', async () => {
  const first = createProcess();
  let starts = 0;
  const lines: string[] = [];
  const kept = await keepRunning(
    'server',
    async () => {
      starts += 1;
      if (starts === 2) throw new Error('the port is taken');
      return starts === 1 ? first : createProcess();
    },
    (line) => lines.push(line),
  );
  first.end();
  await expect.poll(() => starts, { timeout: 5_000 }).toBe(3);
  await kept.stop();
  expect(lines.join('\n')).toMatch(/0\.5[^]*the port is taken[^]*1 s|0\.5[^]*the port is taken[^]*1 秒/);
});

test('a first start that fails is the caller’s', async () => {
  const start = () => Promise.reject(new Error('no'));
  await expect(keepRunning('server', start, () => {})).rejects.toThrow('no');
});

test('stopping while it waits to start again starts nothing', async () => {
  const first = createProcess();
  let starts = 0;
  const lines: string[] = [];
  const kept = await keepRunning(
    'server',
    async () => {
      starts += 1;
      return first;
    },
    (line) => lines.push(line),
  );
  first.end();
  await expect.poll(() => lines).toHaveLength(1);
  await kept.stop();
  expect(starts).toBe(1);
});
