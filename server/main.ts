import { createApp } from './app.ts';
import { readConfig } from './config.ts';

let stopping = false;

try {
  const config = readConfig();
  const app = await createApp(config);

  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.stop();
    process.exit(0);
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
