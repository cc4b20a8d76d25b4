import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { stopLeftPostgres } from '../../scripts/postgres-left.ts';
import { startPostgres } from '../../scripts/postgres.ts';
import { isAlive } from '../../scripts/processes.ts';
import { migrate } from '../../server/platform/database/migrate.ts';

/** Where `createTestDatabase` finds the running PostgreSQL; workers inherit it. */
export const POSTGRES_VARIABLE = 'UPAY_TEST_POSTGRES_URL';
/** The same as the role that servers run as. */
export const SERVER_VARIABLE = 'UPAY_TEST_POSTGRES_SERVER_URL';
export const TEMPLATE = 'upay_template';
const FOLDER = 'upay-test-postgres-';

/** Tests lose their data on purpose, so they don't wait for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '256MB',
};

/**
 * Starts one PostgreSQL for all tests of a run, with a migrated database to copy, and returns how to end it.
 * Its address goes into the environment, for workers started from now on.
 */
export async function startTestPostgres(): Promise<() => Promise<void>> {
  await sweepKilledRuns();
  const dataFolder = join(tmpdir(), FOLDER + process.pid);
  const postgres = await startPostgres({ dataFolder, settings: SETTINGS });
  const stop = async () => {
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await admin.end();
    const template = new URL(postgres.url);
    template.pathname = TEMPLATE;
    await migrate(template.href);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env[POSTGRES_VARIABLE] = postgres.url;
  process.env[SERVER_VARIABLE] = postgres.serverUrl;
  return stop;
}

/** A run that was killed leaves its PostgreSQL and its folder. */
async function sweepKilledRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER))) {
    if (isAlive(Number(name.slice(FOLDER.length)))) continue;
    const folder = join(tmpdir(), name);
    await stopLeftPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
