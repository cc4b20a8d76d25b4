import { join } from 'node:path';
import { runTask } from '../../scripts/node-process.ts';
import { temporaryFolder } from './process.ts';
import { sandboxClient, type SandboxClient } from './sandbox-client.ts';
import { startSystem } from './system.ts';

/** A UPay that runs already, for the journeys to use instead of starting their own, and the sandbox it talks to. */
export const RUNNING_URL = process.env.UPAY_TEST_URL;
const RUNNING_SANDBOX_URL = process.env.UPAY_TEST_SANDBOX_URL;

/** All journeys come from one address, and none waits long for a bank that does not answer. */
const SERVER_ENV = { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_RAIL_TIMEOUT: '2500' };

/** A UPay with the demo's people in it, and all that is outside: read the codes it sent, set its faults. */
export interface JourneyWorld {
  url: string;
  sandbox: SandboxClient & { url: string };
  close: () => Promise<void>;
}

/** Opens a world of its own, on the PostgreSQL and the web apps that journey-setup.ts made ready. */
export async function openWorld(): Promise<JourneyWorld> {
  if (RUNNING_URL) return world(RUNNING_URL, RUNNING_SANDBOX_URL ?? '', async () => {});
  const webRoot = join(import.meta.dirname, '../../dist');
  const system = await startSystem({ webRoot, env: SERVER_ENV, publicHost: 'localhost' });
  const folder = temporaryFolder();
  const close = async () => {
    await system.stop();
    folder.remove();
  };
  const demo = await runTask({
    script: 'scripts/demo.ts',
    env: { ...system.server.env, UPAY_URL: system.server.url },
    log: join(folder.path, 'demo.log'),
  });
  if (demo.code !== 0) {
    await close();
    throw new Error(`The demo fill failed: ${demo.errorLine}`);
  }
  // By name, as passkeys need it.
  return world(system.server.url.replace('127.0.0.1', 'localhost'), system.sandbox.url, close);
}

function world(url: string, sandboxUrl: string, close: () => Promise<void>): JourneyWorld {
  return { url, sandbox: { url: sandboxUrl, ...sandboxClient(sandboxUrl) }, close };
}
