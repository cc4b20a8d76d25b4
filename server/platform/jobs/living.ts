import type pg from 'pg';
import type { Logger } from '../log.ts';

/** The name of a pool's lock: held as long as the pool lives, whatever ends it. */
const lockOf = (parameter: string) => `hashtextextended('jobs ' || ${parameter}, 0)`;

/**
 * Shows that a pool of workers lives, by a lock of its session, and frees the jobs of pools that don't: those of a process
 * that was killed would stay locked for hours otherwise. A pool that is thought dead for a moment, since its session broke,
 * loses nothing: its jobs may be done twice, which they bear.
 */
export function createLiving(pool: pg.Pool, log: Logger) {
  let session: pg.PoolClient | undefined;
  let shown: string | undefined;

  async function openSession(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    client.once('error', () => {
      if (session !== client) return;
      session = undefined;
      client.release(true);
    });
    return client;
  }

  async function showLife(poolId: string): Promise<void> {
    if (session !== undefined && shown === poolId) return;
    session ??= await openSession();
    await session.query(`select pg_advisory_lock(${lockOf('$1')})`, [poolId]);
    shown = poolId;
  }

  async function freeJobsOfTheDead(poolId: string): Promise<void> {
    const { rows } = await pool.query<{ id: string }>(
      'select distinct locked_by as id from graphile_worker.jobs where locked_by is not null and locked_by <> $1',
      [poolId],
    );
    for (const { id } of rows) {
      const freed = await pool.query(
        `select graphile_worker.force_unlock_workers(array[$1]) where pg_try_advisory_xact_lock(${lockOf('$1')})`,
        [id],
      );
      if (freed.rowCount) log.warn({ pool: id }, 'jobs of a worker that is gone were freed');
    }
  }

  return {
    /** To be called again and again. */
    async look(poolId: string): Promise<void> {
      try {
        await showLife(poolId);
        await freeJobsOfTheDead(poolId);
      } catch (error) {
        log.warn({ err: error }, 'could not look for jobs of workers that are gone');
      }
    },
    end(): void {
      const client = session;
      session = undefined;
      client?.release(true);
    },
  };
}
