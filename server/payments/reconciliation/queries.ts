import { plainArray, textArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { RailOperation, SettlementLine } from '../../rails/rails.ts';
import type { OurMovement } from './compare.ts';

export type ExceptionKind =
  | 'missing_with_us'
  | 'missing_with_them'
  | 'amount_differs'
  | 'state_differs'
  | 'told_twice';

export interface ReportRow {
  railId: string;
  /** YYYY-MM-DD, UTC. */
  day: string;
  status: 'read' | 'unavailable';
  reason: string | null;
  lines: number;
  matched: number;
  settled: number;
  fees: Record<string, string>;
  readAt: Date;
}

export interface ExceptionRow {
  id: string;
  railId: string;
  reference: string;
  operation: RailOperation;
  kind: ExceptionKind;
  day: string;
  ourAmount: bigint | null;
  theirAmount: bigint | null;
  currency: string;
  paymentId: string | null;
  suspenseItemId: string | null;
  foundAt: Date;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  resolution: string | null;
}

/** @returns those that no report has had before */
export async function insertLines(
  tx: Transaction,
  railId: string,
  day: string,
  lines: readonly SettlementLine[],
): Promise<SettlementLine[]> {
  return tx.query<SettlementLine>(
    {
      name: 'reconciliation.insert_lines',
      text: `insert into payments.settlement_line (rail_id, day, reference, operation, processed_at, amount, currency, fee)
             select $1, $2, * from unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::bigint[], $7::text[], $8::bigint[])
             on conflict do nothing
             returning reference, operation, processed_at as "processedAt", amount, currency, fee`,
    },
    [
      railId,
      day,
      plainArray(lines.map((line) => line.reference)),
      plainArray(lines.map((line) => line.operation)),
      plainArray(lines.map((line) => line.processedAt)),
      plainArray(lines.map((line) => line.amount)),
      textArray(lines.map((line) => line.currency)),
      plainArray(lines.map((line) => line.fee)),
    ],
  );
}

/** References that the rail has moved more than once. */
export async function readRepeated(
  q: Queryable,
  railId: string,
  references: readonly string[],
): Promise<Set<string>> {
  const rows = await q.query<{ reference: string }>(
    {
      name: 'reconciliation.repeated',
      text: `select reference from payments.settlement_line where rail_id = $1 and reference = any($2::uuid[])
             group by reference, operation having count(*) > 1`,
    },
    [railId, plainArray(references)],
  );
  return new Set(rows.map(({ reference }) => reference));
}

/** Attempts and refunds by the references under which rails know them. */
export async function readOurs(
  q: Queryable,
  references: readonly string[],
): Promise<Map<string, OurMovement>> {
  const rows = await q.query<OurMovement>(
    {
      name: 'reconciliation.ours',
      text: `select attempt.id as reference, payment.id as "paymentId", attempt.rail_id as "railId",
               case payment.kind when 'withdrawal' then 'payout' else 'charge' end as operation,
               payment.amount, payment.currency, case attempt.status when 'succeeded' then 'succeeded' else 'open' end as state
             from payments.attempt join payments.payment on payment.id = attempt.payment_id where attempt.id = any($1::uuid[])
             union all
             select id, payment_id, rail_id, 'refund', amount, currency,
               case when destination = 'balance' then 'elsewhere' when status = 'succeeded' then 'succeeded' else 'open' end
             from payments.refund where id = any($1::uuid[])
             union all
             select id, null, rail_id, 'payout', amount, currency,
               case status when 'succeeded' then 'succeeded' when 'failed' then 'elsewhere' else 'open' end
             from payments.payout where id = any($1::uuid[])
             union all
             select approval_id, null, rail_id, 'payout', amount, currency,
               case state when 'returned' then 'succeeded' when 'returning' then 'open' else 'elsewhere' end
             from payments.suspense_item where approval_id = any($1::uuid[])`,
    },
    [plainArray(references)],
  );
  return new Map(rows.map((row) => [row.reference, row]));
}

/**
 * Records attempts that we hold to have gone through by `until`, and that no report has had. Begun since `since`: older
 * ones were looked at before.
 */
export async function recordMissingWithThem(
  q: Queryable,
  railId: string,
  { since, until, now }: { since: Date; until: Date; now: Date },
): Promise<void> {
  await q.query(
    {
      name: 'reconciliation.missing_with_them',
      text: `insert into payments.reconciliation_exception
               (id, rail_id, reference, operation, kind, day, our_amount, currency, payment_id, found_at)
             select gen_random_uuid(), attempt.rail_id, attempt.id,
               case payment.kind when 'withdrawal' then 'payout' else 'charge' end, 'missing_with_them',
               (attempt.completed_at at time zone 'UTC')::date, payment.amount, payment.currency, payment.id, $4
             from payments.attempt join payments.payment on payment.id = attempt.payment_id
             where attempt.rail_id = $1 and attempt.started_at >= $2 and attempt.started_at < $3
               and attempt.status = 'succeeded' and attempt.completed_at < $3
               and not exists (select from payments.settlement_line as line
                               where line.rail_id = attempt.rail_id and line.reference = attempt.id)
             on conflict do nothing`,
    },
    [railId, since, until, now],
  );
}

/** What a later report had after all. */
export async function resolveFound(
  tx: Transaction,
  railId: string,
  references: readonly string[],
  { now, resolution }: { now: Date; resolution: string },
): Promise<void> {
  await tx.query(
    {
      name: 'reconciliation.resolve_found',
      text: `update payments.reconciliation_exception set resolved_at = $3, resolution = $4
             where rail_id = $1 and reference = any($2::uuid[]) and kind = 'missing_with_them' and resolved_at is null`,
    },
    [railId, plainArray(references), now, resolution],
  );
}

/** @returns whether it is new */
export async function insertException(
  tx: Transaction,
  row: Omit<ExceptionRow, 'resolvedAt' | 'resolvedBy' | 'resolution'>,
): Promise<boolean> {
  const inserted = await tx.query(
    {
      name: 'reconciliation.insert_exception',
      text: `insert into payments.reconciliation_exception (id, rail_id, reference, operation, kind, day, our_amount,
               their_amount, currency, payment_id, suspense_item_id, found_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id`,
    },
    [
      row.id,
      row.railId,
      row.reference,
      row.operation,
      row.kind,
      row.day,
      row.ourAmount,
      row.theirAmount,
      row.currency,
      row.paymentId,
      row.suspenseItemId,
      row.foundAt,
    ],
  );
  return inserted.length > 0;
}

const exceptionColumns = `id, rail_id as "railId", reference, operation, kind, day::text, our_amount as "ourAmount",
  their_amount as "theirAmount", currency, payment_id as "paymentId", suspense_item_id as "suspenseItemId",
  found_at as "foundAt", resolved_at as "resolvedAt", resolved_by as "resolvedBy", resolution`;

/** Open ones, oldest first, or those resolved last. */
export function listExceptions(q: Queryable, open: boolean, limit: number): Promise<ExceptionRow[]> {
  return q.query(
    open
      ? `select ${exceptionColumns} from payments.reconciliation_exception where resolved_at is null order by found_at limit $1`
      : `select ${exceptionColumns} from payments.reconciliation_exception where resolved_at is not null
         order by resolved_at desc limit $1`,
    [limit],
  );
}

/** @returns the exception, unless there is none or it was resolved before */
export async function resolveException(
  tx: Transaction,
  { id, staffId, resolution, now }: { id: string; staffId: string; resolution: string; now: Date },
): Promise<ExceptionRow | undefined> {
  const [row] = await tx.query<ExceptionRow>(
    `update payments.reconciliation_exception set resolved_at = $2, resolved_by = $3, resolution = $4
     where id = $1 and resolved_at is null returning ${exceptionColumns}`,
    [id, now, staffId, resolution],
  );
  return row;
}

export async function writeReport(q: Queryable, row: ReportRow): Promise<void> {
  await q.query(
    {
      name: 'reconciliation.write_report',
      text: `insert into payments.settlement_report (rail_id, day, status, reason, lines, matched, settled, fees, read_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (rail_id, day) do update set status = excluded.status, reason = excluded.reason,
               lines = excluded.lines, matched = excluded.matched, settled = settlement_report.settled + excluded.settled,
               fees = excluded.fees, read_at = excluded.read_at`,
    },
    [
      row.railId,
      row.day,
      row.status,
      row.reason,
      row.lines,
      row.matched,
      row.settled,
      JSON.stringify(row.fees),
      row.readAt,
    ],
  );
}

/** Of the last days, newest first. */
export function listReports(q: Queryable, sinceDay: string): Promise<ReportRow[]> {
  return q.query(
    `select rail_id as "railId", day::text, status, reason, lines, matched, settled, fees, read_at as "readAt"
     from payments.settlement_report where day >= $1 order by day desc, rail_id`,
    [sinceDay],
  );
}
