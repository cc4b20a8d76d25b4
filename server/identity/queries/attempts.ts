import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** Where password guesses are counted together. */
export interface Lane {
  /** Keyed hash of the account's phone or email, whether the account exists or not. */
  subject: Buffer;
  /** A device the account knows, or the nil id for all others. */
  deviceId: string;
}

export interface AttemptRow {
  failures: number;
  locked_until: Date | null;
}

/**
 * Counts a guess before it is checked, so that guesses in parallel can't be more than `tries`; the last one allowed locks
 * the lane at once.
 * @param waits milliseconds of the first, second, … lock in a row
 * @returns undefined while the lane is locked
 */
export async function countAttempt(
  q: Queryable,
  lane: Lane,
  at: Date,
  tries: number,
  waits: readonly number[],
): Promise<AttemptRow | undefined> {
  const [row] = await q.query<AttemptRow>(
    {
      name: 'identity.count_attempt',
      text: `insert into identity.password_attempt as a (subject, device_id, failures, locks, attempted_at)
             values ($1, $2, 1, 0, $3)
             on conflict (subject, device_id) do update set
               attempted_at = $3,
               failures = (a.failures + 1) % $4::smallint,
               locks = a.locks + case when a.failures + 1 >= $4 then 1 else 0 end,
               locked_until = case when a.failures + 1 >= $4 then
                 $3::timestamptz + ($5::int[])[least(a.locks + 1, cardinality($5))] * interval '1 millisecond' end
             where a.locked_until is null or a.locked_until <= $3
             returning failures, locked_until`,
    },
    [lane.subject, lane.deviceId, at, tries, waits],
  );
  return row;
}

export async function selectLockedUntil(q: Queryable, lane: Lane): Promise<Date | undefined> {
  const [row] = await q.query<AttemptRow>(
    {
      name: 'identity.attempt_lock',
      text: 'select failures, locked_until from identity.password_attempt where subject = $1 and device_id = $2',
    },
    [lane.subject, lane.deviceId],
  );
  return row?.locked_until ?? undefined;
}

export function deleteAttempts(tx: Transaction, lane: Lane): void {
  tx.write(
    {
      name: 'identity.delete_attempts',
      text: 'delete from identity.password_attempt where subject = $1 and device_id = $2',
    },
    [lane.subject, lane.deviceId],
  );
}

/** From every device and from strangers. */
export async function deleteAttemptsOfSubject(tx: Transaction, subject: Buffer): Promise<void> {
  await tx.query(
    {
      name: 'identity.delete_attempts_of_subject',
      text: 'delete from identity.password_attempt where subject = $1',
    },
    [subject],
  );
}
