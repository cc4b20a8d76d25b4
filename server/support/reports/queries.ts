import type { Agent } from '../../../contract/routing.ts';
import type { BadRating } from '../../../contract/reports.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** The sums that what became of a conversation, `f`, is added to. */
const dimensions = `lateral (values ('total', ''), ('agent', coalesce(f.agent_id::text, '')), ('guide', coalesce(f.guide, '')),
  ('area', coalesce(f.area, ''))) as dimension (by, key)`;
const day = `(c.closed_at at time zone 'Asia/Shanghai')::date`;

/** Adds conversations that have closed to the sums of their days; each is added once. */
export async function addClosed(
  tx: Transaction,
  conversationIds: readonly string[],
  targetSeconds: number,
): Promise<void> {
  await tx.query(
    {
      name: 'reports.closed',
      text: `with fact as (
               select c.id, ${day} as day, c.agent_id, g.guide, c.skill as area, c.resolution = 'resolved' as resolved, a.waiting_since is null and c.resolution = 'resolved' as alone,
                 extract(epoch from r.sent_at - a.waiting_since) as answer, a.handling,
                 extract(epoch from c.closed_at - c.opened_at) as resolution
               from support.conversation c
               left join lateral (select min(waiting_since) as waiting_since,
                   sum(extract(epoch from coalesce(ended_at, c.closed_at) - assigned_at)) as handling
                 from support.assignment where conversation_id = c.id) a on true
               left join lateral (select sent_at from support.message where conversation_id = c.id
                 and sender_kind = 'agent' and content ->> 'type' <> 'note' order by sequence limit 1) r on true
               left join lateral (select content -> 'card' ->> 'guide' as guide from support.message
                 where conversation_id = c.id and content ->> 'type' = 'card' order by sequence desc limit 1) g on true
               where c.id = any($1::uuid[]) and c.status = 'closed'
             ), added as (
               insert into support.outcome (conversation_id, day, agent_id, guide, area)
               select id, day, agent_id, guide, area from fact on conflict do nothing returning conversation_id
             )
             insert into support.report_day as d (day, by, key, closed, resolved, alone, answered,
               answer_seconds, answered_in_time, handled, handling_seconds, resolution_seconds)
             select day, by, key, count(*), count(*) filter (where resolved), count(*) filter (where alone),
               count(answer), coalesce(sum(answer), 0), count(*) filter (where answer <= $2),
               count(handling), coalesce(sum(handling), 0), coalesce(sum(resolution), 0)
             from fact f join added on conversation_id = id, ${dimensions} group by 1, 2, 3 order by 1, 2, 3
             on conflict (day, by, key) do update set closed = d.closed + excluded.closed,
               resolved = d.resolved + excluded.resolved, alone = d.alone + excluded.alone,
               answered = d.answered + excluded.answered, answer_seconds = d.answer_seconds + excluded.answer_seconds,
               answered_in_time = d.answered_in_time + excluded.answered_in_time, handled = d.handled + excluded.handled,
               handling_seconds = d.handling_seconds + excluded.handling_seconds,
               resolution_seconds = d.resolution_seconds + excluded.resolution_seconds`,
    },
    [conversationIds, targetSeconds],
  );
}

/** What came after closing is added to the day on which the conversation closed. */
export async function addLater(
  tx: Transaction,
  later: {
    /** What goes on in another has not solved it. */
    merged: readonly string[];
    reopenedBy: readonly string[];
    rated: ReadonlyArray<{ conversationId: string; score: number; reason: string | null }>;
  },
): Promise<void> {
  await tx.query(
    {
      name: 'reports.later',
      text: `with happened as (
               select c.previous_id as id, 1 as reopened, 0 as rated, 0 as score, null as reason, 0 as resolved, 0 as alone from support.conversation c
               where c.id = any($1::uuid[]) and c.previous_id is not null
               union all
               select id, 0, 1, score, reason, 0, 0 from unnest($2::uuid[], $3::int[], $4::text[]) as r (id, score, reason)
               union all
               select c.id, 0, 0, 0, null, -1, case when exists (select from support.assignment where conversation_id = c.id) then 0 else -1 end
               from support.conversation c where c.id = any($5::uuid[]) and c.resolution = 'resolved'
             ), summed as (
               select day, by, key, sum(reopened) as reopened, sum(rated) as rated, sum(score) as score, sum(resolved) as resolved, sum(alone) as alone
               from happened join support.outcome f on f.conversation_id = id, ${dimensions} group by 1, 2, 3
               union all
               select day, 'reason', reason, 0, count(*), sum(score), 0, 0 from happened join support.outcome on conversation_id = id
               where reason is not null group by 1, 3
             )
             insert into support.report_day as d (day, by, key, reopened, rated, score_sum, resolved, alone)
             select * from summed order by 1, 2, 3
             on conflict (day, by, key) do update set reopened = d.reopened + excluded.reopened,
               rated = d.rated + excluded.rated, score_sum = d.score_sum + excluded.score_sum,
               resolved = d.resolved + excluded.resolved, alone = d.alone + excluded.alone`,
    },
    [
      later.reopenedBy,
      later.rated.map(({ conversationId }) => conversationId),
      later.rated.map(({ score }) => score),
      later.rated.map(({ reason }) => reason),
      later.merged,
    ],
  );
}

