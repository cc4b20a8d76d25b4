import { setTimeout as sleep } from 'node:timers/promises';
import { type CronItem, parseCronItems, type TaskList } from 'graphile-worker';
import type { Queryable } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { startWorker, type Worker } from './worker.ts';

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
  let worker: Worker | undefined;
  let looking: NodeJS.Timeout | undefined;
  let stopping = false;

  async function look(): Promise<void> {
    await worker
      ?.freeJobsOfTheDead()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'could not look for jobs of workers that are gone'),
      );
  }

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
      const parsedCronItems = parseCronItems(scheduled);
      const begin = async (): Promise<void> => {
        const next = await startWorker(databaseUrl, tasks, parsedCronItems, log);
        if (stopping) return next.end();
        worker = next;
        void next.over.then(async (reason) => {
          if (stopping) return;
          log.error({ err: reason }, 'the job worker is over; another one starts');
          void next.end();
          await again();
        });
        await look();
      };
      const again = async (): Promise<void> => {
        await sleep(1_000, undefined, { ref: false });
        if (stopping) return;
        await begin().catch((error: unknown) => {
          log.warn({ err: error }, 'no job worker can start yet');
          return again();
        });
      };
      await begin();
      looking = setInterval(() => void look(), lookMilliseconds);
      looking.unref();
    },
    async stop() {
      stopping = true;
      clearInterval(looking);
      await worker?.end();
    },
  };
}
