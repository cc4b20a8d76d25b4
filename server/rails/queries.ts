import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Breaker } from './breaker.ts';
import type { RailOperation } from './rail.ts';

export interface BreakerRow extends Breaker {
  railId: string;
  operation: RailOperation;
  incidentId: string | null;
}

const breakerColumns = `rail_id as "railId", operation, state, failures, last_failure_at as "lastFailureAt", trips,
  retry_at as "retryAt", incident_id as "incidentId"`;

export function readBreakers(q: Queryable): Promise<BreakerRow[]> {
  return q.query({ name: 'rails.breakers', text: `select ${breakerColumns} from rails.breaker` });
}

/** Locks the row, which need not exist. */
export async function lockBreaker(
  tx: Transaction,
  railId: string,
  operation: RailOperation,
): Promise<BreakerRow | undefined> {
  // A row that does not exist cannot be locked, and two nodes may see the first failure at once.
  await tx.query(
    { name: 'rails.lock', text: "select pg_advisory_xact_lock(hashtext('rails.breaker'), hashtext($1))" },
    [`${railId} ${operation}`],
  );
  const [row] = await tx.query<BreakerRow>(
    {
      name: 'rails.breaker',
      text: `select ${breakerColumns} from rails.breaker where rail_id = $1 and operation = $2`,
    },
    [railId, operation],
  );
  return row;
}

export async function writeBreaker(tx: Transaction, row: BreakerRow): Promise<void> {
  await tx.query(
    {
      name: 'rails.write_breaker',
      text: `insert into rails.breaker (rail_id, operation, state, failures, last_failure_at, trips, retry_at, incident_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (rail_id, operation) do update set state = excluded.state, failures = excluded.failures,
               last_failure_at = excluded.last_failure_at, trips = excluded.trips, retry_at = excluded.retry_at,
               incident_id = excluded.incident_id`,
    },
    [
      row.railId,
      row.operation,
      row.state,
      row.failures,
      row.lastFailureAt,
      row.trips,
      row.retryAt,
      row.incidentId,
    ],
  );
}

export interface IncidentRow {
  id: string;
  railId: string;
  operation: RailOperation;
  methodType: 'card' | 'bank_account';
  reason: string;
  startedAt: Date;
  endedAt: Date | null;
}

const incidentColumns = `id, rail_id as "railId", operation, method_type as "methodType", reason, started_at as "startedAt",
  ended_at as "endedAt"`;

export async function insertIncident(tx: Transaction, row: IncidentRow): Promise<void> {
  await tx.query(
    {
      name: 'rails.open_incident',
      text: `insert into rails.incident (id, rail_id, operation, method_type, reason, started_at) values ($1, $2, $3, $4, $5, $6)`,
    },
    [row.id, row.railId, row.operation, row.methodType, row.reason, row.startedAt],
  );
}

export async function updateIncident(
  tx: Transaction,
  { id, reason, endedAt }: { id: string; reason?: string; endedAt?: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'rails.update_incident',
      text: `update rails.incident set reason = coalesce($2, reason), ended_at = coalesce(ended_at, greatest($3, started_at))
             where id = $1`,
    },
    [id, reason ?? null, endedAt ?? null],
  );
}

export function readOpenIncidents(q: Queryable): Promise<IncidentRow[]> {
  return q.query({
    name: 'rails.open_incidents',
    text: `select ${incidentColumns} from rails.incident where ended_at is null order by started_at`,
  });
}

/** Newest first; those that ended before `since` too, when they began after it. */
export function readIncidentsSince(q: Queryable, since: Date, limit: number): Promise<IncidentRow[]> {
  return q.query(
    {
      name: 'rails.incidents_since',
      text: `select ${incidentColumns} from rails.incident where started_at >= $1 order by started_at desc limit $2`,
    },
    [since, limit],
  );
}
