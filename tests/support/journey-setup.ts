import { join } from 'node:path';
import { buildWeb, isWebBuilt } from '../../scripts/build.ts';
import { runTask } from '../../scripts/node-process.ts';
import { SANDBOX_VARIABLE, URL_VARIABLE } from './journey-world.ts';
import { startTestPostgres } from './postgres.ts';
import { temporaryFolder } from './process.ts';
import { startSystem } from './system.ts';

const projectRoot = join(import.meta.dirname, '../..');

/** All journeys come from one address, and none waits long for a bank that does not answer. */
const SERVER_ENV = { UPAY_RATE_LIMIT_FACTOR: '1000', UPAY_RAIL_TIMEOUT: '2500' };

/** Playwright runs this once before all journeys, and what it returns once after them; nothing where a UPay is named that runs already. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[URL_VARIABLE]) return undefined;
  if (!isWebBuilt()) await buildWeb(console.log);
  const stopPostgres = await startTestPostgres();
  const system = await startSystem({
    webRoot: join(projectRoot, 'dist'),
    env: SERVER_ENV,
    publicHost: 'localhost',
  }).catch(async (error) => {
    await stopPostgres();
    throw error;
  });
  const folder = temporaryFolder();
  const stop = async () => {
    await system.stop();
    await stopPostgres();
    folder.remove();
  };
  const demo = await runTask({
    script: 'scripts/demo.ts',
    env: { ...system.server.env, UPAY_URL: system.server.url },
    log: join(folder.path, 'demo.log'),
  });
  if (demo.code !== 0) {
    await stop();
    throw new Error(`The demo fill failed: ${demo.errorLine}`);
  }
  // By name, as passkeys need it.
  process.env[URL_VARIABLE] = system.server.url.replace('127.0.0.1', 'localhost');
  process.env[SANDBOX_VARIABLE] = system.sandbox.url;
  return stop;
}
