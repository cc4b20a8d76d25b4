import type { AddressInfo } from 'node:net';
import { type Config, readConfig } from './config.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

function configured(): Config {
  try {
    return readConfig();
  } catch (error) {
    return fail(reason(error));
  }
}

async function built(config: Config): Promise<Sandbox> {
  try {
    return await createSandbox(config);
  } catch (error) {
    return fail(
      `The sandbox cannot use its data folder ${config.data} (UPAY_SANDBOX_DATA): ${reason(error)}.`,
    );
  }
}

async function listen({ app }: Sandbox, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    return fail(
      taken
        ? `The sandbox cannot listen on ${host}:${port}: the port is taken; set UPAY_SANDBOX_PORT to a free one.`
        : `The sandbox cannot listen on ${host}:${port}: ${reason(error)}.`,
    );
  }
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${(app.server.address() as AddressInfo).port}`;
}

const config = configured();
const sandbox = await built(config);
const url = await listen(sandbox, config);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sandbox.close();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
// Whoever started this over IPC is gone: the world outside goes with it.
process.on('disconnect', () => void stop());

process.stdout.write(`sandbox: ${url}\n`);
process.send?.({ type: 'ready', url });
