import { createTestDatabase } from '../../tests/support/database.ts';
import { type Config, readConfig } from '../config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { createLog } from './log.ts';

export const silentLog = createLog('silent');

/** The configuration of a server that reaches nobody, unless told whom. */
export function testConfig(env: Record<string, string> = {}): Config {
  return readConfig({
    UPAY_DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    UPAY_PEPPER: Buffer.alloc(32, 7).toString('base64'),
    UPAY_SANDBOX_URL: 'http://127.0.0.1:9',
    UPAY_SANDBOX_KEY: 'none',
    UPAY_SANDBOX_CALLBACK_SECRET: 'none',
    UPAY_LOG_LEVEL: 'silent',
    ...env,
  });
}

export interface ScratchDatabase {
  url: string;
  db: Database;
  /** Another pool on the same database, as another node has it; closed with the rest. */
  another(): Database;
  stop(): Promise<void>;
}

/** An empty, migrated database of its own and a pool to it. */
export async function startDatabase(connections = 12): Promise<ScratchDatabase> {
  const database = await createTestDatabase();
  const pools: Database[] = [];
  const another = () => {
    const pool = openDatabase(database.url, connections, silentLog);
    pools.push(pool);
    return pool;
  };
  return {
    url: database.url,
    db: another(),
    another,
    async stop() {
      await Promise.all(pools.map((pool) => pool.close()));
      await database.drop();
    },
  };
}

/** Waits until the condition holds; throws after some seconds. */
export async function until(condition: () => boolean | Promise<boolean>, patienceMs = 8_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
