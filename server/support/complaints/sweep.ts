import type { Transaction } from '../../platform/database/database.ts';
import { changeLocked, type ComplaintsContext, type NewEntry } from './context.ts';
import { releaseGoodwill } from './goodwill.ts';
import { type ClockRow, type ComplaintRow, lockComplaint, saveClock } from './queries.ts';
import { closeAfter, followUpAfter, remindAfter } from './sla.ts';

const atOnce = 200;
const system = { kind: 'system' } as const;

/**
 * What time does, once each: clocks warn and run out (what is overdue is escalated), so do the tasks of teams, customers
 * who owe a word are reminded and in the end not waited for, and whoever's complaint was closed is asked whether it is
 * solved.
 */
export async function sweepComplaints(context: ComplaintsContext): Promise<void> {
  await sweepClocks(context, 'warn_at', 'warned_at', 'due_soon');
  await sweepClocks(context, 'due_at', 'overdue_at', 'overdue');
  await sweepTasks(context);
  await sweepSilence(context);
  await sweepFollowUps(context);
}

async function sweepClocks(
  context: ComplaintsContext,
  moment: 'warn_at' | 'due_at',
  mark: 'warned_at' | 'overdue_at',
  kind: 'due_soon' | 'overdue',
): Promise<void> {
  const now = context.clock.now();
  const due = await context.db.query<{ complaint_id: string; kind: ClockRow['kind'] }>(
    `select complaint_id, kind from support.complaint_clock
     where ${moment} <= $1 and met_at is null and left_when_paused is null and ${mark} is null limit ${atOnce}`,
    [now],
  );
  for (const { complaint_id, kind: clockKind } of due)
    await withLocked(context, complaint_id, async (tx, complaint) => {
      const [clock] = await tx.query<ClockRow>(
        `select * from support.complaint_clock where complaint_id = $1 and kind = $2 and ${moment} <= $3
         and met_at is null and left_when_paused is null and ${mark} is null`,
        [complaint_id, clockKind, now],
      );
      if (clock === undefined) return;
      saveClock(tx, { ...clock, [mark]: now });
      await changeLocked(context, tx, complaint, async ({ add }) => {
        if (kind === 'overdue') complaint.escalated_at ??= now;
        await add(system, { kind, about: clockKind, internal: true });
      });
      context.events.append(tx, [
        {
          topic: `complaint.${kind}`,
          subjectId: complaint.id,
          payload: { clock: clockKind, number: complaint.number, ownerId: complaint.owner_id },
        },
      ]);
    });
}

/** What a team has not done in time is told in the complaint. */
async function sweepTasks(context: ComplaintsContext): Promise<void> {
  const now = context.clock.now();
  const late = await context.db.query<{ id: string; complaint_id: string; team: string; what: string }>(
    `select t.id, t.complaint_id, t.team, t.what from support.complaint_task t
     join support.complaint c on c.id = t.complaint_id and c.status <> 'closed'
     where t.due_at <= $1 and t.done_at is null and t.overdue_at is null limit ${atOnce}`,
    [now],
  );
  for (const { id, complaint_id, team, what } of late)
    await withLocked(context, complaint_id, async (tx, complaint) => {
      const told = await tx.query(
        `update support.complaint_task set overdue_at = $2
         where id = $1 and done_at is null and overdue_at is null returning id`,
        [id, now],
      );
      if (told.length > 0)
        await changeLocked(context, tx, complaint, async ({ add }) => {
          await add(system, { kind: 'task_overdue', about: team, text: what, internal: true });
        });
    });
}

async function sweepSilence(context: ComplaintsContext): Promise<void> {
  const now = context.clock.now();
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  const silent = await context.db.query<{ id: string }>(
    `select id from support.complaint where waiting_since is not null
       and (waiting_since <= $1 or (waiting_since <= $2 and reminded_at is null)) limit ${atOnce}`,
    [before(closeAfter), before(remindAfter)],
  );
  for (const { id } of silent)
    await withLocked(context, id, async (tx, complaint) => {
      const since = complaint.waiting_since;
      if (since === null || since > before(remindAfter)) return;
      await changeLocked(context, tx, complaint, async ({ add }) => {
        if (since > before(closeAfter)) {
          if (complaint.reminded_at !== null) return;
          complaint.reminded_at = now;
          await add(system, { kind: 'reminded' });
          return;
        }
        await releaseGoodwill(context, tx, complaint);
        const closing: NewEntry = { kind: 'closed', about: 'no_reply' };
        Object.assign(complaint, {
          status: 'closed',
          outcome: 'no_reply',
          explanation: '',
          closed_at: now,
          follow_up: null,
        });
        await add(system, closing);
      });
    });
}

async function sweepFollowUps(context: ComplaintsContext): Promise<void> {
  const now = context.clock.now();
  const due = await context.db.query<{ id: string }>(
    `select id from support.complaint where status = 'closed' and follow_up is null and closed_at <= $1 limit ${atOnce}`,
    [new Date(now.getTime() - followUpAfter)],
  );
  for (const { id } of due)
    await withLocked(context, id, async (tx, complaint) => {
      if (complaint.status !== 'closed' || complaint.follow_up !== null) return;
      await changeLocked(context, tx, complaint, async ({ add }) => {
        complaint.follow_up = 'asked';
        await add(system, { kind: 'follow_up' });
      });
    });
}

/** One at a time, so that one that cannot be done holds up no other for long. */
async function withLocked(
  context: ComplaintsContext,
  id: string,
  work: (tx: Transaction, complaint: ComplaintRow) => Promise<void>,
): Promise<void> {
  try {
    await context.db.transaction(async (tx) => {
      const complaint = await lockComplaint(tx, id);
      if (complaint !== undefined) await work(tx, complaint);
    });
  } catch (error) {
    context.log.error({ err: error, complaintId: id }, 'time could not do its part for a complaint');
  }
}
