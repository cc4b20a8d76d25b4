import type { Agent, Presence } from '../../../contract/routing.ts';
import { plainArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Serving, Workload } from '../expected-wait.ts';
import type { Staff } from '../support.ts';

/** Places that the conversations of the agent `a` take; counted, so that it cannot drift. */
export const loadOf = `(select coalesce(sum(c.weight), 0)::int from support.conversation c
  where c.agent_id = a.staff_id and c.status = 'assigned' and c.snoozed_until is null)`;

/** Senior agents and supervisors are the second line until a supervisor says otherwise. */
function firstSkills({ role }: Staff): Agent['skills'] {
  const level = role === 'agent' ? 1 : 2;
  return { payments: level, funds: level, account: level, app: level, service: level };
}

export async function readAgents(q: Queryable, staffId?: string): Promise<Agent[]> {
  return q.query<Agent>(
    {
      name: staffId === undefined ? 'support.agents' : 'support.agent',
      text: `select a.staff_id as id, a.name, a.presence, ${loadOf} as load, a.capacity, a.skills, a.languages
             from support.agent a ${staffId === undefined ? '' : 'where a.staff_id = $1'} order by a.name, a.staff_id`,
    },
    staffId === undefined ? [] : [staffId],
  );
}

/** Locks a member of staff's own row until `tx` ends. @returns how many more places they have */
export async function lockAgent(tx: Transaction, staff: Staff): Promise<number> {
  await tx.query(
    {
      name: 'support.lock_agent',
      text: `insert into support.agent (staff_id, name, skills) values ($1, $2, $3)
             on conflict (staff_id) do update set name = excluded.name`,
    },
    [staff.staffId, staff.name, firstSkills(staff)],
  );
  return freePlaces(tx, staff.staffId);
}

/** Of an agent whose row is locked. A statement of its own: it sees what was committed before the lock was had. */
export async function freePlaces(tx: Transaction, agentId: string): Promise<number> {
  const [row] = await tx.query<{ free: number }>(
    {
      name: 'support.free_places',
      text: `select a.capacity - ${loadOf} as free from support.agent a where a.staff_id = $1`,
    },
    [agentId],
  );
  return row?.free ?? 0;
}

/**
 * These are at the desk now. In the order of their ids, which an index scan keeps too, so that nodes do not wait for each
 * other in a circle.
 */
export async function markPresent(q: Queryable, staff: readonly Staff[], at: Date): Promise<void> {
  const members = [...new Map(staff.map((member) => [member.staffId, member])).values()];
  if (members.length === 0) return;
  const [known] = await q.query<{ count: number }>(
    {
      name: 'support.still_present',
      text: `with seen as (update support.agent set seen_at = $2 where staff_id = any($1::uuid[]) returning 1)
             select count(*)::int as count from seen`,
    },
    [plainArray(members.map(({ staffId }) => staffId)), at],
  );
  // Only who has never been here makes inserting worth its four times the cost.
  if (known?.count === members.length) return;
  await q.query(
    {
      name: 'support.present',
      text: `insert into support.agent (staff_id, name, skills, seen_at)
             select id, name, skills, $4 from unnest($1::uuid[], $2::text[], $3::jsonb[]) as staff (id, name, skills) order by id
             on conflict (staff_id) do update set seen_at = excluded.seen_at`,
    },
    [
      members.map(({ staffId }) => staffId),
      members.map(({ name }) => name),
      members.map((member) => JSON.stringify(firstSkills(member))),
      at,
    ],
  );
}

export async function setPresence(q: Queryable, staff: Staff, presence: Presence, at: Date): Promise<void> {
  await q.query(
    {
      name: 'support.set_presence',
      text: `insert into support.agent (staff_id, name, skills, presence, seen_at) values ($1, $2, $3, $4, $5)
             on conflict (staff_id) do update set presence = excluded.presence, seen_at = excluded.seen_at`,
    },
    [staff.staffId, staff.name, firstSkills(staff), presence, at],
  );
}

/** @returns false where there is no such agent */
export async function updateAgent(
  q: Queryable,
  agentId: string,
  { capacity, skills, languages }: Pick<Agent, 'capacity' | 'skills' | 'languages'>,
): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'support.update_agent',
      text: `update support.agent set capacity = $2, skills = $3, languages = $4 where staff_id = $1 returning staff_id`,
    },
    [agentId, capacity, skills, languages],
  );
  return rows.length > 0;
}

/** Agents not seen since `before` have left. @returns those who had not been offline */
export async function endPresence(q: Queryable, before: Date): Promise<string[]> {
  const rows = await q.query<{ staff_id: string }>(
    {
      name: 'support.end_presence',
      text: `update support.agent set presence = 'offline' where staff_id in (select staff_id from support.agent
               where presence <> 'offline' and seen_at <= $1 order by staff_id for no key update skip locked)
             returning staff_id`,
    },
    [before],
  );
  return rows.map((row) => row.staff_id);
}

/**
 * Conversations of agents not seen since `before` in which the customer waits: nobody has answered since they were
 * assigned, or the customer wrote last.
 */
export async function findAbandoned(
  q: Queryable,
  before: Date,
  limit: number,
): Promise<Array<{ id: string; agent_id: string }>> {
  return q.query(
    {
      name: 'support.abandoned',
      text: `select c.id, c.agent_id from support.agent a
             join support.conversation c on c.agent_id = a.staff_id and c.status = 'assigned' and c.snoozed_until is null
             join support.assignment had on had.conversation_id = c.id and had.ended_at is null
             where a.seen_at <= $1 and (c.awaits_reply or not exists (select from support.message m
               where m.conversation_id = c.id and m.sender_id = c.agent_id and m.content ->> 'type' = 'text'
                 and m.sent_at >= had.assigned_at))
             order by had.assigned_at limit $2`,
    },
    [before, limit],
  );
}

/** Locks the row of an agent who is gone; false when they are back, or somebody else is seeing to them. */
export async function isStillGone(tx: Transaction, agentId: string, before: Date): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'support.still_gone',
      text: `select from support.agent where staff_id = $1 and seen_at <= $2 for no key update skip locked`,
    },
    [agentId, before],
  );
  return rows.length > 0;
}

/** Somebody who is to be given a conversation, their row locked; undefined where there is no such agent. */
export async function lockColleague(
  tx: Transaction,
  agentId: string,
): Promise<{ name: string; places: number; present: boolean; seen_at: Date | null } | undefined> {
  const [row] = await tx.query<{ name: string; present: boolean; seen_at: Date | null }>(
    {
      name: 'support.lock_colleague',
      text: `select name, presence <> 'offline' as present, seen_at from support.agent where staff_id = $1
             for no key update`,
    },
    [agentId],
  );
  return row && { ...row, places: await freePlaces(tx, agentId) };
}

/** What the expected wait is reckoned from: recent handling times, and the agents who are online. */
export async function workload(q: Queryable, recent: number, seenAfter: Date): Promise<Workload> {
  const [row] = await q.query<{ handling: number[]; agents: Serving[] | null }>(
    {
      name: 'support.workload',
      text: `select
               array(select extract(epoch from ended_at - assigned_at)::float8 from support.assignment
                     where ended_at is not null order by ended_at desc limit $1) as handling,
               jsonb_agg(jsonb_build_object('skills', skills, 'languages', languages, 'capacity', capacity,
                 'load', ${loadOf})) as agents
             from support.agent a where presence = 'online' and seen_at > $2`,
    },
    [recent, seenAfter],
  );
  return { handlingSeconds: row?.handling ?? [], agents: row?.agents ?? [] };
}
