import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startNodeProcess } from '../../scripts/node-process.ts';
import { freePort } from '../../scripts/processes.ts';
import { sandboxClient, type SandboxClient } from './sandbox-client.ts';
import { asTestProcess, temporaryFolder, type TestProcess } from './process.ts';

export interface TestSandbox extends TestProcess, SandboxClient {
  key: string;
  callbackSecret: string;
  /** Starts it again where it was, after a kill; it remembers what it knew. */
  restart(): Promise<void>;
}

export interface SandboxOptions {
  /** Left out: the sandbox calls nobody back. */
  callbackUrl?: string;
}

/** Starts the sandbox as a process of its own on a free port. It forgets everything when it is stopped. */
export async function startSandbox({ callbackUrl }: SandboxOptions = {}): Promise<TestSandbox> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const key = randomBytes(16).toString('hex');
  const callbackSecret = randomBytes(16).toString('hex');
  const start = async (): Promise<TestProcess> => {
    const running = await startNodeProcess({
      name: 'sandbox',
      script: 'sandbox/main.ts',
      env: {
        UPAY_SANDBOX_PORT: String(port),
        UPAY_SANDBOX_HOST: '127.0.0.1',
        UPAY_SANDBOX_DATA: join(folder.path, 'data'),
        UPAY_SANDBOX_KEY: key,
        UPAY_SANDBOX_CALLBACK_URL: callbackUrl ?? '',
        UPAY_SANDBOX_CALLBACK_SECRET: callbackSecret,
      },
      log: join(folder.path, 'sandbox.log'),
      readyUrl: `${url}/healthz`,
      onErrorLine: (line) => console.error(`[sandbox] ${line}`),
    });
    return asTestProcess(running, url);
  };
  let current = await start();

  return {
    url,
    key,
    callbackSecret,
    get pid() {
      return current.pid;
    },
    async stop() {
      await current.stop();
      folder.remove();
    },
    kill: (signal) => current.kill(signal),
    async restart() {
      current = await start();
    },
    ...sandboxClient(url),
  };
}
