import { businessDay } from '../../contract/business-day.ts';

/** When the business day after `now` begins. */
export function nextBusinessDay(now: Date): Date {
  return new Date(Date.parse(`${businessDay(now)}T00:00:00+08:00`) + 24 * 3_600_000);
}

/** A month of Asia/Shanghai: from its beginning to that of the next. @param month "2026-11" */
export function monthRange(month: string): { from: Date; to: Date } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const shanghai = 8 * 3_600_000;
  return {
    from: new Date(Date.UTC(year, number - 1, 1) - shanghai),
    to: new Date(Date.UTC(year, number, 1) - shanghai),
  };
}
