import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import workerpool, { type Pool } from 'workerpool';
import { newToken } from '../platform/crypto.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PasswordTask, work } from './password-process.ts';

/** Processes that hash, each with 19 MiB at work: as many as there are processors, so memory has a bound. */
const mostProcesses = Math.min(availableParallelism(), 8);
/** Passwords that may wait: some seconds of work. Beyond it callers are refused at once, before memory or patience ends. */
const mostWaiting = 128 * mostProcesses;
const idleMilliseconds = 20_000;

export interface PasswordHasher {
  /** @throws service_unavailable when too many wait */
  hash(password: string): Promise<string>;
  /** Without a stored hash it takes as long as with one, and says no. @throws service_unavailable when too many wait */
  verify(storedHash: string | undefined, password: string): Promise<boolean>;
}

/** Hashes in processes of its own, so that serving never waits for their memory: docs/decisions/0008. */
export function createPasswordHasher(): PasswordHasher {
  let pool: Pool | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nobodys: Promise<string> | undefined;

  // A pool that is ending would leave what it is given waiting; the next password starts another.
  function end(): void {
    void pool?.terminate();
    pool = undefined;
  }

  async function run(task: PasswordTask): Promise<string | boolean> {
    const given = (pool ??= startPool());
    if (given.stats().pendingTasks >= mostWaiting) throw new ProblemError('service_unavailable');
    clearTimeout(idle);
    try {
      return await given.exec<typeof work>('work', [{ ...task, password: task.password.normalize('NFC') }]);
    } catch (error) {
      // A process has died: the pool would not go on by itself.
      if (given === pool) end();
      throw error;
    } finally {
      clearTimeout(idle);
      idle = setTimeout(end, idleMilliseconds).unref();
    }
  }

  return {
    hash: async (password) => String(await run({ password })),
    async verify(storedHash, password) {
      nobodys ??= run({ password: newToken() }).then(String);
      nobodys.catch(() => {
        nobodys = undefined;
      });
      const matches = await run({ password, storedHash: storedHash ?? (await nobodys) });
      return matches === true && storedHash !== undefined;
    },
  };
}

function startPool(): Pool {
  return workerpool.pool(fileURLToPath(new URL('./password-process.ts', import.meta.url)), {
    workerType: 'process',
    maxWorkers: mostProcesses,
    // Of the environment, which holds keys, they need nothing.
    forkOpts: { execArgv: [], env: {} },
  });
}
