-- A task that is late is told of in its complaint, once; open ones are listed for their teams.
alter table support.complaint_task add column overdue_at timestamptz;
create index complaint_task_open on support.complaint_task (due_at) where done_at is null;
