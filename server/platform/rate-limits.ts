import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import { keyedHash } from './crypto.ts';
import type { Database, Queryable } from './database/database.ts';
import { ProblemError } from './problem.ts';

/** So many times in so many seconds, from the first one on. */
export interface Limit {
  times: number;
  seconds: number;
}

/** The same limits, each allowed `factor` times as often. */
export function scaleLimits<Name extends string>(
  limits: Record<Name, Limit>,
  factor: number,
): Record<Name, Limit> {
  const scaled = Object.entries<Limit>(limits).map(([name, { times, seconds }]) => [
    name,
    { times: times * factor, seconds },
  ]);
  return Object.fromEntries(scaled);
}

/** Counts uses of limits, each by a key of its own; throws too_many_requests with the time from which it may be tried again. */
export interface Limiter<Name extends string> {
  take(name: Name, key: string): Promise<void>;
  /** One of each in order, up to the first that is used up; those after it are not counted. */
  takeAll(asked: ReadonlyArray<readonly [name: Name, key: string]>): Promise<void>;
}

/**
 * Counts in the database, for all nodes together: for what guards money or accounts. One round trip a call. Keys are kept as
 * keyed hashes.
 * @param scope keeps the names of different modules apart
 */
export function createSharedLimiter<Name extends string>(
  { db, clock, config }: { db: Database; clock: Clock; config: Pick<Config, 'pepper'> },
  scope: string,
  limits: Record<Name, Limit>,
): Limiter<Name> {
  async function takeAll(asked: ReadonlyArray<readonly [name: Name, key: string]>): Promise<void> {
    const [row] = await db.query<{ retry_at: Date | null }>(
      { name: 'platform.take_rates', text: 'select platform.take_rates($1, $2, $3, $4) as retry_at' },
      [
        asked.map(([name, key]) => keyedHash(config.pepper, `rate.${scope}`, name, key)),
        asked.map(([name]) => limits[name].times),
        asked.map(([name]) => limits[name].seconds),
        clock.now(),
      ],
    );
    if (row?.retry_at) throw new ProblemError('too_many_requests', { retryAt: row.retry_at.toISOString() });
  }
  return { take: (name, key) => takeAll([[name, key]]), takeAll };
}

/**
 * Counts in this process's memory, each node for itself: for what only spares the machine, and must cost nothing. Unlike a
 * library's, which takes a timer a key and a promise a use.
 */
export function createLocalLimiter<Name extends string>(
  clock: Clock,
  limits: Record<Name, Limit>,
): { take(name: Name, key: string): void } {
  const counts = new Map(Object.keys(limits).map((name) => [name, new Map<string, Count>()]));
  return {
    take(name, key) {
      const counted = counts.get(name) as Map<string, Count>;
      const { times, seconds } = limits[name];
      const now = clock.now().getTime();
      let count = counted.get(key);
      if (count === undefined || count.endsAt <= now) {
        // All last as long, so those begun first are over first.
        for (const [begun, { endsAt }] of counted) {
          if (endsAt > now) break;
          counted.delete(begun);
        }
        counted.set(key, (count = { used: 0, endsAt: now + seconds * 1000 }));
      }
      if (count.used >= times)
        throw new ProblemError('too_many_requests', { retryAt: new Date(count.endsAt).toISOString() });
      count.used++;
    },
  };
}

interface Count {
  used: number;
  endsAt: number;
}

/** Counts whose time is over. */
export async function forgetRates(q: Queryable, now: Date): Promise<void> {
  await q.query({ name: 'platform.forget_rates', text: 'delete from platform.rate where ends_at <= $1' }, [
    now,
  ]);
}
