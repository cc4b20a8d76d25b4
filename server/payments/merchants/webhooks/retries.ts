const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Between one try and the next; all of them together are three days. */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  20 * hour + 24 * minute + 55 * second,
];

/** @param tries that have failed; undefined when there is no other */
export function waitBeforeNextTry(tries: number): number | undefined {
  return waits[tries - 1];
}
