import type { Card, Subject } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Door } from './guides.ts';
import type { Input, Run } from './run.ts';

interface RunRow {
  id: string;
  guide: string;
  version: number;
  customer_id: string;
  door: Door;
  conversation_id: string | null;
  subject: Subject;
  status: Run['status'];
  step_id: string | null;
  facts: object;
  step_count: number;
  card_number: number;
  card: Card | null;
  timer_at: Date | null;
  pending: Input[];
  walker: string | null;
  failures: number;
  topic: LocalizedText | null;
  priority: Run['priority'] | null;
  started_at: Date;
  ended_at: Date | null;
}

const columns = `id, guide, version, customer_id, door, conversation_id, subject, status, step_id, facts, step_count,
  card_number, card, timer_at, pending, walker, failures, topic, priority, started_at, ended_at`;

function toRun(row: RunRow): Run {
  return {
    id: row.id,
    guide: row.guide,
    version: row.version,
    customerId: row.customer_id,
    door: row.door,
    conversationId: row.conversation_id ?? undefined,
    subject: row.subject,
    status: row.status,
    stepId: row.step_id ?? undefined,
    facts: row.facts,
    stepCount: row.step_count,
    cardNumber: row.card_number,
    card: row.card ?? undefined,
    timerAt: row.timer_at ?? undefined,
    pending: row.pending,
    failures: row.failures,
    topic: row.topic ?? undefined,
    priority: row.priority ?? undefined,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
  };
}

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

export async function readRun(q: Queryable, id: string): Promise<Run | undefined> {
  const [row] = await q.query<RunRow>(
    { name: 'guides.run', text: `select ${columns} from guides.run where id = $1` },
    [id],
  );
  return row && toRun(row);
}

/** Locks the run until `tx` ends. */
export async function lockRun(tx: Queryable, id: string): Promise<(Run & { walker?: string }) | undefined> {
  const [row] = await tx.query<RunRow>(
    { name: 'guides.lock_run', text: `select ${columns} from guides.run where id = $1 for update` },
    [id],
  );
  return row && { ...toRun(row), walker: row.walker ?? undefined };
}

/** The run under way that was started about `paymentId` (or about nothing in particular) or came to be about it; locked. */
export async function lockRunUnderWay(
  tx: Queryable,
  customerId: string,
  guide: string,
  paymentId: string | undefined,
): Promise<Run | undefined> {
  const [row] = await tx.query<RunRow>(
    {
      name: 'guides.lock_run_under_way',
      text: `select ${columns} from guides.run
             where status = 'active' and customer_id = $1 and guide = $2
               and (about is not distinct from $3::uuid or (subject ->> 'paymentId')::uuid = $3::uuid)
             order by id desc limit 1 for update`,
    },
    [customerId, guide, paymentId ?? null],
  );
  return row && toRun(row);
}

/** @returns whether it was written; not when a run about the same thing is under way */
export async function insertRun(tx: Queryable, run: Run, startedBy: string | undefined): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'guides.insert_run',
      text: `insert into guides.run
               (id, guide, version, customer_id, door, conversation_id, started_by, about, subject, pending, started_at)
             values ($1, $2, $3, $4, $5, $6, $7, ($8::jsonb ->> 'paymentId')::uuid, $8, $9, $10)
             on conflict do nothing returning id`,
    },
    [
      run.id,
      run.guide,
      run.version,
      run.customerId,
      run.door,
      run.conversationId ?? null,
      startedBy ?? null,
      json(run.subject),
      json(run.pending),
      run.startedAt,
    ],
  );
  return rows.length === 1;
}

/** Takes a run up, perhaps at another door; what is pending walks it on. */
export async function takeUpRun(tx: Queryable, run: Run, startedBy: string | undefined): Promise<void> {
  await tx.query(
    {
      name: 'guides.take_up_run',
      text: `update guides.run set door = $2, conversation_id = $3, started_by = coalesce($4, started_by),
               subject = $5, card = null, pending = $6 where id = $1`,
    },
    [run.id, run.door, run.conversationId ?? null, startedBy ?? null, json(run.subject), json(run.pending)],
  );
}

/** Adds what came in to each run. */
export async function addInput(tx: Queryable, runIds: readonly string[], input: Input): Promise<void> {
  if (runIds.length === 0) return;
  await tx.query(
    {
      name: 'guides.add_input',
      text: `update guides.run set pending = pending || jsonb_build_array($2::jsonb) where id = any($1::uuid[])`,
    },
    [runIds, json(input)],
  );
}

/** Makes `walker` the only one to walk this run until then; undefined when nothing is to be walked or another is at it. */
export async function claimRun(
  q: Queryable,
  claim: { runId: string; walker: string; now: Date; until: Date },
): Promise<Run | undefined> {
  const [row] = await q.query<RunRow>(
    {
      name: 'guides.claim_run',
      text: `update guides.run set walker = $2, walker_until = $4
             where id = $1 and status = 'active' and pending <> '[]' and (walker is null or walker_until <= $3)
             returning ${columns}`,
    },
    [claim.runId, claim.walker, claim.now, claim.until],
  );
  return row && toRun(row);
}

