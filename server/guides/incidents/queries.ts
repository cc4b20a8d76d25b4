import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Cause } from './causes.ts';
import { leastCustomers } from './unusual.ts';

export interface IncidentRow extends Cause {
  id: string;
  text: LocalizedText;
  state: 'proposed' | 'announced' | 'dismissed';
  usual: number;
  openedAt: Date;
  changedAt: Date;
  endedAt: Date | null;
}

const columns = `id, cause, title, text, state, usual, opened_at as "openedAt", changed_at as "changedAt", ended_at as "endedAt"`;

/** Once a report and cause. */
export function writeReports(
  tx: Transaction,
  report: { id: string; customerId: string; at: Date; causes: readonly Cause[] },
): void {
  tx.write(
    {
      name: 'guides.insert_reports',
      text: `insert into guides.report (id, customer_id, reported_at, cause, title)
             select $1, $2, $3, cause, title from unnest($4::text[], $5::jsonb[]) as of (cause, title) on conflict do nothing`,
    },
    [
      report.id,
      report.customerId,
      report.at,
      report.causes.map(({ cause }) => cause),
      report.causes.map(({ title }) => JSON.stringify(title)),
    ],
  );
}

/** What was reported since an incident of the same cause began belongs to it. */
export async function adoptReports(tx: Transaction, since: Date): Promise<void> {
  await tx.query(
    {
      name: 'guides.adopt_reports',
      text: `update guides.report r set incident_id = i.id from guides.incident i
             where i.ended_at is null and r.cause = i.cause and r.reported_at > $1 and r.incident_id is null`,
    },
    [since],
  );
}

/** Customers who report the same, and how many of them were customers before a given time: their ids tell when they came. */
export interface Reporters {
  customers: number;
  established: number;
}
const reporters = `count(distinct customer_id)::int as customers,
  (count(distinct customer_id) filter (where uuid_extract_timestamp(customer_id) < $2))::int as established`;

/**
 * Customers by what they report since then, where there are enough, save those whose report belongs to an incident already:
 * who reports the bank that is down does not also report failed payments.
 */
export async function countUnexplained(
  q: Queryable,
  since: Date,
  cameBefore: Date,
): Promise<Array<Cause & Reporters>> {
  return q.query(
    {
      name: 'guides.count_unexplained',
      text: `with recent as (select * from guides.report where reported_at > $1)
             select cause, min(title::text)::jsonb as title, ${reporters} from recent
             where not exists (select from recent r where r.id = recent.id and r.incident_id is not null)
             group by cause having count(distinct customer_id) >= ${leastCustomers}`,
    },
    [since, cameBefore],
  );
}

/** Reports of these causes in an hour around the same time of each of the `days` before, save those of incidents. */
export async function countBefore(
  q: Queryable,
  causes: readonly string[],
  { around, days }: { around: Date; days: number },
): Promise<Map<string, number>> {
  const rows = await q.query<{ cause: string; count: number }>(
    {
      name: 'guides.count_before',
      text: `select of.cause, count(r)::int as count from unnest($1::text[]) as of (cause)
             cross join generate_series(1, $3::int) as days
             left join guides.report r on r.cause = of.cause and r.incident_id is null
               and r.reported_at > $2::timestamptz - days * interval '24 hours' - interval '30 minutes'
               and r.reported_at <= $2::timestamptz - days * interval '24 hours' + interval '30 minutes'
             group by 1`,
    },
    [causes, around, days],
  );
  return new Map(rows.map(({ cause, count }) => [cause, count]));
}

export async function firstReport(q: Queryable): Promise<Date | undefined> {
  const [row] = await q.query<{ at: Date | null }>({
    name: 'guides.first_report',
    text: 'select min(reported_at) as at from guides.report',
  });
  return row?.at ?? undefined;
}

export async function insertIncident(
  tx: Transaction,
  incident: Cause & { id: string; text: LocalizedText; customers: number; usual: number; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'guides.insert_incident',
      text: `insert into guides.incident (id, cause, title, text, customers, usual, opened_at, changed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $7)`,
    },
    [
      incident.id,
      incident.cause,
      JSON.stringify(incident.title),
      JSON.stringify(incident.text),
      incident.customers,
      incident.usual,
      incident.at,
    ],
  );
}

/** Under way, oldest first. */
export function readIncidents(q: Queryable): Promise<IncidentRow[]> {
  return q.query({
    name: 'guides.incidents',
    text: `select ${columns} from guides.incident where ended_at is null order by opened_at`,
  });
}

export function readEnded(q: Queryable, since: Date, limit: number): Promise<IncidentRow[]> {
  return q.query(
    {
      name: 'guides.ended_incidents',
      text: `select ${columns} from guides.incident where ended_at > $1 order by ended_at desc limit $2`,
    },
    [since, limit],
  );
}

/** Customers who reported each of these since then. */
export async function countReporters(
  q: Queryable,
  incidentIds: readonly string[],
  since: Date,
  cameBefore = since,
): Promise<Map<string, Reporters>> {
  const rows = await q.query<Reporters & { id: string }>(
    {
      name: 'guides.count_reporters',
      text: `select incident_id as id, ${reporters} from guides.report
             where incident_id = any($1::uuid[]) and reported_at > $3 group by 1`,
    },
    [incidentIds, cameBefore, since],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** All under way, or one of them, locked until `tx` ends. */
export function lockIncidents(tx: Transaction, id?: string): Promise<IncidentRow[]> {
  return tx.query(
    {
      name: 'guides.lock_incidents',
      text: `select ${columns} from guides.incident where ended_at is null and ($1::uuid is null or id = $1)
             order by id for update`,
    },
    [id ?? null],
  );
}

export async function updateIncident(
  tx: Transaction,
  { id, state, text, at, ended }: Pick<IncidentRow, 'id' | 'state' | 'text'> & { at: Date; ended: boolean },
): Promise<void> {
  await tx.query(
    {
      name: 'guides.update_incident',
      text: `update guides.incident set state = $2, text = $3, changed_at = $4,
               ended_at = case when $5 then $4::timestamptz end where id = $1`,
    },
    [id, state, JSON.stringify(text), at, ended],
  );
}

/** Some of those who reported an incident and were not told that it is over. */
export async function readUntold(q: Queryable, incidentId: string, limit: number): Promise<string[]> {
  const rows = await q.query<{ customer_id: string }>(
    {
      name: 'guides.untold',
      text: `select distinct customer_id from guides.report where incident_id = $1 and told_at is null
             order by customer_id limit $2`,
    },
    [incidentId, limit],
  );
  return rows.map((row) => row.customer_id);
}

/** Those of these customers who were not told before. */
export async function markTold(
  tx: Transaction,
  incidentId: string,
  customerIds: readonly string[],
  at: Date,
): Promise<Set<string>> {
  const rows = await tx.query<{ customer_id: string }>(
    {
      name: 'guides.mark_told',
      text: `update guides.report set told_at = $3
             where incident_id = $1 and customer_id = any($2::uuid[]) and told_at is null returning customer_id`,
    },
    [incidentId, customerIds, at],
  );
  return new Set(rows.map((row) => row.customer_id));
}

export async function deleteReports(q: Queryable, before: Date): Promise<void> {
  await q.query({ name: 'guides.delete_reports', text: 'delete from guides.report where reported_at < $1' }, [
    before,
  ]);
}
