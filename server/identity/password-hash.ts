import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { newToken } from '../platform/crypto.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PasswordTask } from './password-worker.ts';

/** Threads that hash, each with 19 MiB: as many as there are processors, so memory has a bound. */
const mostThreads = Math.min(availableParallelism(), 8);
/** Passwords that may wait: some seconds of work. Beyond it callers are refused at once, before memory or patience ends. */
const mostWaiting = 128 * mostThreads;
const idleMilliseconds = 20_000;

export interface PasswordHasher {
  /** @throws service_unavailable when too many wait */
  hash(password: string): Promise<string>;
  /** Without a stored hash it takes as long as with one, and says no. @throws service_unavailable when too many wait */
  verify(storedHash: string | undefined, password: string): Promise<boolean>;
}

/** Hashes in threads of its own, so that neither the event loop nor the pool of file and name look-ups waits for it. */
export function createPasswordHasher(): PasswordHasher {
  const pool = new Piscina<PasswordTask, string | boolean>({
    filename: new URL('./password-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: mostThreads,
    maxQueue: mostWaiting,
    idleTimeout: idleMilliseconds,
    execArgv: [],
  });
  let nobodys: Promise<string> | undefined;

  async function run(task: PasswordTask): Promise<string | boolean> {
    if (pool.queueSize >= mostWaiting) throw new ProblemError('service_unavailable');
    return pool.run({ ...task, password: task.password.normalize('NFC') });
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