/** After a walk that broke. */
export async function releaseRun(q: Queryable, runId: string, walker: string): Promise<void> {
  await q.query(
    {
      name: 'guides.release_run',
      text: `update guides.run set walker = null, failures = failures + 1 where id = $1 and walker = $2`,
    },
    [runId, walker],
  );
}

/** Keeps where a walk came to. Door and conversation are not the walk's to change. */
export async function saveRun(tx: Queryable, run: Run): Promise<void> {
  await tx.query(
    {
      name: 'guides.save_run',
      text: `update guides.run set version = $2, subject = $3, status = $4, step_id = $5, facts = $6, step_count = $7,
               card_number = $8, card = $9, timer_at = $10, pending = $11, topic = $12, priority = $13, ended_at = $14,
               walker = null, walker_until = null, failures = 0
             where id = $1`,
    },
    [
      run.id,
      run.version,
      json(run.subject),
      run.status,
      run.stepId ?? null,
      json(run.facts),
      run.stepCount,
      run.cardNumber,
      json(run.card),
      run.timerAt ?? null,
      json(run.status === 'active' ? run.pending : []),
      json(run.topic),
      run.priority ?? null,
      run.endedAt ?? null,
    ],
  );
}

/** A hand-off that found no open conversation; the customer's next one adopts it. */
export async function leaveConversation(tx: Queryable, runId: string): Promise<void> {
  await tx.query(
    {
      name: 'guides.leave_conversation',
      text: 'update guides.run set conversation_id = null where id = $1',
    },
    [runId],
  );
}

/** Newest first. */
export async function readRunsOfConversation(q: Queryable, conversationId: string): Promise<Run[]> {
  const rows = await q.query<RunRow>(
    {
      name: 'guides.runs_of_conversation',
      text: `select ${columns} from guides.run where conversation_id = $1 order by id desc limit 100`,
    },
    [conversationId],
  );
  return rows.map(toRun);
}

/**
 * Locks, in id order, the runs under way about these payments, those that customers walk in these conversations by
 * themselves, and those of these customers whose guide listens to everything of theirs.
 */
export async function lockRunsConcerned(
  tx: Queryable,
  concerned: {
    paymentIds: readonly string[];
    conversationIds: readonly string[];
    customerIds: readonly string[];
    listening: readonly string[];
  },
): Promise<
  Array<{
    id: string;
    guide: string;
    customerId: string;
    paymentId: string | null;
    conversationId: string | null;
    door: Door;
  }>
> {
  return tx.query(
    {
      name: 'guides.lock_runs_concerned',
      text: `select id, guide, customer_id as "customerId", subject ->> 'paymentId' as "paymentId",
               conversation_id as "conversationId", door
             from guides.run
             where status = 'active' and ((subject ->> 'paymentId')::uuid = any($1::uuid[])
               or (conversation_id = any($2::uuid[]) and door = 'chat')
               or (customer_id = any($3::uuid[]) and guide = any($4::text[])))
             order by id for update`,
    },
    [concerned.paymentIds, concerned.conversationIds, concerned.customerIds, concerned.listening],
  );
}

/** Locks, in id order, all runs under way of these customers. */
export async function lockRunsOfCustomers(tx: Queryable, customerIds: readonly string[]): Promise<void> {
  await tx.query(
    {
      name: 'guides.lock_runs_of_customers',
      text: `select from guides.run where status = 'active' and customer_id = any($1::uuid[]) order by id for update`,
    },
    [customerIds],
  );
}

/** Locks, in id order, the runs under way that the customer walks in a conversation by themselves. */
export async function lockRunsOfConversation(tx: Queryable, conversationId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    {
      name: 'guides.lock_runs_of_conversation',
      text: `select id from guides.run where status = 'active' and conversation_id = $1 and door = 'chat'
             order by id for update`,
    },
    [conversationId],
  );
  return rows.map((row) => row.id);
}

/** Gives a conversation to the hand-offs of this customer that have found none, newest first. */
export async function adoptRuns(
  tx: Queryable,
  adoption: { customerId: string; conversationId: string; endedAfter: Date },
): Promise<Run[]> {
  const rows = await tx.query<RunRow>(
    {
      name: 'guides.adopt_runs',
      text: `update guides.run set conversation_id = $2
             where customer_id = $1 and status = 'handed_off' and conversation_id is null and ended_at > $3
             returning ${columns}`,
    },
    [adoption.customerId, adoption.conversationId, adoption.endedAfter],
  );
  return rows.map(toRun).toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/** How the runs of a guide that ended after `since` ended. */
export async function countOutcomes(
  q: Queryable,
  guide: string,
  since: Date,
): Promise<{ resolved: number; handedOff: number; abandoned: number }> {
  const [row] = await q.query<{ resolved: number; handedOff: number; abandoned: number }>(
    {
      name: 'guides.count_outcomes',
      text: `select count(*) filter (where status = 'resolved')::int as resolved,
               count(*) filter (where status = 'handed_off')::int as "handedOff",
               count(*) filter (where status = 'abandoned')::int as abandoned
             from guides.run where guide = $1 and ended_at > $2`,
    },
    [guide, since],
  );
  return row ?? { resolved: 0, handedOff: 0, abandoned: 0 };
}
