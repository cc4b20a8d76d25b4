const minute = 60_000;

/** Waits after the first, second, third … lock in a row; the last one repeats. Milliseconds. */
export const growingWaits = [15 * minute, 60 * minute, 24 * 60 * minute] as const;

/** @param locks how many locks in a row this is, from 1 */
export function waitOf(locks: number): number {
  return growingWaits[Math.min(locks, growingWaits.length) - 1] ?? growingWaits[0];
}
