/** When a rail's operation is left alone, and when it is tried again: the rules, without what surrounds them. */

/** Failures more than successes before it opens. */
export const failuresToOpen = 5;
/** Failures that lie this far apart say nothing together. */
const forgetsAfter = 60_000;
const shortestWait = 5_000;
const longestWait = 120_000;
/** A trial that takes longer has been lost with its node. */
const trialTakesAtMost = 90_000;

export interface Breaker {
  state: 'closed' | 'open' | 'half_open';
  failures: number;
  lastFailureAt: Date;
  trips: number;
  /** While open: when one call may try; while half open: when another may. */
  retryAt: Date | null;
}

const later = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds);

function opened(breaker: Breaker, now: Date): Breaker {
  const trips = Math.min(breaker.trips + 1, 100);
  const wait = Math.min(shortestWait * 2 ** (trips - 1), longestWait);
  return { ...breaker, state: 'open', lastFailureAt: now, trips, retryAt: later(now, wait) };
}

/** @param trial whether the call that failed was let through to find out */
export function afterFailure(breaker: Breaker | undefined, now: Date, trial: boolean): Breaker {
  const before = breaker ?? { state: 'closed', failures: 0, lastFailureAt: now, trips: 0, retryAt: null };
  // A call that was sent before it opened says nothing new.
  if (before.state !== 'closed') return trial ? opened(before, now) : before;
  const recent = now.getTime() - before.lastFailureAt.getTime() <= forgetsAfter;
  const failures = (recent ? before.failures : 0) + 1;
  const failed = { ...before, failures, lastFailureAt: now };
  return failures >= failuresToOpen ? opened(failed, now) : failed;
}

export function afterSuccess(breaker: Breaker, trial: boolean): Breaker {
  if (breaker.state === 'closed')
    return { ...breaker, failures: Math.max(0, breaker.failures - 1), trips: 0 };
  return trial ? { ...breaker, state: 'closed', failures: 0, trips: 0, retryAt: null } : breaker;
}

/** Lets one call through once its time has come; undefined while it has not. */
export function asTrial(breaker: Breaker, now: Date): Breaker | undefined {
  if (breaker.retryAt === null || breaker.retryAt > now) return undefined;
  return { ...breaker, state: 'half_open', retryAt: later(now, trialTakesAtMost) };
}
