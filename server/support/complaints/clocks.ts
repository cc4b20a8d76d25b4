import {
  type ComplaintClockKind,
  type ComplaintSeverity,
  complaintClocks,
} from '../../../contract/complaint.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { businessTimeBetween } from '../calendar.ts';
import { type ClockRow, type ComplaintRow, readClocks, saveClock } from './queries.ts';
import { dueAfterPause, dueFrom, isPausing, pausedClocks } from './sla.ts';

/** Starts every clock of a new complaint. */
export function startClocks(tx: Transaction, complaint: ComplaintRow): void {
  for (const kind of complaintClocks) saveClock(tx, freshClock(complaint, kind, complaint.opened_at));
}

function freshClock(complaint: ComplaintRow, kind: ComplaintClockKind, from: Date): ClockRow {
  const { dueAt, warnAt } = dueFrom(from, complaint.severity, kind);
  return {
    complaint_id: complaint.id,
    kind,
    due_at: dueAt,
    warn_at: warnAt,
    left_when_paused: null,
    met_at: null,
    warned_at: null,
    overdue_at: null,
  };
}

/** What we owed by these clocks is done. */
export async function meetClocks(
  tx: Transaction,
  complaint: ComplaintRow,
  kinds: readonly ComplaintClockKind[],
  now: Date,
): Promise<void> {
  for (const clock of await readClocks(tx, [complaint.id]))
    if (kinds.includes(clock.kind) && clock.met_at === null)
      saveClock(tx, { ...clock, met_at: now, left_when_paused: null });
}

/** Clocks stand still while the customer has the next word, and go on with what they had left. */
export async function followStatus(
  tx: Transaction,
  complaint: ComplaintRow,
  before: ComplaintRow['status'],
  now: Date,
): Promise<void> {
  const [wasPausing, pausing] = [isPausing(before), isPausing(complaint.status)];
  if (wasPausing === pausing) return;
  for (const clock of await readClocks(tx, [complaint.id])) {
    if (clock.met_at !== null || !pausedClocks.some((kind) => kind === clock.kind)) continue;
    if (pausing)
      saveClock(tx, { ...clock, left_when_paused: BigInt(businessTimeBetween(now, clock.due_at)) });
    else if (clock.left_when_paused !== null) {
      const { dueAt, warnAt } = dueAfterPause(now, Number(clock.left_when_paused));
      saveClock(tx, { ...clock, due_at: dueAt, warn_at: warnAt, left_when_paused: null });
    }
  }
}

/** Sets what is still owed anew, from when it was opened: a graver complaint is owed sooner. */
export async function resetClocks(
  tx: Transaction,
  complaint: ComplaintRow,
  severity: ComplaintSeverity,
  now: Date,
): Promise<void> {
  for (const clock of await readClocks(tx, [complaint.id])) {
    if (clock.met_at !== null) continue;
    const fresh = freshClock({ ...complaint, severity }, clock.kind, complaint.opened_at);
    saveClock(tx, {
      ...fresh,
      overdue_at: fresh.due_at > now ? null : clock.overdue_at,
      left_when_paused:
        clock.left_when_paused === null ? null : BigInt(businessTimeBetween(now, fresh.due_at)),
    });
  }
}

/** A complaint that is taken up again after closing is owed a decision anew. */
export function restartDecision(tx: Transaction, complaint: ComplaintRow, now: Date): void {
  saveClock(tx, freshClock(complaint, 'resolve', now));
}
