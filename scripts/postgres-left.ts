import { readFileSync, writeFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { commandLine, isAlive, waitUntilGone } from './processes.ts';
import { ScriptError } from './say.ts';

const SHUTDOWN_TIMEOUT_MS = 30_000;

/** Stops the postmaster that a killed run left on this data folder, if there is one. */
export async function stopLeftPostgres(dataFolder: string): Promise<void> {
  const cluster = join(dataFolder, 'cluster');
  const pid = Number(readPostmasterFile(cluster)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const words = isAlive(pid) ? commandLine(pid) : [];
  const theirFolder = words[words.indexOf('-D') + 1] ?? '';
  if (basename(words[0] ?? '') !== 'postgres') {
    disownPostmasterFile(cluster);
  } else if ((await realpath(theirFolder).catch(() => '')) === (await realpath(cluster))) {
    await stopPostmaster(pid);
  } else {
    throw new ScriptError(
      `进程 ${pid} 是另一个 PostgreSQL，却登记在 ${cluster} 的 postmaster.pid 里：若它不使用此文件夹，请删除该文件后重试。`,
      `Process ${pid} is another PostgreSQL, yet the postmaster.pid in ${cluster} names it: if it does not use that folder, delete that file and try again.`,
    );
  }
}

/**
 * PostgreSQL refuses to start while the process its file names exists, be it a zombie or a stranger that got the same
 * id. It ignores its own parent's id, so we put ours; the rest of the file stays, since by the memory key in it
 * PostgreSQL finds backends that outlived their postmaster.
 */
function disownPostmasterFile(cluster: string): void {
  const [, ...rest] = readPostmasterFile(cluster);
  writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
}

/** The lines of postmaster.pid: pid, data folder, start time, port, socket folder, address, memory key, state. */
export function readPostmasterFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Fast shutdown, then an immediate one (recovery on the next start loses nothing), then no more patience. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', SHUTDOWN_TIMEOUT_MS],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw new ScriptError(
        `无权停止上次留下的 PostgreSQL（进程 ${pid}）：请用启动它的用户停止它。`,
        `No right to stop the PostgreSQL left by an earlier run (process ${pid}): stop it as the user who started it.`,
        { cause: error },
      );
    }
    if (await waitUntilGone(pid, patienceMs)) return;
  }
}
