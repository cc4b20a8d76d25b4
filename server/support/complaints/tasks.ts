import { type ComplaintTask, complaintTeams } from '../../../contract/complaint.ts';
import type * as contract from '../../../contract/complaints.ts';
import type { BodyOf, ResultOf } from '../../../contract/route.ts';
import { staffMay } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Staff } from '../support.ts';
import { byStaff, type ComplaintsContext } from './context.ts';
import { act, mayAct, requireOwner } from './desk-acts.ts';
import type { ComplaintRow } from './queries.ts';

export interface TaskRow {
  id: string;
  complaint_id: string;
  team: ComplaintTask['team'];
  what: string;
  due_at: Date;
  created_by: string;
  created_at: Date;
  done_by: string | null;
  done_at: Date | null;
  result: string | null;
  /** When its owner was told that it is late. */
  overdue_at: Date | null;
}

const mostListed = 100;

const viewTask = (task: TaskRow): ComplaintTask => ({
  id: task.id,
  team: task.team,
  what: task.what,
  dueAt: task.due_at.toISOString(),
  createdBy: task.created_by,
  createdAt: task.created_at.toISOString(),
  doneBy: task.done_by ?? undefined,
  doneAt: task.done_at?.toISOString(),
  result: task.result ?? undefined,
});

export async function tasksOf(q: Queryable, complaintId: string): Promise<ComplaintTask[]> {
  const rows = await q.query<TaskRow>(
    'select * from support.complaint_task where complaint_id = $1 order by created_at, id',
    [complaintId],
  );
  return rows.map(viewTask);
}

/** What is asked of the teams of a member of staff. Refused with not_allowed to who is of none. */
export async function tasksForTeams(
  q: Queryable,
  staff: Staff,
): Promise<ResultOf<typeof contract.listComplaintTasks>['tasks']> {
  const teams = complaintTeams.filter((team) => staffMay(staff, team, 'complaint_task'));
  if (teams.length === 0) throw new ProblemError('not_allowed');
  const rows = await q.query<TaskRow & Pick<ComplaintRow, 'number' | 'category' | 'severity'>>(
    `select t.*, c.number, c.category, c.severity from support.complaint_task t
     join support.complaint c on c.id = t.complaint_id and c.status <> 'closed'
     where t.done_at is null and t.team = any($1) order by t.due_at, t.id limit ${mostListed}`,
    [teams],
  );
  return rows.map((row) => ({
    ...viewTask(row),
    complaint: { id: row.complaint_id, number: row.number, category: row.category, severity: row.severity },
  }));
}

export function addTask(
  context: ComplaintsContext,
  staff: Staff,
  id: string,
  { team, what, dueAt }: BodyOf<typeof contract.addComplaintTask>,
): Promise<void> {
  return act(context, staff, id, 'task_added', async ({ tx, now, complaint, add }) => {
    requireOwner(complaint);
    await tx.query(
      `insert into support.complaint_task (id, complaint_id, team, what, due_at, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [newId(), id, team, what, new Date(dueAt), staff.name, now],
    );
    await add(byStaff(staff), { kind: 'task_added', about: team, text: what, internal: true });
  });
}

/** What came of it, as its team says, or who has the complaint and heard of it. */
export async function finishTask(
  context: ComplaintsContext,
  staff: Staff,
  taskId: string,
  { result }: BodyOf<typeof contract.completeComplaintTask>,
): Promise<void> {
  const [asked] = await context.db.query<TaskRow>('select * from support.complaint_task where id = $1', [
    taskId,
  ]);
  if (asked === undefined) {
    // Who is of no team is told no more than that.
    await tasksForTeams(context.db, staff);
    throw new ProblemError('not_found');
  }
  const mayFinish = (complaint: ComplaintRow) =>
    mayAct(staff, complaint) || staffMay(staff, asked.team, 'complaint_task');
  await act(
    context,
    staff,
    asked.complaint_id,
    'task_done',
    async ({ tx, now, add }) => {
      const done = await tx.query(
        `update support.complaint_task set done_by = $2, done_at = $3, result = $4
         where id = $1 and done_at is null returning id`,
        [taskId, staff.name, now, result],
      );
      if (done.length === 0) throw new ProblemError('conflict');
      await add(byStaff(staff), { kind: 'task_done', about: asked.team, text: result, internal: true });
    },
    mayFinish,
  );
}
