import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresOptions, startPostgres } from '../../scripts/postgres.ts';
import { migrate } from '../../server/platform/database/migrate.ts';

/**
 * A PostgreSQL of the bench's own, as durable as the product's, migrated, removed at the end.
 * @param work is given its address as the owner, and as servers come to it
 */
export async function withDatabase<T>(
  work: (url: string, serverUrl: string) => Promise<T>,
  options: Pick<PostgresOptions, 'overTcp'> = {},
): Promise<T> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'upay-bench-'));
  const postgres = await startPostgres({ dataFolder, ...options });
  try {
    await migrate(postgres.url);
    return await work(postgres.url, postgres.serverUrl);
  } finally {
    await postgres.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}
