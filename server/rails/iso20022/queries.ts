import { plainArray, textArray } from '../../platform/database/array.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { RailOperation } from '../rail.ts';
import type { OrderStatus, StatementEntry } from './messages.ts';

export interface OrderRow {
  reference: string;
  operation: 'payout' | 'refund';
  account: string;
  payee: string;
  amount: bigint;
  currency: string;
  description: string;
  status: 'queued' | 'sent' | 'settled' | 'rejected';
  code: string | null;
}

const orderColumns = 'reference, operation, account, payee, amount, currency, description, status, code';

/** Takes an order on, once; @returns it as it stands */
export async function insertOrder(
  q: Queryable,
  order: Omit<OrderRow, 'status' | 'code'>,
  now: Date,
): Promise<OrderRow> {
  await q.query(
    {
      name: 'bank.insert_order',
      text: `insert into rails.transfer_order (reference, operation, account, payee, amount, currency, description, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    },
    [
      order.reference,
      order.operation,
      order.account,
      order.payee,
      order.amount,
      order.currency,
      order.description,
      now,
    ],
  );
  return (await readOrder(q, order.reference)) as OrderRow;
}

export async function readOrder(q: Queryable, reference: string): Promise<OrderRow | undefined> {
  const [row] = await q.query<OrderRow>(
    { name: 'bank.order', text: `select ${orderColumns} from rails.transfer_order where reference = $1` },
    [reference],
  );
  return row;
}

/** Orders that are in no file yet, oldest first; another node's are left to it. */
export function lockQueued(tx: Transaction, limit: number): Promise<OrderRow[]> {
  return tx.query(
    {
      name: 'bank.queued',
      text: `select ${orderColumns} from rails.transfer_order where status = 'queued' order by created_at limit $1
             for update skip locked`,
    },
    [limit],
  );
}

export async function markSent(
  tx: Transaction,
  references: readonly string[],
  fileId: string,
): Promise<void> {
  await tx.query(
    {
      name: 'bank.mark_sent',
      text: `update rails.transfer_order set status = 'sent', file_id = $2 where reference = any($1::uuid[])`,
    },
    [plainArray(references), fileId],
  );
}

/** What the bank says of orders; one that is decided stays so. @returns those that this has decided */
export function updateOrders(
  tx: Transaction,
  statuses: readonly OrderStatus[],
): Promise<
  Array<{ reference: string; operation: 'payout' | 'refund'; status: OrderRow['status']; code: string }>
> {
  return tx.query(
    {
      name: 'bank.update_orders',
      text: `update rails.transfer_order as o set status = case told.status when 'pending' then o.status else told.status end, code = told.code
             from unnest($1::uuid[], $2::text[], $3::text[]) as told (reference, status, code)
             where o.reference = told.reference and o.status not in ('settled', 'rejected')
             returning o.reference, o.operation, o.status, o.code`,
    },
    [
      plainArray(statuses.map(({ reference }) => reference)),
      textArray(statuses.map(({ status }) => status)),
      textArray(statuses.map(({ code }) => code)),
    ],
  );
}

/** References of the orders of a file of ours. */
export async function readOrdersOfFile(q: Queryable, messageId: string): Promise<string[]> {
  const rows = await q.query<{ reference: string }>(
    `select reference from rails.transfer_order join rails.bank_file on bank_file.id = file_id
     where bank_file.kind = 'pain.001' and message_id = $1`,
    [messageId],
  );
  return rows.map(({ reference }) => reference);
}

export interface FileRow {
  id: string;
  kind: 'pain.001' | 'pain.002' | 'camt.053' | 'camt.054';
  messageId: string;
  number: bigint | null;
  content: string;
  status: 'ready' | 'sent' | 'read' | 'refused';
  problem: string | null;
}

/** @returns the file's id; undefined when it has been kept before */
export async function insertFile(tx: Queryable, file: FileRow, now: Date): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `insert into rails.bank_file (id, kind, message_id, number, content, status, problem, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [file.id, file.kind, file.messageId, file.number, file.content, file.status, file.problem, now],
  );
  return row?.id;
}

export function readReadyFiles(q: Queryable): Promise<FileRow[]> {
  return q.query(
    `select id, kind, message_id as "messageId", number, content, status, problem from rails.bank_file
     where status = 'ready' order by created_at limit 20`,
  );
}

export async function updateFile(
  q: Queryable,
  id: string,
  status: FileRow['status'],
  problem: string | null = null,
): Promise<void> {
  await q.query('update rails.bank_file set status = $2, problem = $3 where id = $1', [id, status, problem]);
}

export async function readLastNumber(q: Queryable): Promise<bigint> {
  const [row] = await q.query<{ last: bigint | null }>(
    'select max(number) as last from rails.bank_file where number is not null',
  );
  return row?.last ?? 0n;
}

export type EntryRow = StatementEntry & { handledAt: Date | null };

export async function insertEntries(
  tx: Transaction,
  fileId: string,
  entries: readonly StatementEntry[],
): Promise<void> {
  await tx.query(
    `insert into rails.statement_entry (bank_reference, direction, amount, currency, booked_at, reference, payer_name,
       payer_account, remittance, creditor_reference, stated_amount, file_id)
     select *, $12::uuid from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::uuid[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[]) on conflict do nothing`,
    [
      entries.map((entry) => entry.bankReference),
      entries.map((entry) => entry.direction),
      entries.map((entry) => entry.amount),
      entries.map((entry) => entry.currency),
      entries.map((entry) => entry.bookedAt),
      entries.map((entry) => entry.reference ?? null),
      entries.map((entry) => entry.payerName ?? null),
      entries.map((entry) => entry.payerAccount ?? null),
      entries.map((entry) => entry.remittance ?? null),
      entries.map((entry) => entry.creditorReference ?? null),
      entries.map((entry) => entry.statedAmount ?? null),
      fileId,
    ],
  );
}

const entryColumns = `bank_reference as "bankReference", direction, amount, currency, booked_at as "bookedAt", reference,
  payer_name as "payerName", payer_account as "payerAccount", remittance, creditor_reference as "creditorReference",
  stated_amount as "statedAmount",
  handled_at as "handledAt"`;

/** Entries that are not in our books yet, oldest first. */
export function readWaitingEntries(q: Queryable, limit: number): Promise<EntryRow[]> {
  return q.query(
    `select ${entryColumns} from rails.statement_entry where handled_at is null order by booked_at limit $1`,
    [limit],
  );
}

export async function markHandled(q: Queryable, bankReference: string, now: Date): Promise<void> {
  await q.query(
    'update rails.statement_entry set handled_at = coalesce(handled_at, $2) where bank_reference = $1',
    [bankReference, now],
  );
}

/** Debits of a day by our orders, as lines of a settlement report. */
export function readDebitsOfDay(
  q: Queryable,
  day: string,
): Promise<
  Array<{ operation: RailOperation; reference: string; amount: bigint; currency: string; bookedAt: Date }>
> {
  return q.query(
    `select coalesce(o.operation, 'payout') as operation, e.reference, e.amount, e.currency, e.booked_at as "bookedAt"
     from rails.statement_entry as e left join rails.transfer_order as o on o.reference = e.reference
     where e.direction = 'debit' and e.reference is not null
       and e.booked_at >= $1::date::timestamp at time zone 'UTC' and e.booked_at < ($1::date + 1)::timestamp at time zone 'UTC'
     order by e.booked_at`,
    [day],
  );
}