const columns = [
  'closed',
  'resolved',
  'alone',
  'reopened',
  'answered',
  'answer_seconds',
  'answered_in_time',
  'handled',
  'handling_seconds',
  'resolution_seconds',
  'rated',
  'score_sum',
] as const;
export type Sums = Record<(typeof columns)[number], bigint>;

export function addUp(all: readonly Sums[]): Sums {
  const sum = (column: keyof Sums) => all.reduce((total, one) => total + one[column], 0n);
  return Object.fromEntries(columns.map((column) => [column, sum(column)])) as Sums;
}

/** The sums of each day, and of these days by agent, guide and area; the most first. */
export async function readSums(
  q: Queryable,
  span: { from: string; to: string },
): Promise<
  Array<Sums & { by: 'day' | 'agent' | 'guide' | 'area' | 'reason'; key: string; name: string | null }>
> {
  return q.query(
    {
      name: 'reports.read',
      text: `select sums.*, name
             from (select case by when 'total' then 'day' else by end as by, case by when 'total' then day::text else key end as key,
                 ${columns.map((column) => `sum(${column})::bigint as ${column}`).join(', ')}
               from support.report_day where day between $1::date and $2::date group by 1, 2) as sums
             left join support.agent on by = 'agent' and staff_id::text = key
             order by closed desc, key`,
    },
    [span.from, span.to],
  );
}

export async function readWaiting(
  q: Queryable,
): Promise<Array<{ area: Exclude<keyof Agent['skills'], undefined> | ''; waiting: number; since: Date }>> {
  return q.query({
    name: 'reports.waiting',
    text: `select coalesce(c.skill, '') as area, count(*)::int as waiting, min(q.waiting_since) as since
           from support.queue q join support.conversation c on c.id = q.conversation_id group by 1 order by min(q.waiting_since)`,
  });
}

export async function countAssigned(q: Queryable): Promise<number> {
  const [row] = await q.query<{ count: number }>({
    name: 'reports.assigned',
    text: `select count(*)::int as count from support.conversation where status = 'assigned'`,
  });
  return row?.count ?? 0;
}

export async function readBadRatings(q: Queryable): Promise<BadRating[]> {
  const rows = await q.query<{
    conversation_id: string;
    score: number;
    reason: BadRating['reason'] | null;
    comment: string | null;
    guide: string | null;
    name: string | null;
    rated_at: Date;
  }>({
    name: 'reports.bad_ratings',
    text: `select r.conversation_id, r.score, r.reason, r.comment, a.name, o.guide, r.rated_at from support.rating r
           left join support.agent a on a.staff_id = r.agent_id
           left join support.outcome o on o.conversation_id = r.conversation_id and r.agent_id is null
           where score <= 2 and follow_up is null order by rated_at desc limit 50`,
  });
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    score: row.score,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...(row.name === null ? {} : { agentName: row.name }),
    ...(row.guide === null ? {} : { guide: row.guide }),
    ratedAt: row.rated_at.toISOString(),
  }));
}

/** @returns false when there is no such bad rating, or somebody has looked into it */
export async function insertFollowUp(
  tx: Transaction,
  followUp: { conversationId: string; text: string; by: string; at: Date },
): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'reports.follow_up',
      text: `update support.rating set follow_up = $2, followed_up_by = $3, followed_up_at = $4
             where conversation_id = $1 and score <= 2 and follow_up is null returning conversation_id`,
    },
    [followUp.conversationId, followUp.text, followUp.by, followUp.at],
  );
  return rows.length > 0;
}
