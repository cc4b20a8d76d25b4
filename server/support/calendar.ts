/** The one business calendar, of people at the desk and of complaints: that of Shanghai, UTC+8, no daylight saving. */
const zoneMilliseconds = 8 * 3_600_000;
const dayMilliseconds = 24 * 3_600_000;
const opening = 9 * 3_600_000;
const closing = 18 * 3_600_000;
export const businessDayMilliseconds = closing - opening;

/**
 * Public holidays and the weekends worked for them: for 2026 as the State Council's office announced in November 2025; for
 * 2027 the days the law names (国务院令第795号), until that year's notice is out.
 */
const holidays = daysOf([
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
  ['2027-01-01', '2027-01-01'],
  ['2027-02-05', '2027-02-08'],
  ['2027-04-05', '2027-04-05'],
  ['2027-05-01', '2027-05-02'],
  ['2027-06-09', '2027-06-09'],
  ['2027-09-15', '2027-09-15'],
  ['2027-10-01', '2027-10-03'],
]);
const workedWeekends = new Set([
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]);

function daysOf(ranges: ReadonlyArray<readonly [first: string, last: string]>): Set<string> {
  const days = new Set<string>();
  for (const [first, last] of ranges)
    for (let day = Date.parse(first); day <= Date.parse(last); day += dayMilliseconds)
      days.add(new Date(day).toISOString().slice(0, 10));
  return days;
}

/** @param midnight of the day in Shanghai, as if it were UTC */
function isWorked(midnight: number): boolean {
  const day = new Date(midnight).toISOString().slice(0, 10);
  if (holidays.has(day)) return false;
  const weekday = new Date(midnight).getUTCDay();
  return workedWeekends.has(day) || (weekday !== 0 && weekday !== 6);
}

/** The hours worked from a moment on, as pairs of moments. */
function* hoursFrom(from: Date): Generator<[start: number, end: number]> {
  const local = from.getTime() + zoneMilliseconds;
  for (let midnight = local - (local % dayMilliseconds); ; midnight += dayMilliseconds) {
    if (!isWorked(midnight)) continue;
    const start = Math.max(midnight + opening, local);
    const end = midnight + closing;
    if (start < end) yield [start - zoneMilliseconds, end - zoneMilliseconds];
  }
}

/** Spans of business hours of this length, from the one under way on, each as long as the others. */
export function* businessSpansFrom(from: Date, milliseconds: number): Generator<{ from: Date; until: Date }> {
  for (const [, end] of hoursFrom(from))
    for (let start = end - businessDayMilliseconds; start + milliseconds <= end; start += milliseconds)
      if (start + milliseconds > from.getTime())
        yield { from: new Date(start), until: new Date(start + milliseconds) };
}

/** When people are at the desk again; undefined while they are. */
export function opensAt(now: Date): Date | undefined {
  const [[start] = [0]] = hoursFrom(now);
  return start > now.getTime() ? new Date(start) : undefined;
}

/** The moment by which `milliseconds` of business time have passed since `from`. */
export function addBusinessTime(from: Date, milliseconds: number): Date {
  let left = milliseconds;
  for (const [start, end] of hoursFrom(from)) {
    if (left <= end - start) return new Date(start + left);
    left -= end - start;
  }
  throw new Error('business time has no end');
}

/** Business time from one moment to a later one, in milliseconds; negative when the second is earlier. */
export function businessTimeBetween(from: Date, to: Date): number {
  if (to < from) return -businessTimeBetween(to, from);
  let sum = 0;
  for (const [start, end] of hoursFrom(from)) {
    if (start >= to.getTime()) return sum;
    sum += Math.min(end, to.getTime()) - start;
  }
  return sum;
}
