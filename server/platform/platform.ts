import type { Config } from '../config.ts';
import { type Bus, createBus } from './bus.ts';
import type { Clock } from './clock.ts';
import { type Database, openDatabase } from './database/database.ts';
import { createEvents, type Events } from './events.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createSeals, type Seals } from './seals/seals.ts';

/** What every module is built on; it knows no domain. */
export interface Platform {
  config: Config;
  db: Database;
  bus: Bus;
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
  const bus = createBus();
  const jobs = createJobs(config.databaseUrl, log);
  const seals = createSeals({ db, log, key: config.pepper, headsFile: config.sealHeadsFile });
  jobs.define('seal', () => seals.seal(), { every: 'minute' });
  return {
    config,
    db,
    bus,
    clock,
    log,
    events: createEvents(db, bus, log),
    jobs,
    seals,
    metrics: createMetrics(),
  };
}
