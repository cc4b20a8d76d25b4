import { z } from 'zod';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** The caller's own id of a request; what makes it idempotent. */
export const reference = z.uuid('must be a UUID').toLowerCase();

/** Minor units as decimal text, above zero. */
export const amount = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'must be a positive whole number of minor units, as text');

export const currency = z.string().refine((code) => currencies.has(code), 'must be an ISO 4217 code');

export const text = (max: number) => z.string().min(1).max(max);

export const referenceParams = z.object({ reference });
