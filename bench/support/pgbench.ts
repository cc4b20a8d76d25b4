import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

async function pgbench(url: string, ...parameters: string[]): Promise<string> {
  try {
    const { stdout } = await execute('pgbench', [...parameters, url], { maxBuffer: 1 << 24 });
    return stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Error(
        'pgbench is not on this machine and is the peer of this bench: install it (Debian: apt-get install postgresql-contrib; macOS: brew install postgresql).',
        { cause: error },
      );
    throw error;
  }
}

/** Fills pgbench's own tables; `scale` branches, 100,000 accounts each. */
export async function fillTpcB(url: string, scale: number): Promise<void> {
  await pgbench(url, '--initialize', '--quiet', '--scale', String(scale));
}

/** Transactions a second of pgbench's built-in TPC-B, prepared statements, two threads. */
export function runTpcB(url: string, clients: number, seconds: number): Promise<number> {
  return runScript(url, clients, seconds);
}

/** The same of a script of one's own, named by pgbench's parameters. */
export async function runScript(
  url: string,
  clients: number,
  seconds: number,
  ...parameters: string[]
): Promise<number> {
  const output = await pgbench(
    url,
    ...parameters,
    '--protocol=prepared',
    '--no-vacuum',
    `--client=${clients}`,
    '--jobs=2',
    `--time=${Math.max(1, Math.round(seconds))}`,
  );
  const rate = /tps = ([0-9.]+)/.exec(output)?.[1];
  if (rate === undefined) throw new Error(`pgbench printed no rate:\n${output}`);
  return Number(rate);
}
