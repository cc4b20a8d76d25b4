import { v7 } from 'uuid';

/** A new UUIDv7: time-ordered, so that new rows land together at the end of an index. */
export function newId(): string {
  return v7();
}
