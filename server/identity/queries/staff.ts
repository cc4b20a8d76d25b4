import type { Staff } from '../../../contract/identity.ts';
import type { Language } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface StaffRow {
  id: string;
  email: string;
  name: string;
  role: Staff['role'];
  /** Absent until they have joined. */
  password_hash: string | null;
}

/** @returns false when the email is in use */
export async function insertStaff(q: Queryable, staff: StaffRow, at: Date): Promise<boolean> {
  const inserted = await q.query(
    {
      name: 'identity.insert_staff',
      text: `insert into identity.staff (id, email, name, role, password_hash, created_at)
             values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing returning id`,
    },
    [staff.id, staff.email, staff.name, staff.role, staff.password_hash, at],
  );
  return inserted.length === 1;
}

export async function selectStaffByEmail(q: Queryable, email: string): Promise<StaffRow | undefined> {
  const [row] = await q.query<StaffRow>(
    {
      name: 'identity.staff_by_email',
      text: `select id, email, name, role, password_hash from identity.staff
             where email = $1 and disabled_at is null`,
    },
    [email],
  );
  return row;
}

/** One who may log in: has joined and not left. */
export async function selectActiveStaff(q: Queryable, id: string): Promise<StaffRow | undefined> {
  const [row] = await q.query<StaffRow>(
    {
      name: 'identity.active_staff',
      text: `select id, email, name, role, password_hash from identity.staff
             where id = $1 and disabled_at is null and password_hash is not null`,
    },
    [id],
  );
  return row;
}

/** `language`: null until they have chosen. */
export async function selectStaff(
  q: Queryable,
  ids: readonly string[],
): Promise<Array<Omit<StaffRow, 'password_hash'> & { language: Language | null }>> {
  return q.query(
    {
      name: 'identity.staff',
      text: 'select id, email, name, role, language from identity.staff where id = any($1::uuid[])',
    },
    [ids],
  );
}

export async function updateStaffLanguage(q: Queryable, staffId: string, language: Language): Promise<void> {
  await q.query(
    {
      name: 'identity.choose_staff_language',
      text: 'update identity.staff set language = $2 where id = $1',
    },
    [staffId, language],
  );
}

/** So that what one member of staff does is counted one by one. */
export async function lockStaff(tx: Transaction, staffId: string): Promise<void> {
  await tx.query(
    { name: 'identity.lock_staff', text: 'select from identity.staff where id = $1 for no key update' },
    [staffId],
  );
}

/** How often this member of staff has looked behind a mask since then, and when first. */
export async function countUnmaskings(
  tx: Transaction,
  staffId: string,
  since: Date,
): Promise<{ count: number; first: Date | null }> {
  const [row] = await tx.query<{ count: number; first: Date | null }>(
    {
      name: 'identity.count_unmaskings',
      text: `select count(*)::int as count, min(at) as first from identity.audit
             where staff_id = $1 and action = 'customer.unmasked' and at > $2`,
    },
    [staffId, since],
  );
  return row ?? { count: 0, first: null };
}

export interface StaffListing {
  email: string;
  name: string;
  role: Staff['role'];
  joined: boolean;
  disabled: boolean;
  lastUsedAt: Date | null;
}

/** Everybody, for whoever sets up the house. */
export async function selectAllStaff(q: Queryable): Promise<StaffListing[]> {
  return q.query<StaffListing>(
    `select s.email, s.name, s.role, s.password_hash is not null as joined, s.disabled_at is not null as disabled,
            (select max(last_used_at) from identity.staff_session where staff_id = s.id) as "lastUsedAt"
     from identity.staff s order by s.email`,
  );
}

export async function selectStaffIdByEmail(tx: Transaction, email: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    {
      name: 'identity.staff_id_by_email',
      text: 'select id from identity.staff where email = $1 for no key update',
    },
    [email],
  );
  return row?.id;
}

/** What is named changes, the rest stays. */
export async function updateStaff(
  tx: Transaction,
  id: string,
  change: { passwordHash?: string | null; role?: Staff['role']; disabledAt?: Date | null },
): Promise<void> {
  await tx.query(
    {
      name: 'identity.update_staff',
      text: `update identity.staff set password_hash = case when $2 then $3 else password_hash end,
               role = coalesce($4, role), disabled_at = case when $5 then $6 else disabled_at end where id = $1`,
    },
    [
      id,
      change.passwordHash !== undefined,
      change.passwordHash ?? null,
      change.role ?? null,
      change.disabledAt !== undefined,
      change.disabledAt ?? null,
    ],
  );
}

/** Every desk session of a member of staff ends at once. */
export async function deleteStaffSessions(tx: Transaction, staffId: string): Promise<void> {
  await tx.query(
    {
      name: 'identity.delete_staff_sessions',
      text: 'delete from identity.staff_session where staff_id = $1',
    },
    [staffId],
  );
}
