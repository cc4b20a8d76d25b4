import type { Callback, DeskCallback } from '../../../contract/callbacks.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface CallbackRow {
  id: string;
  customer_id: string;
  reason: Callback['reason'];
  language: Callback['language'];
  status: Callback['status'];
  due_from: Date;
  due_until: Date;
  agent_id: string | null;
  agent_name: string | null;
  outcome: NonNullable<DeskCallback['outcome']> | null;
  note: string | null;
  requested_at: Date;
  closed_at: Date | null;
  calls: CallRow[];
}

/** Out of JSON: the time is text. */
export interface CallRow {
  agent_name: string;
  started_at: string;
  result: NonNullable<DeskCallback['calls'][number]['result']> | null;
}

const columns = `c.*, coalesce((select jsonb_agg(to_jsonb(k) order by k.number) from support.callback_call k
  where k.callback_id = c.id), '[]') as calls`;

/** @returns false when it is there already, or the customer has another one open */
export async function insertCallback(
  tx: Transaction,
  row: Pick<
    CallbackRow,
    'id' | 'customer_id' | 'reason' | 'language' | 'due_from' | 'due_until' | 'requested_at'
  >,
): Promise<boolean> {
  const inserted = await tx.query(
    `insert into support.callback (id, customer_id, reason, language, due_from, due_until, requested_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [row.id, row.customer_id, row.reason, row.language, row.due_from, row.due_until, row.requested_at],
  );
  return inserted.length > 0;
}

/** Makes requests wait for each other until `tx` ends, so that no span of time takes more calls than it has room for. */
export async function lockRequests(tx: Transaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('support.callback'))`);
}

export async function findCallback(q: Queryable, id: string): Promise<CallbackRow | undefined> {
  const [row] = await q.query<CallbackRow>(`select ${columns} from support.callback c where id = $1`, [id]);
  return row;
}

/** The newest of a customer's. */
export async function findLatest(q: Queryable, customerId: string): Promise<CallbackRow | undefined> {
  const [row] = await q.query<CallbackRow>(
    `select ${columns} from support.callback c where customer_id = $1 order by requested_at desc limit 1`,
    [customerId],
  );
  return row;
}

export async function countRequested(q: Queryable, customerId: string, since: Date): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    'select count(*)::int as count from support.callback where customer_id = $1 and requested_at > $2',
    [customerId, since],
  );
  return row?.count ?? 0;
}

/** How many calls are to be made from a moment on, by when they are due. */
export async function countDue(q: Queryable, from: Date): Promise<Map<number, number>> {
  const rows = await q.query<{ due_from: Date; count: number }>(
    `select due_from, count(*)::int as count from support.callback
     where closed_at is null and due_from >= $1 group by due_from`,
    [from],
  );
  return new Map(rows.map(({ due_from, count }) => [due_from.getTime(), count]));
}

/** Locks it, unless somebody else is just changing it. */
export async function lockFree(tx: Transaction, id: string): Promise<CallbackRow | undefined> {
  const [row] = await tx.query<CallbackRow>(
    `select ${columns} from support.callback c where id = $1 for update of c skip locked`,
    [id],
  );
  return row;
}

export async function lockCallback(tx: Transaction, id: string): Promise<CallbackRow | undefined> {
  // A statement of its own for the calls: it must see what was committed while we waited for the lock.
  await tx.query('select 1 from support.callback where id = $1 for update', [id]);
  return findCallback(tx, id);
}

export async function saveCallback(tx: Transaction, row: CallbackRow): Promise<void> {
  await tx.query(
    `update support.callback set status = $2, due_from = $3, due_until = $4, agent_id = $5, agent_name = $6, outcome = $7,
       note = $8, closed_at = $9 where id = $1`,
    [
      row.id,
      row.status,
      row.due_from,
      row.due_until,
      row.agent_id,
      row.agent_name,
      row.outcome,
      row.note,
      row.closed_at,
    ],
  );
}

export async function insertCall(
  tx: Transaction,
  call: { callbackId: string; agentId: string; agentName: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into support.callback_call (callback_id, number, agent_id, agent_name, started_at)
     select $1, count(*) + 1, $2, $3, $4 from support.callback_call where callback_id = $1`,
    [call.callbackId, call.agentId, call.agentName, call.at],
  );
}

export async function endCall(
  tx: Transaction,
  callbackId: string,
  result: NonNullable<CallRow['result']>,
): Promise<void> {
  await tx.query('update support.callback_call set result = $2 where callback_id = $1 and result is null', [
    callbackId,
    result,
  ]);
}

/** Open ones by when they are due, closed ones newest first. */
export function listCallbacks(q: Queryable, view: 'open' | 'closed', limit: number): Promise<CallbackRow[]> {
  return q.query(
    view === 'open'
      ? `select ${columns} from support.callback c where closed_at is null order by due_from, requested_at limit $1`
      : `select ${columns} from support.callback c where closed_at is not null order by closed_at desc limit $1`,
    [limit],
  );
}

/** Taken and not called in time, or called and left: somebody else is to have them. */
export async function findForgotten(q: Queryable, now: Date, calledBefore: Date): Promise<string[]> {
  const rows = await q.query<{ id: string }>(
    `select c.id from support.callback c where closed_at is null and (
       (status = 'scheduled' and due_until < $1)
       or (status = 'calling' and not exists (select from support.callback_call k
         where k.callback_id = c.id and k.result is null and k.started_at > $2)))`,
    [now, calledBefore],
  );
  return rows.map(({ id }) => id);
}
