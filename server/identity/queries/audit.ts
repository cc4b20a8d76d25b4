import type { Queryable, Statement, Transaction } from '../../platform/database/database.ts';
import type { SealedLog } from '../../platform/seals/seals.ts';

/** What is written down for good. Details never hold a secret. */
export interface AuditEntry {
  at: Date;
  /** Subject and what became of it, in the past tense: `device.added`, `log_in.succeeded`, `conversation.taken`. */
  action: string;
  customerId?: string;
  staffId?: string;
  /** The desk session it was done in. */
  sessionId?: string;
  conversationId?: string;
  deviceId?: string;
  address?: string;
  details?: Record<string, unknown>;
}

export const auditLog: SealedLog = {
  name: 'identity.audit',
  table: 'identity.audit',
  key: 'position',
  columns: [
    'transaction',
    'position',
    'at',
    'action',
    'customer_id',
    'staff_id',
    'session_id',
    'conversation_id',
    'device_id',
    'address',
    'details',
  ],
};

export async function insertAudit(q: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await q.query(...insertion(entries));
}

/** The same, with nobody waiting for it before the commit. */
export function writeAudit(tx: Transaction, entries: readonly AuditEntry[]): void {
  if (entries.length > 0) tx.write(...insertion(entries));
}

function insertion(entries: readonly AuditEntry[]): [Statement, unknown[]] {
  return [
    {
      name: 'identity.insert_audit',
      text: `insert into identity.audit
               (at, action, customer_id, staff_id, session_id, conversation_id, device_id, address, details)
             select * from unnest($1::timestamptz[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[],
                                  $7::uuid[], $8::inet[], $9::jsonb[])`,
    },
    [
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.action),
      entries.map((entry) => entry.customerId ?? null),
      entries.map((entry) => entry.staffId ?? null),
      entries.map((entry) => entry.sessionId ?? null),
      entries.map((entry) => entry.conversationId ?? null),
      entries.map((entry) => entry.deviceId ?? null),
      entries.map((entry) => entry.address ?? null),
      entries.map((entry) => JSON.stringify(entry.details ?? {})),
    ],
  ];
}

export interface AuditRow {
  position: bigint;
  at: Date;
  action: string;
  staff_id: string | null;
  conversation_id: string | null;
  device_id: string | null;
  address: string | null;
  details: Record<string, unknown>;
}

/** What concerns one customer, oldest first, after a position. */
export async function selectAuditOfCustomer(
  q: Queryable,
  customerId: string,
  after: bigint,
  limit: number,
): Promise<AuditRow[]> {
  return q.query<AuditRow>(
    {
      name: 'identity.audit_of_customer',
      text: `select position, at, action, staff_id, conversation_id, device_id, host(address) as address, details
             from identity.audit where customer_id = $1 and position > $2 order by position limit $3`,
    },
    [customerId, after, limit],
  );
}

export interface UnmaskingRow {
  at: Date;
  staff_id: string;
  customer_id: string;
  conversation_id: string | null;
  details: { field: 'name' | 'phone' | 'email'; reason: string };
}

/** Newest first. */
export async function selectUnmaskings(q: Queryable, since: Date, limit: number): Promise<UnmaskingRow[]> {
  return q.query<UnmaskingRow>(
    {
      name: 'identity.unmaskings',
      text: `select at, staff_id, customer_id, conversation_id, details from identity.audit
             where action = 'customer.unmasked' and at > $1 order by at desc limit $2`,
    },
    [since, limit],
  );
}

export async function countUnmaskingsByStaff(
  q: Queryable,
  dayAgo: Date,
  monthAgo: Date,
): Promise<Array<{ staff_id: string; today: number; month: number }>> {
  return q.query(
    {
      name: 'identity.unmaskings_by_staff',
      text: `select staff_id, count(*) filter (where at > $1)::int as today, count(*)::int as month from identity.audit
             where action = 'customer.unmasked' and at > $2 group by staff_id order by today desc, month desc, staff_id`,
    },
    [dayAgo, monthAgo],
  );
}

/** When something was done to an account since then, oldest first. */
/** The first fifty of these actions at an account since then. */
export async function selectActionsAmong(
  q: Queryable,
  customerId: string,
  actions: readonly string[],
  since: Date,
): Promise<Array<{ action: string; at: Date }>> {
  return q.query(
    {
      name: 'identity.actions_among',
      text: `select action, at from identity.audit where customer_id = $1 and action = any($2) and at >= $3
             order by position limit 50`,
    },
    [customerId, actions, since],
  );
}

export async function selectActionsSince(
  q: Queryable,
  customerId: string,
  action: string,
  since: Date,
): Promise<Date[]> {
  const rows = await q.query<{ at: Date }>(
    {
      name: 'identity.actions_since',
      text: `select at from identity.audit where customer_id = $1 and action = $2 and at > $3 order by position`,
    },
    [customerId, action, since],
  );
  return rows.map((row) => row.at);
}
