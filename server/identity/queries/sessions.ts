import type { Language } from '../../../contract/text.ts';
import type { Staff } from '../../../contract/identity.ts';
import { plainArray } from '../../platform/database/array.ts';
import type { Queryable, Statement, Transaction } from '../../platform/database/database.ts';
import { upsertNetwork } from './networks.ts';

/** When a session is alive, and when its use is worth writing down again. */
export interface SessionLimits {
  now: Date;
  /** Last used before this: over. */
  idleSince: Date;
  /** Last used before this: note its use. */
  dueSince: Date;
}

export interface CustomerSessionRow {
  token_hash: string;
  id: string;
  customer_id: string;
  device_id: string;
  language: Language;
  due: boolean;
  /** The network it was used on last; null until its first use. */
  network: string | null;
  network_new: boolean;
  cautious: boolean;
}

export interface StaffSessionRow {
  token_hash: string;
  id: string;
  staff_id: string;
  name: string;
  role: Staff['role'];
  due: boolean;
}

const alive = 's.token_hash = any($1::text[]) and s.expires_at > $2 and s.last_used_at > $3';

export async function selectCustomerSessions(
  q: Queryable,
  tokenHashes: readonly string[],
  { now, idleSince, dueSince }: SessionLimits,
): Promise<CustomerSessionRow[]> {
  return q.query<CustomerSessionRow>(
    {
      name: 'identity.customer_sessions',
      text: `select s.token_hash, s.id, s.customer_id, s.device_id, c.language, s.last_used_at <= $4 as due,
               s.network, s.network_new, coalesce(s.cautious_until > $2, false) as cautious
             from identity.session s join identity.customer c on c.id = s.customer_id where ${alive}`,
    },
    [tokenHashes, now, idleSince, dueSince],
  );
}

export async function customerSessionExists(q: Queryable, id: string, now: Date): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'identity.customer_session_exists',
      text: 'select from identity.session where id = $1 and expires_at > $2',
    },
    [id, now],
  );
  return rows.length > 0;
}

export async function selectStaffSessions(
  q: Queryable,
  tokenHashes: readonly string[],
  { now, idleSince, dueSince }: SessionLimits,
): Promise<StaffSessionRow[]> {
  return q.query<StaffSessionRow>(
    {
      name: 'identity.staff_sessions',
      text: `select s.token_hash, s.id, s.staff_id, m.name, m.role, s.last_used_at <= $4 as due
             from identity.staff_session s join identity.staff m on m.id = s.staff_id
             where ${alive} and m.disabled_at is null`,
    },
    [tokenHashes, now, idleSince, dueSince],
  );
}

/** A session that something was opened with and stays open. */
export interface WatchedSession {
  sessionId: string;
  /** Of a member of staff, as of then. */
  role?: Staff['role'];
  /** Its person has done something since it was last looked at. */
  used: boolean;
}

const endedOrDue = (
  ofKind: string,
) => `select k.id, s.id is null as ended from unnest($1::uuid[], $2::boolean[], $3::text[]) as k (id, used, role)
  left join ${ofKind} and s.expires_at > $4 and s.last_used_at > $5 where s.id is null or (k.used and s.last_used_at <= $6)`;
const endedOrDueOf: Record<'customer' | 'staff', Statement> = {
  customer: {
    name: 'identity.ended_or_due',
    text: endedOrDue('identity.session s on s.id = k.id'),
  },
  staff: {
    name: 'identity.staff_ended_or_due',
    text: endedOrDue(
      `(identity.staff_session s join identity.staff m on m.id = s.staff_id and m.disabled_at is null)
         on s.id = k.id and m.role = k.role`,
    ),
  },
};

/** Of these sessions only those that have ended, or are of another role by now, and those whose use is to be noted. */
export async function selectEndedOrDue(
  q: Queryable,
  kind: 'customer' | 'staff',
  sessions: readonly WatchedSession[],
  { now, idleSince, dueSince }: SessionLimits,
): Promise<Array<{ id: string; ended: boolean }>> {
  return q.query(endedOrDueOf[kind], [
    plainArray(sessions.map(({ sessionId }) => sessionId)),
    plainArray(sessions.map(({ used }) => used)),
    plainArray(sessions.map(({ role = null }) => role)),
    now,
    idleSince,
    dueSince,
  ]);
}

/** Rows that another node is just noting are left to it. */
const noteUse = (table: string): string => `
  update ${table} set last_used_at = $2
  from (select id from ${table} where id = any($1::uuid[]) and last_used_at < $2
        order by id for no key update skip locked) due
  where ${table}.id = due.id`;
