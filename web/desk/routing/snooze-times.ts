/** Times at which agents usually come back to something, soonest first: all at least ten minutes away, on a full minute. */
export function usualTimes(now: Date): Date[] {
  const minute = new Date(now);
  minute.setSeconds(0, 0);
  const later = (minutes: number) => new Date(minute.getTime() + minutes * 60_000);
  const at = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const evening = at(0, 17);
  return [
    later(30),
    later(120),
    ...(evening.getTime() - now.getTime() > 150 * 60_000 ? [evening] : []),
    at(1, 9),
    at(2, 9),
  ].toSorted((a, b) => a.getTime() - b.getTime());
}

/** As a field of date and time takes it, in the device's time zone: 2026-11-29T14:30. */
export function localMinute(time: Date): string {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
