import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes for many ids at once: asking for each id's own costs more than the id. */
const pool = new Uint8Array(16 * 256);
let used = pool.length;
let milliseconds = 0;
let sequence = 0;

/**
 * A new UUIDv7: time-ordered, and ascending within this process, so that new rows land together at the end of an index and
 * ids tell which came first.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 16);
  used += 16;
  const now = Date.now();
  if (now > milliseconds) {
    milliseconds = now;
    // Half the range is left for the ids of the same millisecond.
    sequence = ((random[6] as number) << 16) | ((random[7] as number) << 8) | (random[8] as number);
  } else {
    sequence++;
  }
  return v7({ random, msecs: milliseconds, seq: sequence });
}
