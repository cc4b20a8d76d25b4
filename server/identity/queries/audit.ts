import type { Queryable } from '../../platform/database/database.ts';

/** What is written down for good. Details never hold a secret. */
export interface AuditEntry {
  at: Date;
  action:
    | 'customer.registered'
    | 'log_in.succeeded'
    | 'password.failed'
    | 'password.locked'
    | 'account.locked'
    | 'device.added'
    | 'log_out'
    | 'payment_password.set'
    | 'payment_password.locked'
    | 'staff.created'
    | 'staff_log_in.succeeded'
    | 'staff_log_in.failed'
    | 'staff_log_in.locked'
    | 'staff_log_out';
  customerId?: string;
  staffId?: string;
  deviceId?: string;
  address?: string;
  details?: Record<string, string | boolean>;
}

export async function insertAudit(q: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  await q.query(
    {
      name: 'identity.insert_audit',
      text: `insert into identity.audit (at, action, customer_id, staff_id, device_id, address, details)
             select * from unnest($1::timestamptz[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::inet[], $7::jsonb[])`,
    },
    [
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.action),
      entries.map((entry) => entry.customerId ?? null),
      entries.map((entry) => entry.staffId ?? null),
      entries.map((entry) => entry.deviceId ?? null),
      entries.map((entry) => entry.address ?? null),
      entries.map((entry) => JSON.stringify(entry.details ?? {})),
    ],
  );
}
