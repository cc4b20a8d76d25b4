import type { Transaction } from '../../platform/database/database.ts';
import { loadOf } from './agent-queries.ts';
import { queueOrder } from './queue-queries.ts';

export interface Match {
  conversationId: string;
  customerId: string;
  waitingSince: Date;
  weight: number;
}

/**
 * Whether the agent `a` serves what waits as `w`. Who has waited past the patience is served by anybody of the line: better
 * a person who must ask a colleague than nobody. The second line is never replaced by the first.
 */
const fits = `(w.skill is null or (a.skills ->> w.skill)::int >= w.level or (w.level = 1 and w.patient))
  and (w.language = any(a.languages) or w.patient)
  and (w.returned_by is distinct from a.staff_id or w.patient)`;

/** Who waits at `q`, with what decides whether an agent fits; $1 is when patience ends. */
const needs = `select c.customer_id, c.skill, c.level, c.language, c.weight, q.returned_by, q.waiting_since <= $1 as patient
  from support.conversation c where c.id = q.conversation_id`;

const matched = `q.conversation_id as "conversationId", w.customer_id as "customerId", q.waiting_since as "waitingSince", w.weight`;

/**
 * The first waiting conversation that somebody online has room for, and the one of those who has the largest share of
 * their places free, both locked together. Rows that others have locked are passed over, so nobody waits and no two get
 * the same; whoever passes over one is woken when it is free again. The agent's load was read before the lock was had:
 * it must be counted again.
 * @param connectedAfter agents seen before have a broken connection, and are given nothing more
 */
export async function lockMatch(
  tx: Transaction,
  { patientSince, connectedAfter }: { patientSince: Date; connectedAfter: Date },
): Promise<(Match & { agentId: string; agentName: string }) | undefined> {
  const [match] = await tx.query<Match & { agentId: string; agentName: string }>(
    {
      name: 'support.lock_match',
      // Laterals keep the order and lock no more than the match: a sort above them would lock every agent first. The agent
      // for the same needs is looked up once (PostgreSQL's Memoize): thousands who wait differ in a few.
      text: `with free as materialized (
               select a.staff_id, a.capacity - a.load as places, a.load::float8 / a.capacity as share
               from (select a.staff_id, a.capacity, ${loadOf} as load from support.agent a
                     where a.presence = 'online' and a.seen_at > $2) a
               where a.load < a.capacity)
             select ${matched}, agent.staff_id as "agentId", agent.name as "agentName"
             from (select * from support.queue q where exists (select from free) order by ${queueOrder}) q
             cross join lateral (${needs} offset 0) w
             cross join lateral (
               select a.staff_id, a.name from free join support.agent a on a.staff_id = free.staff_id
               where a.presence = 'online' and free.places >= w.weight and ${fits}
               order by free.share, a.assigned_at nulls first, a.staff_id
               limit 1 for no key update of a skip locked) agent
             cross join lateral (
               select from support.queue own where own.conversation_id = q.conversation_id and agent.staff_id is not null
               for update skip locked) place
             limit 1`,
    },
    [patientSince, connectedAfter],
  );
  return match;
}

/** The first waiting conversation for one agent, whose row is locked; it is locked, too. */
export async function lockNext(
  tx: Transaction,
  { agentId, places, patientSince }: { agentId: string; places: number; patientSince: Date },
): Promise<Match | undefined> {
  const [match] = await tx.query<Match>(
    {
      name: 'support.lock_next',
      text: `select ${matched} from support.agent a cross join support.queue q cross join lateral (${needs}) w
             where a.staff_id = $2 and w.weight <= $3 and ${fits}
             order by ${queueOrder} limit 1 for update of q skip locked`,
    },
    [patientSince, agentId, places],
  );
  return match;
}
