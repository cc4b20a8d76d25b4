/** Months of the business calendar, which is Shanghai's wherever the customer is: "2026-11". */
export function lastMonths(count: number, now = new Date()): string[] {
  const there = new Date(now.getTime() + 8 * 3_600_000);
  const [year, month] = [there.getUTCFullYear(), there.getUTCMonth()];
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 7),
  );
}

/** "2026年11月", "November 2026". */
export function monthName(month: string, locale: string, length: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: length, timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}