const noteUseOf: Record<'customer' | 'staff', Statement> = {
  customer: { name: 'identity.use_session', text: noteUse('identity.session') },
  staff: { name: 'identity.use_staff_session', text: noteUse('identity.staff_session') },
};

export async function updateLastUsed(
  q: Queryable,
  kind: 'customer' | 'staff',
  ids: readonly string[],
  at: Date,
): Promise<void> {
  await q.query(noteUseOf[kind], [ids, at]);
}

interface NewSession {
  id: string;
  tokenHash: string;
  at: Date;
  expiresAt: Date;
}

/**
 * Opens a session on a device and a network, and writes down that its customer was seen there. The session that the browser
 * had is over.
 * @param session.confirmNetwork it is theirs beyond doubt: where they registered
 * @returns whether the network was never seen with this customer before
 */
export async function openSession(
  tx: Transaction,
  session: NewSession & {
    customerId: string;
    language: Language;
    deviceId: string;
    userAgent: string;
    address: string;
    network: string;
    confirmNetwork: boolean;
    endedTokenHash: string | undefined;
  },
): Promise<{ networkFirst: boolean }> {
  const [row] = await tx.query<{ first: boolean }>(
    {
      name: 'identity.open_session',
      text: `with ended as (delete from identity.session where token_hash = $11),
               seen as (update identity.customer set last_sign_in_at = $4, language = $6 where id = $3),
               device as (update identity.device set user_agent = $7, address = $8, last_seen_at = $4 where id = $5
                 returning id, cautious_until),
               network as (${upsertNetwork({ customer: '$3', network: '$9', at: '$4', confirm: '$10' })}),
               opened as (
                 insert into identity.session (id, token_hash, customer_id, device_id, created_at, last_used_at, expires_at,
                   network, network_new, cautious_until)
                 select $1, $2, $3, device.id, $4, $4, $12, $9, not network.confirmed, device.cautious_until
                 from device, network)
             select first from network`,
    },
    [
      session.id,
      session.tokenHash,
      session.customerId,
      session.at,
      session.deviceId,
      session.language,
      session.userAgent,
      session.address,
      session.network,
      session.confirmNetwork,
      session.endedTokenHash ?? null,
      session.expiresAt,
    ],
  );
  return { networkFirst: row?.first ?? false };
}

export async function insertStaffSession(
  tx: Transaction,
  session: NewSession & { staffId: string },
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_staff_session',
      text: `insert into identity.staff_session (id, token_hash, staff_id, created_at, last_used_at, expires_at)
             values ($1, $2, $3, $4, $4, $5)`,
    },
    [session.id, session.tokenHash, session.staffId, session.at, session.expiresAt],
  );
}

const deleteSessionOf: Record<'customer' | 'staff', Statement> = {
  customer: {
    name: 'identity.delete_session',
    text: 'delete from identity.session where token_hash = $1',
  },
  staff: {
    name: 'identity.delete_staff_session',
    text: 'delete from identity.staff_session where token_hash = $1',
  },
};

export function deleteSession(tx: Transaction, kind: 'customer' | 'staff', tokenHash: string): void {
  tx.write(deleteSessionOf[kind], [tokenHash]);
}

/** Takes away rows that are over: some thousands, so that no transaction of it is long. */
export async function sweep(tx: Queryable, now: Date): Promise<void> {
  const some = (table: string, condition: string) =>
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${condition} limit 5000 for update skip locked))`;
  await tx.query(
    {
      name: 'identity.sweep',
      text: `with sessions as (${some('identity.session', 'expires_at < $1')}),
                  staff_sessions as (${some('identity.staff_session', 'expires_at < $1')}),
                  challenges as (${some('identity.challenge', "expires_at < $1 - interval '1 day'")}),
                  log_ins as (${some('identity.log_in', 'expires_at < $1')}),
                  step_ups as (${some('identity.step_up', "expires_at < $1 - interval '1 day'")}),
                  passkey_challenges as (${some('identity.passkey_challenge', 'expires_at < $1')}),
                  networks as (${some('identity.network', "last_seen_at < $1 - interval '180 days'")})
             ${some('identity.password_attempt', "attempted_at < $1 - interval '30 days'")}`,
    },
    [now],
  );
}

/** All sessions of a customer but one end. @returns how many */
export async function deleteOtherSessions(
  tx: Transaction,
  customerId: string,
  sessionId: string,
): Promise<number> {
  const ended = await tx.query(
    {
      name: 'identity.delete_other_sessions',
      text: 'delete from identity.session where customer_id = $1 and id <> $2 returning id',
    },
    [customerId, sessionId],
  );
  return ended.length;
}
