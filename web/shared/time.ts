/** Times as people say them. All take epoch milliseconds and a BCP-47 locale, and use the device's time zone. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "今天 14:22", "yesterday 22:05", "明天 09:00", "11月20日 10:02"; with the year when it is not this year. */
export function formatMoment(at: number, locale: string, now: number): string {
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  const days = calendarDay(at) - calendarDay(now);
  if (Math.abs(days) <= 1) {
    return `${new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')} ${clock}`;
  }
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const date = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
  return `${date} ${clock}`;
}

/** "刚刚"-style distance: "2分钟前", "in 3 hours"; the largest whole unit. */
export function formatRelative(at: number, locale: string, now: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < MINUTE) return format.format(0, 'second');
  if (size < HOUR) return format.format(Math.trunc(distance / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.trunc(distance / HOUR), 'hour');
  return format.format(Math.trunc(distance / DAY), 'day');
}

/** Everything, to the second: for receipts, traces and tooltips. */
export function formatExact(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(at);
}

function calendarDay(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY);
}
