import type { BodyOf, QueryOf, ResultOf } from '../../../contract/route.ts';
import type * as contract from '../../../contract/complaints.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';
import { containing } from '../desk-queries.ts';
import type { ComplaintRow } from './queries.ts';

type ListRequest = QueryOf<typeof contract.listDeskComplaints>;
type Counts = ResultOf<typeof contract.listDeskComplaints>['counts'];
export type Handler = ResultOf<typeof contract.listComplaintHandlers>['handlers'][number];

const pageSize = 50;

/** The next moment that something is owed by; those that owe nothing now come last. */
const nextDue = `coalesce((select min(clock.due_at) from support.complaint_clock clock where clock.complaint_id = c.id
  and clock.met_at is null and clock.left_when_paused is null), 'infinity'::timestamptz)`;

const views = {
  mine: 'c.owner_id = $1 and c.status <> $2',
  unowned: 'c.owner_id is null and c.status <> $2 and $1::uuid is not null',
  open: 'c.status <> $2 and $1::uuid is not null',
  closed: 'c.status = $2 and $1::uuid is not null',
} as const;

/** A page: open ones by what is due next, closed ones newest first. */
export async function listForDesk(
  q: Queryable,
  staffId: string,
  { view, search, after }: ListRequest,
): Promise<{ rows: ComplaintRow[]; next: string | undefined }> {
  const cursor = after === undefined ? undefined : parseCursor(after);
  const isClosed = view === 'closed';
  const order = isClosed ? 'c.closed_at' : nextDue;
  const rows = await q.query<ComplaintRow & { place: string }>(
    `select * from (select c.*, (${order})::text as place, ${order} as at from support.complaint c
       where ${views[view]}
         and ($3::text is null or c.number = upper($3) or c.phone_end = $3 or c.customer_name ilike $4
           or c.description ilike $4)) as found
     where $5::timestamptz is null or (at, id) ${isClosed ? '<' : '>'} ($5, $6::uuid)
     order by at ${isClosed ? 'desc' : 'asc'}, id ${isClosed ? 'desc' : 'asc'} limit ${pageSize + 1}`,
    [
      staffId,
      'closed',
      search ?? null,
      search === undefined ? null : containing(search),
      cursor?.at ?? null,
      cursor?.id ?? null,
    ],
  );
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return {
    rows: page,
    next: rows.length > pageSize && last !== undefined ? `${last.place}_${last.id}` : undefined,
  };
}

function parseCursor(text: string): { at: string; id: string } {
  const match = /^(infinity|[0-9: .+-]{19,40})_([0-9a-f-]{36})$/.exec(text);
  if (match === null) throw new ProblemError('invalid_request');
  return { at: match[1] as string, id: match[2] as string };
}

export async function countForDesk(q: Queryable, staffId: string, oversees: boolean): Promise<Counts> {
  const [row] = await q.query<Counts>(
    {
      name: 'complaints.counts',
      text: `select count(*) filter (where owner_id = $1)::int as mine, count(*) filter (where owner_id is null)::int as unowned,
               count(*)::int as open,
               count(*) filter (where ($2 or owner_id = $1) and exists (select from support.complaint_clock clock
                 where clock.complaint_id = complaint.id and clock.met_at is null and clock.left_when_paused is null
                   and clock.warned_at is not null))::int as due
             from support.complaint where status <> 'closed'`,
    },
    [staffId, oversees],
  );
  return row ?? { mine: 0, unowned: 0, open: 0, due: 0 };
}

/** Agents who have been at the desk, and how many open complaints each has. */
export function readHandlers(q: Queryable): Promise<Handler[]> {
  return q.query(
    `select staff_id as id, name, (select count(*) from support.complaint where owner_id = staff_id and status <> 'closed')::int as open
     from support.agent order by name`,
  );
}

export async function readTrends(
  q: Queryable,
  now: Date,
  days: number,
): Promise<ResultOf<typeof contract.getComplaintTrends>> {
  const from = new Date(now.getTime() - days * 86_400_000);
  const before = new Date(from.getTime() - days * 86_400_000);
  const [sums] = await q.query<{
    opened: number;
    closed: number;
    median: number | null;
    met: number | null;
    appealed: number;
    reopened: number;
  }>(
    `select (select count(*) from support.complaint where opened_at > $1)::int as opened,
       (select count(*) from support.complaint where closed_at > $1)::int as closed,
       (select percentile_cont(0.5) within group (order by extract(epoch from closed_at - opened_at) / 3600)
        from support.complaint where closed_at > $1 and outcome not in ('withdrawn', 'no_reply')) as median,
       (select avg((overdue_at is null)::int)::float8 from support.complaint_clock where met_at > $1) as met,
       (select count(*) from support.complaint where opened_at > $1 and appeals > 0)::int as appealed,
       (select count(*) from support.complaint where opened_at > $1 and follow_up = 'not_solved')::int as reopened`,
    [from],
  );
  const counted = (column: 'category' | 'cause', time: 'opened_at' | 'closed_at') =>
    q.query<{ name: string; count: number; before: number }>(
      `select ${column} as name, count(*) filter (where ${time} > $1)::int as count,
         count(*) filter (where ${time} <= $1)::int as before
       from support.complaint where ${time} > $2 and ${column} is not null group by ${column} order by 2 desc, 1`,
      [from, before],
    );
  const [byCategory, byCause] = await Promise.all([
    counted('category', 'opened_at'),
    counted('cause', 'closed_at'),
  ]);
  return {
    opened: sums?.opened ?? 0,
    closed: sums?.closed ?? 0,
    medianHours: sums?.median ?? undefined,
    metInTime: sums?.met ?? undefined,
    appealed: sums?.appealed ?? 0,
    reopened: sums?.reopened ?? 0,
    byCategory: byCategory.map(({ name, ...counts }) => ({ category: name as Category, ...counts })),
    byCause: byCause.map(({ name, ...counts }) => ({ cause: name as Cause, ...counts })),
  };
}

type Category = BodyOf<typeof contract.openComplaint>['category'];
type Cause = BodyOf<typeof contract.closeComplaint>['cause'];
