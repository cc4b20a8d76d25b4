import { EventEmitter } from 'node:events';
import {
  type CronItem,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { Logger as WorkerLogger } from 'graphile-worker';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Queryable } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { createLiving } from './living.ts';

export interface Job {
  task: string;
  payload: Record<string, unknown>;
  /** Not before this time; at once when absent. */
  runAt?: Date;
  /** A job with the same key replaces the one that waits. */
  key?: string;
  /** How often it is tried before it is given up; waits grow in between. */
  attempts?: number;
}

const workers = 4;
const lookMilliseconds = 15_000;

type Task = (payload: Record<string, unknown>) => Promise<void>;

/** A task that runs by itself, on one node at a time. */
export interface Schedule {
  every: keyof typeof cronPatterns;
}

/** A day begins at three, when least is going on. */
const cronPatterns = { minute: '* * * * *', hour: '7 * * * *', day: '0 3 * * *' } as const;

export interface Jobs {
  /** Adds jobs; they exist if and only if `tx` commits. */
  add(tx: Queryable, jobs: readonly Job[]): Promise<void>;
  /** Takes back waiting jobs by key. */
  remove(tx: Queryable, keys: readonly string[]): Promise<void>;
  /** Says what a task does, and when it runs by itself. Tasks may run more than once and must not mind. */
  define(task: string, work: Task, schedule?: Schedule): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createJobs(databaseUrl: string, log: Logger): Jobs {
  const tasks: TaskList = {};
  const scheduled: CronItem[] = [];
  let runner: Runner | undefined;
  let pool: pg.Pool | undefined;
  let stopping = false;
  let endLiving = (): void => undefined;
  return {
    async add(tx, jobs) {
      if (jobs.length === 0) return;
      await tx.query(
        {
          name: 'jobs.add',
          text: `select graphile_worker.add_job(task, payload, run_at => run_at, job_key => key, max_attempts => attempts)
                 from unnest($1::text[], $2::json[], $3::timestamptz[], $4::text[], $5::int[]) as job (task, payload, run_at, key, attempts)`,
        },
        [
          jobs.map((job) => job.task),
          jobs.map((job) => JSON.stringify(job.payload)),
          jobs.map((job) => job.runAt ?? null),
          jobs.map((job) => job.key ?? null),
          jobs.map((job) => job.attempts ?? 25),
        ],
      );
    },
    async remove(tx, keys) {
      if (keys.length === 0) return;
      await tx.query(
        {
          name: 'jobs.remove',
          text: 'select graphile_worker.remove_job(key) from unnest($1::text[]) as key',
        },
        [keys],
      );
    },
    define(task, work, schedule) {
      if (schedule !== undefined)
        scheduled.push({
          task,
          match: cronPatterns[schedule.every],
          // One that fails has its next turn soon; those of a stopped server do not pile up.
          options: { maxAttempts: 1, jobKey: task, backfillPeriod: 0 },
        });
      tasks[task] = async (payload) => work(payload as Record<string, unknown>);
    },
    async start() {
      // A pool of the worker's own: it writes its job ids as JSON, which our bigints are not.
      pool = new pg.Pool({ connectionString: databaseUrl, max: workers + 3, application_name: 'upay-jobs' });
      const onError = (error: Error): void =>
        log.warn({ err: error }, 'a connection of the job worker broke');
      pool.on('error', onError);
      pool.on('connect', (client) => client.on('error', onError));
      const open = pool;
      const living = createLiving(open, log);
      let poolId = '';
      const events = new EventEmitter() as WorkerEvents;
      events.on('pool:create', ({ workerPool }) => {
        poolId = workerPool.id;
      });
      const begin = async (): Promise<void> => {
        runner = await run({
          pgPool: open,
          taskList: tasks,
          parsedCronItems: parseCronItems(scheduled),
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
              // What became of a job is told again until the database takes it; without a batch it is told once, and a
              // database that is away then would end this process.
              completeJobBatchDelay: 0,
              failJobBatchDelay: 0,
            },
          },
        });
        void runner.promise.then(again, again);
      };
      // It gives up by itself when the database is away for minutes.
      const again = async (reason?: unknown): Promise<void> => {
        if (stopping) return;
        log.error({ err: reason }, 'the job worker ended, and is started again');
        await sleep(1_000, undefined, { ref: false });
        if (!stopping) await begin().catch(again);
      };
      await begin();
      await living.look(poolId);
      const looking = setInterval(() => void living.look(poolId), lookMilliseconds);
      looking.unref();
      endLiving = () => {
        clearInterval(looking);
        living.end();
      };
    },
    async stop() {
      stopping = true;
      endLiving();
      await runner?.stop();
      await pool?.end();
    },
  };
}
