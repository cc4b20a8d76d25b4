import type { ScreenContext } from '../../contract/support.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Priority } from './support.ts';
import { type ViewRow, viewColumns, viewJoins } from './queries.ts';

export async function insertIntoQueue(
  tx: Transaction,
  entry: { conversationId: string; priority: Priority; waitingSince: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.queue',
      text: `with changed as (update support.conversation set status = 'queued', priority = $2 where id = $1)
             insert into support.queue (conversation_id, rank, waiting_since)
             values ($1, case $2 when 'urgent' then 0 else 1 end, $3)`,
    },
    [entry.conversationId, entry.priority, entry.waitingSince],
  );
}

/** Moves a waiting conversation among the urgent ones, keeping its time. @returns whether it waited and was not urgent */
export async function makeUrgent(tx: Transaction, conversationId: string): Promise<boolean> {
  const raised = await tx.query(
    {
      name: 'support.make_urgent',
      text: `with raised as (update support.queue set rank = 0 where conversation_id = $1 and rank > 0 returning conversation_id)
             update support.conversation set priority = 'urgent' from raised where id = raised.conversation_id returning id`,
    },
    [conversationId],
  );
  return raised.length > 0;
}

/** Takes a conversation out of the queue; undefined when it is not there or somebody is just taking it. Never waits. */
export async function claimFromQueue(
  tx: Transaction,
  conversationId: string,
): Promise<{ waiting_since: Date } | undefined> {
  const [row] = await tx.query<{ waiting_since: Date }>(
    {
      name: 'support.claim',
      text: `delete from support.queue where conversation_id = (select conversation_id from support.queue
               where conversation_id = $1 for update skip locked) returning waiting_since`,
    },
    [conversationId],
  );
  return row;
}

/** 1 is served next. */
export async function queuePositions(
  q: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, number>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await q.query<{ conversation_id: string; position: number }>(
    {
      name: 'support.positions',
      text: `select conversation_id, position from (select conversation_id,
               row_number() over (order by rank, waiting_since, conversation_id)::int as position from support.queue) as queue
             where conversation_id = any($1::uuid[])`,
    },
    [conversationIds],
  );
  return new Map(rows.map((row) => [row.conversation_id, row.position]));
}

/** What the expected wait is reckoned from: recent handling times, and the places of the agents at the desk. */
export async function workload(
  q: Queryable,
  recent: number,
  seenAfter: Date,
): Promise<{ handlingSeconds: number[]; places: number; freePlaces: number }> {
  const [row] = await q.query<{ handling: number[]; places: number; free_places: number }>(
    {
      name: 'support.workload',
      text: `select
               array(select extract(epoch from ended_at - assigned_at)::float8 from support.assignment
                     where ended_at is not null order by ended_at desc limit $1) as handling,
               coalesce(sum(capacity), 0)::int as places,
               coalesce(sum(greatest(capacity - (select count(*) from support.conversation c
                 where c.agent_id = agent.staff_id and c.status = 'assigned'), 0)), 0)::int as free_places
             from support.agent where seen_at > $2`,
    },
    [recent, seenAfter],
  );
  return {
    handlingSeconds: row?.handling ?? [],
    places: row?.places ?? 0,
    freePlaces: row?.free_places ?? 0,
  };
}

/** Locks the agent's row until `tx` ends, and says how many more conversations they may have. */
export async function lockAgent(tx: Transaction, agent: { staffId: string; name: string }): Promise<number> {
  const [row] = await tx.query<{ capacity: number }>(
    {
      name: 'support.lock_agent',
      text: `insert into support.agent (staff_id, name) values ($1, $2)
             on conflict (staff_id) do update set name = excluded.name returning capacity`,
    },
    [agent.staffId, agent.name],
  );
  // A statement of its own: it must see what was committed while we waited for the lock.
  const [load] = await tx.query<{ load: number }>(
    {
      name: 'support.load',
      text: `select count(*)::int as load from support.conversation where agent_id = $1 and status = 'assigned'`,
    },
    [agent.staffId],
  );
  return (row?.capacity ?? 0) - (load?.load ?? 0);
}

export async function markPresent(q: Queryable, staff: ReadonlyMap<string, string>, at: Date): Promise<void> {
  await q.query(
    {
      name: 'support.present',
      text: `insert into support.agent (staff_id, name, seen_at)
             select id, name, $3 from unnest($1::uuid[], $2::text[]) as staff (id, name) order by id
             on conflict (staff_id) do update set seen_at = excluded.seen_at`,
    },
    [[...staff.keys()], [...staff.values()], at],
  );
}

