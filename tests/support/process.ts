import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Running } from '../../scripts/node-process.ts';

/** One of our programs, running as a process of its own. */
export interface TestProcess {
  url: string;
  pid: number;
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>;
  /** Sends a signal, `SIGKILL` when none is named, and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export function asTestProcess(running: Running, url: string, afterStop?: () => void): TestProcess {
  let gone = false;
  void running.exited.then(() => {
    gone = true;
  });
  return {
    url,
    pid: running.pid,
    async stop() {
      await running.stop();
      afterStop?.();
    },
    async kill(signal = 'SIGKILL') {
      if (!gone) process.kill(running.pid, signal);
      await running.exited;
    },
  };
}

/** A folder of its own for one test, and how to be rid of it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'upay-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
