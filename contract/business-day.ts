/** The business calendar's day, Asia/Shanghai (UTC+8, no daylight saving), as YYYY-MM-DD. */
export function businessDay(now: Date): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