export async function assign(
  tx: Transaction,
  assignment: { conversationId: string; agentId: string; agentName: string; waitingSince: Date; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.assign',
      text: `with changed as (update support.conversation set status = 'assigned', agent_id = $2, agent_name = $3
               where id = $1)
             insert into support.assignment (conversation_id, agent_id, waiting_since, assigned_at)
             values ($1, $2, $4, $5)`,
    },
    [
      assignment.conversationId,
      assignment.agentId,
      assignment.agentName,
      assignment.waitingSince,
      assignment.at,
    ],
  );
}

export async function returnToAssistant(tx: Transaction, conversationId: string): Promise<void> {
  await tx.query(
    {
      name: 'support.return',
      text: `update support.conversation set status = 'assistant', priority = 'normal' where id = $1`,
    },
    [conversationId],
  );
}

export async function close(
  tx: Transaction,
  closing: { conversationId: string; resolution: 'resolved' | 'unresolved'; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.close',
      text: `with ended as (update support.assignment set ended_at = $3 where conversation_id = $1 and ended_at is null)
             update support.conversation set status = 'closed', resolution = $2, closed_at = $3, awaits_reply = false
             where id = $1`,
    },
    [closing.conversationId, closing.resolution, closing.at],
  );
}

export type DeskView = 'mine' | 'unassigned' | 'all' | 'closed';

const viewConditions: Record<DeskView, string> = {
  mine: `c.status = 'assigned' and c.agent_id = $1`,
  unassigned: `c.status = 'queued'`,
  all: `c.status <> 'closed'`,
  closed: `c.status = 'closed' and ($2 or c.agent_id = $1)`,
};
const viewOrders: Record<DeskView, string> = {
  mine: 'c.awaits_reply desc, l.sent_at desc, c.id',
  unassigned: 'q.rank, q.waiting_since, q.conversation_id',
  all: 'c.opened_at desc, c.id',
  closed: 'c.closed_at desc, c.id',
};
/**
 * Ids found by phone end, by masked name, by what was written; each by its own index. Of what was written an agent finds
 * only what they may read: their own conversations, and those that wait for somebody.
 */
const found = `select id from support.conversation where phone_end = $4
  union
  select id from support.conversation
  where string_to_array(lower(customer_name), null) @> string_to_array(lower($4), null) and customer_name ilike $5
  union
  select m.conversation_id from support.message m join support.conversation owner on owner.id = m.conversation_id
  where length($4) > 1 and m.content ->> 'type' = 'text' and support.pairs(m.content ->> 'text') @> support.pairs($4)
    and m.content ->> 'text' ilike $5 and ($2 or owner.agent_id = $1 or owner.status = 'queued')`;

/** A pattern for `like` that this text, whatever is in it, matches anywhere. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

export interface DeskListRequest {
  view: DeskView;
  staffId: string;
  readsAll: boolean;
  search: string | undefined;
  limit: number;
}

export async function listForDesk(q: Queryable, request: DeskListRequest): Promise<ViewRow[]> {
  const { view, search } = request;
  const values: unknown[] = [request.staffId, request.readsAll, request.limit];
  if (search !== undefined) values.push(search, containing(search));
  return q.query<ViewRow>(
    {
      name: `support.desk_${view}${search === undefined ? '' : '_search'}`,
      // Every view gets the same parameters; naming each one's type lets a view leave one unused.
      text: `select ${viewColumns} from support.conversation c ${viewJoins}
             where ($1::uuid, $2::boolean) is not null and ${viewConditions[view]}
               ${search === undefined ? '' : `and c.id in (${found})`}
             order by ${viewOrders[view]} limit $3`,
    },
    values,
  );
}

export async function countForDesk(
  q: Queryable,
  staffId: string,
): Promise<{ mine: number; unassigned: number; all: number }> {
  const [row] = await q.query<{ mine: number; unassigned: number; all: number }>(
    {
      name: 'support.desk_counts',
      text: `select
               (select count(*) from support.conversation where agent_id = $1 and status = 'assigned')::int as mine,
               (select count(*) from support.queue)::int as unassigned,
               (select count(*) from support.conversation where status <> 'closed')::int as all`,
    },
    [staffId],
  );
  return row ?? { mine: 0, unassigned: 0, all: 0 };
}

export async function listScreens(
  q: Queryable,
  conversationId: string,
): Promise<Array<{ sequence: number; context: ScreenContext; at: Date }>> {
  return q.query(
    {
      name: 'support.screens',
      text: 'select sequence, context, at from support.screen where conversation_id = $1 order by sequence',
    },
    [conversationId],
  );
}

export async function countOpenedSince(q: Queryable, customerId: string, since: Date): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    {
      name: 'support.opened_since',
      text: 'select count(*)::int as count from support.conversation where customer_id = $1 and opened_at > $2',
    },
    [customerId, since],
  );
  return row?.count ?? 0;
}
