import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startNodeProcess } from '../../scripts/node-process.ts';
import { freePort } from '../../scripts/processes.ts';
import { asTestProcess, temporaryFolder, type TestProcess } from './process.ts';

export interface ServerOptions {
  databaseUrl: string;
  /** Where the world outside is, and what it and the server know of each other. */
  sandbox: { url: string; key: string; callbackSecret: string };
  /** A free one when left out; name it to start again where the last one was killed. */
  port?: number;
  /** The same for every server on one database. */
  pepper?: string;
  /** The name browsers reach it by, in its public address; passkeys need a name. 127.0.0.1 when left out. */
  publicHost?: string;
  /** The built web apps; left out, no pages are served. */
  webRoot?: string;
  /** More of server/config.ts's variables, or others for those above. */
  env?: Record<string, string>;
}

/** Keys the payment passwords of test databases, so that a server started again still knows them. */
const TEST_PEPPER = Buffer.alloc(32, 'test-pepper').toString('base64');

export interface TestServer extends TestProcess {
  port: number;
  /** What it was started with, for other programs that must agree with it. */
  env: Record<string, string>;
  /** What it has logged so far, and what went to its stderr. */
  log: string;
}

/** Starts the server as a real process and resolves when it is ready. Its answers are checked against the contract. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const { databaseUrl, sandbox, pepper = TEST_PEPPER, webRoot } = options;
  const folder = temporaryFolder();
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = {
    UPAY_PORT: String(port),
    UPAY_HOST: '127.0.0.1',
    UPAY_PUBLIC_URL: `http://${options.publicHost ?? '127.0.0.1'}:${port}`,
    UPAY_DATABASE_URL: databaseUrl,
    UPAY_PEPPER: pepper,
    UPAY_SANDBOX_URL: sandbox.url,
    UPAY_SANDBOX_KEY: sandbox.key,
    UPAY_SANDBOX_CALLBACK_SECRET: sandbox.callbackSecret,
    UPAY_DEMO_SHOP_KEY: randomBytes(16).toString('hex'),
    UPAY_FILES: join(folder.path, 'files'),
    UPAY_CHECK_RESULTS: 'true',
    ...(webRoot ? { UPAY_WEB_ROOT: webRoot } : {}),
    ...options.env,
  };
  const log = join(folder.path, 'server.log');
  const running = await startNodeProcess({
    name: 'server',
    script: 'server/main.ts',
    env,
    log,
    readyUrl: `${url}/readyz`,
    onErrorLine: (line) => console.error(`[server] ${line}`),
  });
  return { ...asTestProcess(running, url, folder.remove), port, env, log };
}
