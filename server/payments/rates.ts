import type { Platform } from '../platform/platform.ts';
import { createLocalLimiter, createSharedLimiter, scaleLimits } from '../platform/rate-limits.ts';

const hour = 3600;
/** How often a customer may try instruments that may be stolen, or take people's time: for all nodes together. */
const shared = {
  addMethod: { times: 20, seconds: hour },
  openDispute: { times: 20, seconds: hour },
  /** Found or not: whoever tries addresses learns who is a customer, and a masked name. */
  lookUpPayee: { times: 100, seconds: hour },
  lookUpPayeeADay: { times: 300, seconds: 24 * hour },
} as const;
/** How often a customer may spy on others or press a rail, and a merchant do anything: for each node. */
const local = {
  askForPayment: { times: 60, seconds: hour },
  showPayerCode: { times: 300, seconds: hour },
  openReceiveCode: { times: 120, seconds: hour },
  openRequest: { times: 100, seconds: hour },
  inquire: { times: 60, seconds: 60 },
  callAsMerchant: { times: 1_000, seconds: 10 },
} as const;

export type Rates = (name: keyof typeof shared | keyof typeof local, callerId: string) => Promise<void>;

/** Counts one use. Throws too_many_requests with the time from which it may be tried again. */
export function createRates(platform: Platform): Rates {
  const { rateLimitFactor } = platform.config;
  const inDatabase = createSharedLimiter(platform, 'payments', scaleLimits(shared, rateLimitFactor));
  const inMemory = createLocalLimiter(platform.clock, scaleLimits(local, rateLimitFactor));
  return async (name, callerId) =>
    name in shared
      ? inDatabase.take(name as keyof typeof shared, callerId)
      : inMemory.take(name as keyof typeof local, callerId);
}
