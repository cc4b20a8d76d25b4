import { businessDay } from '../../contract/business-day.ts';
import type { Queryable } from '../platform/database/database.ts';
import { forgetDays } from './queries/usage.ts';

const day = 24 * 60 * 60_000;

/** Sums of a month are looked at, and those of the month before for complaints; usage of a day by nobody later. */
export async function forgetOldDays(q: Queryable, now: Date): Promise<void> {
  await forgetDays(q, {
    usage: businessDay(new Date(now.getTime() - 31 * day)),
    spending: businessDay(new Date(now.getTime() - 400 * day)),
  });
}
