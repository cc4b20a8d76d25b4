import { EventEmitter } from 'node:events';
import {
  Logger as WorkerLogger,
  type ParsedCronItem,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import pg from 'pg';
import type { Logger } from '../log.ts';

const workers = 4;
/** Beside those of the workers: the session that shows life, the listener, and one for all else. */
const connections = workers + 3;

/** The name of a worker's lock: held as long as its session, whatever ends it. */
const lockOf = (parameter: string) => `hashtextextended('jobs ' || ${parameter}, 0)`;

export interface Worker {
  /** When it is over, and why. */
  over: Promise<Error>;
  /** Frees the jobs of workers that are gone: those of a process that was killed would stay locked for hours. */
  freeJobsOfTheDead(): Promise<void>;
  /** What it is doing is finished, if the database lets it. */
  end(): Promise<void>;
}

/**
 * Takes jobs and does them, with connections of its own and a session whose lock shows that it lives. It is over with the
 * first connection that breaks in use: a job may have been given to it in the answer that was lost, or its word that one is
 * done, and graphile-worker asks and tells only once, and then may stop without ever saying so. Over, it lets go of its
 * lock, and all it had is done again by the next, which jobs bear.
 */
export async function startWorker(
  databaseUrl: string,
  tasks: TaskList,
  parsedCronItems: ParsedCronItem[],
  log: Logger,
): Promise<Worker> {
  const { promise: over, resolve: isOver } = Promise.withResolvers<Error>();
  // A pool of the worker's own: it writes its job ids as JSON, which our bigints are not.
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    application_name: 'upay-jobs',
  });
  const onError = (error: Error): void => log.warn({ err: error }, 'a connection of the job worker broke');
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('acquire', (client) => client.on('error', isOver));
  pool.on('release', (_error, client) => client.off('error', isOver));
  let id = '';
  const events = new EventEmitter() as WorkerEvents;
  events.on('pool:create', ({ workerPool }) => {
    id = workerPool.id;
  });
  events.on('pool:gracefulShutdown', ({ message }) => isOver(new Error(message)));
  try {
    const session = await pool.connect();
    void over.then(() => session.release(true));
    const runner = await run({
      pgPool: pool,
      taskList: tasks,
      parsedCronItems,
      events,
      pollInterval: 1_000,
      noHandleSignals: true,
      logger: new WorkerLogger(() => (level, message, meta) => {
        if (level === 'error') log.error({ meta }, message);
        else if (level === 'warning') log.warn({ meta }, message);
        else log.debug({ meta }, message);
      }),
      preset: {
        worker: {
          concurrentJobs: workers,
          preparedStatements: true,
          // Without a batch, a database that does not take what became of a job would end this process.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    });
    runner.promise.then(
      () => isOver(new Error('it stopped')),
      (error: Error) => isOver(error),
    );
    await session.query(`select pg_advisory_lock(${lockOf('$1')})`, [id]).catch(isOver);
    return {
      over,
      async freeJobsOfTheDead() {
        const { rows } = await pool.query<{ id: string }>(
          'select distinct locked_by as id from graphile_worker.jobs where locked_by is not null and locked_by <> $1',
          [id],
        );
        for (const dead of rows) {
          const freed = await pool.query(
            `select graphile_worker.force_unlock_workers(array[$1]) where pg_try_advisory_xact_lock(${lockOf('$1')})`,
            [dead.id],
          );
          if (freed.rowCount) log.warn({ worker: dead.id }, 'jobs of a worker that is gone were freed');
        }
      },
      async end() {
        // One that is ending by itself refuses to be ended.
        await runner.stop().catch(() => undefined);
        isOver(new Error('it was ended'));
        await pool.end();
      },
    };
  } catch (error) {
    isOver(error as Error);
    void pool.end();
    throw error;
  }
}
