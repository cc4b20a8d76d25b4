import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** Of the customer's row also `closed`: for good. */
export type LockReason = 'wrong_password' | 'abnormal_transactions' | 'frozen';

export interface LockRow {
  reason: LockReason;
  locked_at: Date;
  /** Absent for a freeze. */
  until: Date | null;
}

/** Stands in the customer's row for a freeze, so that one comparison on the path of payments decides. */
export const noEnd = new Date('9999-12-31T00:00:00Z');

/** Writes down locks and locks the accounts; a longer lock that is there stays. A second freeze changes nothing. */
export async function insertLocks(
  tx: Transaction,
  locks: ReadonlyArray<{
    id: string;
    customerId: string;
    reason: LockReason;
    details: Record<string, unknown>;
    at: Date;
    until: Date | null;
  }>,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_locks',
      text: `with lock as (
               insert into identity.account_lock (id, customer_id, reason, details, locked_at, until)
               select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::timestamptz[], $6::timestamptz[])
               on conflict (customer_id) where reason = 'frozen' and lifted_at is null do nothing
               returning customer_id, reason, coalesce(until, $7) as until)
             update identity.customer c set locked_until = lock.until, lock_reason = lock.reason
             from (select distinct on (customer_id) * from lock order by customer_id, until desc) lock
             where c.id = lock.customer_id and (c.locked_until is null or c.locked_until < lock.until)`,
    },
    [
      locks.map((lock) => lock.id),
      locks.map((lock) => lock.customerId),
      locks.map((lock) => lock.reason),
      locks.map((lock) => JSON.stringify(lock.details)),
      locks.map((lock) => lock.at),
      locks.map((lock) => lock.until),
      noEnd,
    ],
  );
}

/** How often each was locked for this reason since then. */
export async function countLocks(
  tx: Transaction,
  customerIds: readonly string[],
  reason: LockReason,
  since: Date,
): Promise<Map<string, number>> {
  const rows = await tx.query<{ customer_id: string; count: number }>(
    {
      name: 'identity.count_locks',
      text: `select customer_id, count(*)::int as count from identity.account_lock
             where customer_id = any($1::uuid[]) and reason = $2 and locked_at > $3 group by customer_id`,
    },
    [customerIds, reason, since],
  );
  return new Map(rows.map((row) => [row.customer_id, row.count]));
}

/** What locks the account now, the longest first, and until when its payment password waits. */
export async function selectLocks(
  q: Queryable,
  customerId: string,
  now: Date,
): Promise<{ locks: LockRow[]; paymentPasswordUntil: Date | null }> {
  const locks = await q.query<LockRow>(
    {
      name: 'identity.locks',
      text: `select reason, locked_at, until from identity.account_lock
             where customer_id = $1 and lifted_at is null and coalesce(until, $3) > $2
             order by coalesce(until, $3) desc limit 20`,
    },
    [customerId, now, noEnd],
  );
  const [payment] = await q.query<{ locked_until: Date | null }>(
    {
      name: 'identity.payment_password_lock',
      text: 'select locked_until from identity.payment_password where customer_id = $1 and locked_until > $2',
    },
    [customerId, now],
  );
  return { locks, paymentPasswordUntil: payment?.locked_until ?? null };
}

/** Ends the locks of these reasons; what else locks the account goes on. @returns how many were ended */
export async function liftLocks(
  tx: Transaction,
  customerId: string,
  reasons: readonly LockReason[],
  at: Date,
): Promise<number> {
  const [row] = await tx.query<{ lifted: number }>(
    {
      name: 'identity.lift_locks',
      text: `with lifted as (
               update identity.account_lock set lifted_at = $3
               where customer_id = $1 and reason = any($2::text[]) and lifted_at is null and coalesce(until, $4) > $3
               returning id),
             remaining as (
               select reason, coalesce(until, $4) as until from identity.account_lock
               where customer_id = $1 and reason <> all($2::text[]) and lifted_at is null and coalesce(until, $4) > $3
               order by 2 desc limit 1),
             changed as (
               update identity.customer set locked_until = (select until from remaining),
                                            lock_reason = (select reason from remaining) where id = $1)
             select count(*)::int as lifted from lifted`,
    },
    [customerId, reasons, at, noEnd],
  );
  return row?.lifted ?? 0;
}

/** The payment password may be tried anew. @returns whether it had to wait */
export async function freePaymentPassword(tx: Transaction, customerId: string, at: Date): Promise<boolean> {
  const freed = await tx.query(
    {
      name: 'identity.free_payment_password',
      text: `update identity.payment_password set failures = 0, locked_until = null
             where customer_id = $1 and locked_until > $2 returning customer_id`,
    },
    [customerId, at],
  );
  return freed.length === 1;
}

/** Every session of a customer ends, at once and on every node. @returns how many */
export async function deleteSessionsOf(tx: Transaction, customerId: string): Promise<number> {
  const ended = await tx.query(
    {
      name: 'identity.delete_sessions_of',
      text: 'delete from identity.session where customer_id = $1 returning id',
    },
    [customerId],
  );
  return ended.length;
}

export async function reduceLimits(tx: Transaction, customerId: string, until: Date): Promise<void> {
  await tx.query(
    {
      name: 'identity.reduce_limits',
      text: 'update identity.customer set reduced_limits_until = greatest(reduced_limits_until, $2) where id = $1',
    },
    [customerId, until],
  );
}
