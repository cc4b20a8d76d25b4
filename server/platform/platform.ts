import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import { type Database, openDatabase } from './database/database.ts';
import { createEvents, type Events } from './events.ts';
import { createFanOut, type FanOut } from './fan-out.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { forgetRates } from './rate-limits.ts';
import { createSeals, type Seals } from './seals/seals.ts';

/** What every module is built on; it knows no domain. */
export interface Platform {
  config: Config;
  db: Database;
  bus: FanOut;
  events: Events;
  jobs: Jobs;
  seals: Seals;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}

export function createPlatform(config: Config, clock: Clock): Platform {
  const log = createLog(config.logLevel);
  const db = openDatabase(config.databaseUrl, config.databaseConnections, log);
  const jobs = createJobs(config.databaseUrl, log);
  const seals = createSeals({ db, log, key: config.pepper, headsFile: config.sealHeadsFile });
  jobs.define('seal', () => seals.seal(), { every: 'minute' });
  const events = createEvents(db, log);
  jobs.define('forget-events', () => events.forget(clock.now()), { every: 'hour' });
  jobs.define('forget-rates', () => forgetRates(db, clock.now()), { every: 'hour' });
  return {
    config,
    db,
    bus: createFanOut(config.databaseUrl, log),
    clock,
    log,
    events,
    jobs,
    seals,
    metrics: createMetrics(),
  };
}
