import type {
  Complaint,
  ComplaintClockKind,
  ComplaintEntry,
  ComplaintSeverity,
  ComplaintStatus,
  DeskComplaint,
} from '../../../contract/complaint.ts';
import type { Currency } from '../../../contract/money.ts';
import type { Language } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface ComplaintRow {
  id: string;
  number: string;
  customer_id: string;
  customer_name: string;
  phone_end: string;
  language: Language;
  idempotency_key: string;
  fingerprint: Buffer;
  category: Complaint['category'];
  wish: Complaint['wish'];
  description: string;
  payment_id: string | null;
  conversation_id: string | null;
  severity: ComplaintSeverity;
  status: ComplaintStatus;
  owner_id: string | null;
  owner_name: string | null;
  waiting_since: Date | null;
  reminded_at: Date | null;
  escalated_at: Date | null;
  appeals: number;
  outcome: NonNullable<Complaint['outcome']> | null;
  cause: NonNullable<DeskComplaint['cause']> | null;
  explanation: string | null;
  follow_up: NonNullable<Complaint['followUp']> | null;
  opened_at: Date;
  closed_at: Date | null;
}

/** What changes while it is handled. */
const changing = [
  'severity',
  'status',
  'owner_id',
  'owner_name',
  'waiting_since',
  'reminded_at',
  'escalated_at',
  'appeals',
  'outcome',
  'cause',
  'explanation',
  'follow_up',
  'closed_at',
] as const satisfies Array<keyof ComplaintRow>;

export interface EntryRow {
  complaint_id: string;
  sequence: number;
  kind: ComplaintEntry['kind'];
  actor_kind: ComplaintEntry['actor']['kind'];
  actor_name: string | null;
  internal: boolean;
  text: string | null;
  details: { about?: string };
  at: Date;
}

export interface GoodwillRow {
  complaint_id: string;
  hold_id: string;
  approval_id: string;
  amount: bigint;
  currency: Currency;
  state: 'held' | 'paid' | 'released';
  /** Once paid: its line in the customer's bills. */
  payment_id: string | null;
}

/** @returns undefined when this customer has used the key before */
export async function insertComplaint(
  tx: Transaction,
  row: Omit<ComplaintRow, 'number' | (typeof changing)[number]> & {
    severity: ComplaintSeverity;
    day: string;
  },
): Promise<ComplaintRow | undefined> {
  const [inserted] = await tx.query<ComplaintRow>(
    `insert into support.complaint (id, number, customer_id, customer_name, phone_end, language, idempotency_key, fingerprint,
       category, wish, description, payment_id, conversation_id, severity, opened_at)
     values ($1, 'CP' || $2 || lpad(nextval('support.complaint_number')::text, 6, '0'), $3, $4, $5, $6, $7, $8, $9, $10, $11,
       $12, $13, $14, $15)
     on conflict (customer_id, idempotency_key) do nothing returning *`,
    [
      row.id,
      row.day,
      row.customer_id,
      row.customer_name,
      row.phone_end,
      row.language,
      row.idempotency_key,
      row.fingerprint,
      row.category,
      row.wish,
      row.description,
      row.payment_id,
      row.conversation_id,
      row.severity,
      row.opened_at,
    ],
  );
  return inserted;
}

export async function findByKey(
  q: Queryable,
  customerId: string,
  key: string,
): Promise<ComplaintRow | undefined> {
  const [row] = await q.query<ComplaintRow>(
    'select * from support.complaint where customer_id = $1 and idempotency_key = $2',
    [customerId, key],
  );
  return row;
}

export async function findComplaint(q: Queryable, id: string): Promise<ComplaintRow | undefined> {
  const [row] = await q.query<ComplaintRow>(
    { name: 'complaints.find', text: 'select * from support.complaint where id = $1' },
    [id],
  );
  return row;
}

export async function lockComplaint(tx: Transaction, id: string): Promise<ComplaintRow | undefined> {
  const [row] = await tx.query<ComplaintRow>(
    { name: 'complaints.lock', text: 'select * from support.complaint where id = $1 for no key update' },
    [id],
  );
  return row;
}

export function listOfCustomer(q: Queryable, customerId: string, limit: number): Promise<ComplaintRow[]> {
  return q.query(
    {
      name: 'complaints.of_customer',
      text: 'select * from support.complaint where customer_id = $1 order by opened_at desc limit $2',
    },
    [customerId, limit],
  );
}

export async function countOpenOfCustomer(q: Queryable, customerId: string): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    `select count(*)::int as count from support.complaint where customer_id = $1 and status <> 'closed'`,
    [customerId],
  );
  return row?.count ?? 0;
}

