import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';

const hour = 3600;
/** How often a customer may do what could be used to spy on others, to try stolen cards, or to press a rail; a merchant, anything. */
const rates = {
  askForPayment: { times: 60, seconds: hour },
  lookUpPayee: { times: 100, seconds: hour },
  addMethod: { times: 20, seconds: hour },
  inquire: { times: 60, seconds: 60 },
  openDispute: { times: 20, seconds: hour },
  callAsMerchant: { times: 1_000, seconds: 10 },
} as const;

export type Rates = (name: keyof typeof rates, callerId: string) => Promise<void>;

/**
 * Counts one use, in this process's memory: right for one node. Throws too_many_requests with the time from which it may
 * be tried again.
 */
export function createRates({ config, clock }: Platform): Rates {
  const limiters = new Map(
    Object.entries(rates).map(([name, { times, seconds }]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: times * config.rateLimitFactor, duration: seconds }),
    ]),
  );
  return async (name, callerId) => {
    try {
      await limiters.get(name)?.consume(callerId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const retryAt = new Date(clock.now().getTime() + refusal.msBeforeNext).toISOString();
      throw new ProblemError('too_many_requests', { retryAt });
    }
  };
}
