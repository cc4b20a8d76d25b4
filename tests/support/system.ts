import { freePort } from '../../scripts/processes.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { startSandbox, type TestSandbox } from './sandbox.ts';
import { startServer, type ServerOptions, type TestServer } from './server.ts';

export interface TestSystem {
  database: TestDatabase;
  sandbox: TestSandbox;
  server: TestServer;
  /** Starts the server again where it was, after a `server.kill()`. */
  restartServer(): Promise<TestServer>;
  stop(): Promise<void>;
}

export interface SystemOptions extends Pick<ServerOptions, 'webRoot' | 'env' | 'publicHost'> {
  /** An empty one of the tests' PostgreSQL when left out. */
  database?: TestDatabase;
}

/** A database, the sandbox and the server, as real processes that know each other: callbacks arrive. */
export async function startSystem({ database: own, ...options }: SystemOptions = {}): Promise<TestSystem> {
  const database = own ?? (await createTestDatabase());
  const port = await freePort();
  const callbackUrl = `http://127.0.0.1:${port}/api/rails/sandbox/callbacks`;
  const sandbox = await startSandbox({ callbackUrl });
  const start = () => startServer({ ...options, databaseUrl: database.serverUrl, sandbox, port });
  const stopOthers = async () => {
    await sandbox.stop();
    await database.drop();
  };
  const server = await start().catch(async (error: unknown) => {
    await stopOthers();
    throw error;
  });
  const system: TestSystem = {
    database,
    sandbox,
    server,
    async restartServer() {
      system.server = await start();
      return system.server;
    },
    async stop() {
      await system.server.stop();
      await stopOthers();
    },
  };
  return system;
}
