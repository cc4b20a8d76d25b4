import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Waiting } from '../expected-wait.ts';
import type { Priority, Skill } from '../support.ts';

/** A chat takes one place of its agent, one about an open complaint two. */
const weights = { chat: 1, complaint: 2 };

/** The order of the queue, everywhere. */
export const queueOrder = 'q.rank, q.waiting_since, q.conversation_id';

export async function insertIntoQueue(
  tx: Transaction,
  entry: { conversationId: string; priority: Priority; skill: Skill | undefined; waitingSince: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.queue',
      text: `with changed as (update support.conversation set status = 'queued', priority = $2, skill = $4, level = 1,
               weight = case when exists (select from support.complaint k
                 where k.customer_id = conversation.customer_id and k.conversation_id = $1 and k.status <> 'closed')
                 then ${weights.complaint} else ${weights.chat} end
               where id = $1)
             insert into support.queue (conversation_id, rank, waiting_since)
             values ($1, case $2 when 'urgent' then 0 else 1 end, $3)`,
    },
    [entry.conversationId, entry.priority, entry.waitingSince, entry.skill ?? null],
  );
}

/**
 * Puts back to the front of the queue what an agent had. The conversation is locked by the caller.
 * @param entry.agentId who had it and is not to get it again at once
 */
export async function insertAtFront(
  tx: Transaction,
  entry: { conversationId: string; agentId: string; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.queue_front',
      text: `with ended as (update support.assignment set ended_at = $3 where conversation_id = $1 and ended_at is null),
             changed as (update support.conversation set status = 'queued', agent_id = null, agent_name = null,
               snoozed_until = null where id = $1)
             insert into support.queue (conversation_id, rank, waiting_since, returned_by) values ($1, -1, $3, $2)`,
    },
    [entry.conversationId, entry.agentId, entry.at],
  );
}

/** The team that is to serve a locked conversation. */
export async function setTeam(
  tx: Transaction,
  conversationId: string,
  team: { skill: Skill; level: 1 | 2 },
): Promise<void> {
  await tx.query(
    { name: 'support.team', text: 'update support.conversation set skill = $2, level = $3 where id = $1' },
    [conversationId, team.skill, team.level],
  );
}

/**
 * Moves a waiting conversation among the urgent ones, keeping its time. Never waits: one that is just being taken is not
 * helped by urgency any more.
 * @returns whether it waited and was not urgent
 */
export async function makeUrgent(tx: Transaction, conversationId: string): Promise<boolean> {
  const raised = await tx.query(
    {
      name: 'support.make_urgent',
      text: `with raised as (update support.queue set rank = 0 where conversation_id = (select conversation_id
               from support.queue where conversation_id = $1 and rank > 0 for update skip locked) returning conversation_id)
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

export async function returnToAssistant(tx: Transaction, conversationId: string): Promise<void> {
  await tx.query(
    {
      name: 'support.return',
      text: `update support.conversation set status = 'assistant', priority = 'normal' where id = $1`,
    },
    [conversationId],
  );
}

type Need = Waiting['ahead'][number];

export interface Place extends Waiting {
  /** 1 is served next. */
  position: number;
}

/** The exact place of each of these in the queue, and what those before it need. Those that do not wait are left out. */
export async function queuePlaces(
  q: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, Place>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await q.query<Need & { own: string | null; count: number }>(
    {
      name: 'support.places',
      // Those after the last asked about are not read; those before are added up between one asked about and the next.
      text: `with furthest as (
               select rank, waiting_since, conversation_id from support.queue where conversation_id = any($1::uuid[])
               order by rank desc, waiting_since desc, conversation_id desc limit 1),
             line as (
               select q.*, case when q.conversation_id = any($1::uuid[]) then q.conversation_id end as own
               from furthest, support.queue q
               where (${queueOrder}) <= (furthest.rank, furthest.waiting_since, furthest.conversation_id)),
             parted as (
               select q.*, count(own) over (order by ${queueOrder} rows between unbounded preceding and 1 preceding) as part
               from line q)
             select own, skill, level, language, sum(weight)::int as weight, count(*)::int as count
             from parted group by part, own, skill, level, language order by part, own nulls first`,
    },
    [conversationIds],
  );
  const places = new Map<string, Place>();
  const ahead = new Map<string, Need>();
  let position = 1;
  for (const { own, count, ...need } of rows) {
    if (own !== null) places.set(own, { ...need, position, ahead: [...ahead.values()] });
    position += count;
    const key = JSON.stringify([need.skill, need.level, need.language]);
    ahead.set(key, { ...need, weight: need.weight + (ahead.get(key)?.weight ?? 0) });
  }
  return places;
}

/** What all who wait need, places by requirement. */
export async function queueDemand(q: Queryable): Promise<Waiting['ahead']> {
  return q.query(
    {
      name: 'support.demand',
      text: `select skill, level, language, sum(weight)::int as weight from support.queue group by 1, 2, 3`,
    },
    [],
  );
}