export function updateComplaint(tx: Transaction, row: ComplaintRow): void {
  tx.write(
    {
      name: 'complaints.update',
      text: `update support.complaint set ${changing.map((column, index) => `${column} = $${index + 2}`).join(', ')} where id = $1`,
    },
    [row.id, ...changing.map((column) => row[column])],
  );
}

/** The next entry; the complaint is locked. @returns false when the client has sent this one before */
export async function insertEntry(
  tx: Transaction,
  entry: Omit<EntryRow, 'sequence'> & { actorId: string | null; clientEntryId: string | null },
): Promise<boolean> {
  const inserted = await tx.query(
    {
      name: 'complaints.add_entry',
      text: `insert into support.complaint_entry (complaint_id, sequence, kind, actor_kind, actor_id, actor_name, internal, text,
               details, client_entry_id, at)
             select $1, coalesce(max(sequence), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
             from support.complaint_entry where complaint_id = $1
             on conflict (complaint_id, client_entry_id) where client_entry_id is not null do nothing returning sequence`,
    },
    [
      entry.complaint_id,
      entry.kind,
      entry.actor_kind,
      entry.actorId,
      entry.actor_name,
      entry.internal,
      entry.text,
      entry.details,
      entry.clientEntryId,
      entry.at,
    ],
  );
  return inserted.length > 0;
}

export function readEntries(q: Queryable, complaintId: string): Promise<EntryRow[]> {
  return q.query(
    {
      name: 'complaints.entries',
      text: `select complaint_id, sequence, kind, actor_kind, actor_name, internal, text, details, at
             from support.complaint_entry where complaint_id = $1 order by sequence`,
    },
    [complaintId],
  );
}

/** The last proposal of each. */
export function readProposals(
  q: Queryable,
  complaintIds: readonly string[],
): Promise<Array<{ complaint_id: string; text: string; at: Date }>> {
  return q.query(
    {
      name: 'complaints.proposals',
      text: `select distinct on (complaint_id) complaint_id, text, at from support.complaint_entry
             where complaint_id = any($1::uuid[]) and kind = 'proposal' order by complaint_id, sequence desc`,
    },
    [complaintIds],
  );
}

export function readGoodwill(q: Queryable, complaintIds: readonly string[]): Promise<GoodwillRow[]> {
  return q.query(
    {
      name: 'complaints.goodwill',
      text: 'select * from support.complaint_goodwill where complaint_id = any($1::uuid[])',
    },
    [complaintIds],
  );
}

export async function insertGoodwill(
  tx: Transaction,
  row: Omit<GoodwillRow, 'state' | 'payment_id'>,
): Promise<void> {
  await tx.query(
    `insert into support.complaint_goodwill (complaint_id, hold_id, approval_id, amount, currency) values ($1, $2, $3, $4, $5)`,
    [row.complaint_id, row.hold_id, row.approval_id, row.amount, row.currency],
  );
}

export async function endGoodwill(
  tx: Transaction,
  holdId: string,
  state: 'paid' | 'released',
  paymentId?: string,
): Promise<void> {
  await tx.query('update support.complaint_goodwill set state = $2, payment_id = $3 where hold_id = $1', [
    holdId,
    state,
    paymentId ?? null,
  ]);
}

export interface ClockRow {
  complaint_id: string;
  kind: ComplaintClockKind;
  due_at: Date;
  warn_at: Date;
  /** Milliseconds of business time, while it stands still. */
  left_when_paused: bigint | null;
  met_at: Date | null;
  warned_at: Date | null;
  overdue_at: Date | null;
}

export function readClocks(q: Queryable, complaintIds: readonly string[]): Promise<ClockRow[]> {
  return q.query(
    {
      name: 'complaints.clocks',
      text: 'select * from support.complaint_clock where complaint_id = any($1::uuid[]) order by complaint_id, due_at, kind',
    },
    [complaintIds],
  );
}

export function saveClock(tx: Transaction, row: ClockRow): void {
  tx.write(
    {
      name: 'complaints.save_clock',
      text: `insert into support.complaint_clock as clock (complaint_id, kind, due_at, warn_at, left_when_paused, met_at, warned_at, overdue_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (complaint_id, kind) do update set due_at = $3, warn_at = $4, left_when_paused = $5, met_at = $6,
               warned_at = $7, overdue_at = $8`,
    },
    [
      row.complaint_id,
      row.kind,
      row.due_at,
      row.warn_at,
      row.left_when_paused,
      row.met_at,
      row.warned_at,
      row.overdue_at,
    ],
  );
}
