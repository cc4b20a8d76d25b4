import { setFlagsFromString } from 'node:v8';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const mostMillisecondsToStop = 8_000;
let stopping = false;

// A collection of the whole heap takes half the processor for a tenth of a second, which every message then waits for: one is
// made when the heap has grown sixfold, not doubled (docs/decisions/0009).
setFlagsFromString('--heap-growing-percent=500');

try {
  const config = readConfig();
  const app = await createApp(config);

  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // What is under way is finished, within reason.
    setTimeout(() => process.exit(1), mostMillisecondsToStop).unref();
    void app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        app.platform.log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Started by the supervisor: without it, nobody would stop this process.
  process.on('disconnect', stop);

  await app.start();
  await app.http.listen({ host: config.host, port: config.port });
  app.platform.log.info({ host: config.host, port: config.port }, 'listening');
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
