import type { Database, Queryable, Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { Ledger } from './ledger.ts';

/** An open hold past its time. */
export interface ExpiredHold {
  id: string;
  reference: string;
  expiresAt: Date;
}

/**
 * Ends expired holds together with what they were made for, in `tx`, and returns the ids of those that are its own. It locks
 * its own rows before it posts, as it does everywhere else.
 */
export type HoldOwner = (tx: Transaction, holds: readonly ExpiredHold[]) => Promise<ReadonlySet<string>>;

const mostAtOnce = 200;

/**
 * Voids every hold that is past its time, once: an owner ends its own together with what they were for; those of nobody are
 * voided here, and `ledger.hold_expired` says so. What was posted meanwhile stays posted.
 * @returns how many holds were past their time
 */
export async function expireHolds(
  db: Database,
  { clock, events }: Pick<Platform, 'clock' | 'events'>,
  ledger: Pick<Ledger, 'post'>,
  owners: readonly HoldOwner[],
): Promise<number> {
  let count = 0;
  let after: ExpiredHold | undefined;
  for (;;) {
    const due = await readExpired(db, clock.now(), after);
    let unclaimed = due;
    for (const owner of owners) {
      if (unclaimed.length === 0) break;
      const asked = unclaimed;
      const own = await db.transaction((tx) => owner(tx, asked));
      unclaimed = unclaimed.filter(({ id }) => !own.has(id));
    }
    if (unclaimed.length > 0) await db.transaction((tx) => voidHolds(tx, unclaimed));
    count += due.length;
    after = due.at(-1);
    if (due.length < mostAtOnce) return count;
  }

  async function voidHolds(tx: Transaction, holds: readonly ExpiredHold[]): Promise<void> {
    const postings = holds.map(({ id, reference }) => [
      { kind: 'void' as const, id: newId(), holdId: id, reference },
    ]);
    const results = await ledger.post(tx, postings);
    const voided = holds.filter((_, place) => results[place]?.outcome === 'posted');
    events.append(
      tx,
      voided.map(({ id, reference }) => ({
        topic: 'ledger.hold_expired',
        subjectId: reference,
        payload: { holdId: id },
      })),
    );
  }
}

async function readExpired(q: Queryable, now: Date, after: ExpiredHold | undefined): Promise<ExpiredHold[]> {
  const rows = await q.query<{ id: string; reference_id: string; expires_at: Date }>(
    {
      name: 'ledger.expired',
      text: `select id, reference_id, expires_at from ledger.hold
             where state = 'open' and expires_at is not null and expires_at <= $1 and (expires_at, id) > ($2, $3::uuid)
             order by expires_at, id limit ${mostAtOnce}`,
    },
    [now, after?.expiresAt ?? new Date(0), after?.id ?? '00000000-0000-0000-0000-000000000000'],
  );
  return rows.map((row) => ({ id: row.id, reference: row.reference_id, expiresAt: row.expires_at }));
}
