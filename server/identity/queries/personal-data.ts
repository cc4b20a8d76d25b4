import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { noEnd } from './locks.ts';

const mostAudit = 20_000;

/** All that this schema holds about a customer, without secrets and their hashes. */
export async function readIdentitySection(
  q: Queryable,
  customerId: string,
): Promise<Record<string, unknown> | undefined> {
  const [row] = await q.query<{ section: Record<string, unknown> }>(
    {
      name: 'identity.personal_data',
      text: `select jsonb_build_object(
               'profile', (select to_jsonb(p) from (
                 select phone, email, name, language, registered_at, last_sign_in_at, locked_until, lock_reason,
                        reduced_limits_until from identity.customer where id = $1) p),
               'loginPasswordChangedAt', (select changed_at from identity.password where customer_id = $1),
               'hasPaymentPassword', exists (select from identity.payment_password where customer_id = $1),
               'authenticatorSince', (select confirmed_at from identity.totp where owner_id = $1),
               'passkeys', (select coalesce(jsonb_agg(to_jsonb(k) order by k.created_at), '[]') from (
                 select name, created_at, last_used_at from identity.passkey where owner_id = $1) k),
               'devices', (select coalesce(jsonb_agg(to_jsonb(d) order by d.added_at), '[]') from (
                 select user_agent, host(address) as address, added_at, last_seen_at, trusted_until
                 from identity.device where customer_id = $1) d),
               'networks', (select coalesce(jsonb_agg(to_jsonb(n) order by n.first_seen_at), '[]') from (
                 select network, first_seen_at, last_seen_at, confirmed_at from identity.network where customer_id = $1) n),
               'changesOfAddresses', (select coalesce(jsonb_agg(to_jsonb(k) order by k.requested_at), '[]') from (
                 select kind, old_address, new_address, requested_at, effective_at, done_at, canceled_at
                 from identity.contact_change where customer_id = $1) k),
               'locks', (select coalesce(jsonb_agg(to_jsonb(l) order by l.locked_at), '[]') from (
                 select reason, locked_at, until, lifted_at from identity.account_lock where customer_id = $1) l),
               'doneToTheAccount', (select coalesce(jsonb_agg(to_jsonb(a) order by a.at), '[]') from (
                 select at, action, staff_id is not null as by_staff, host(address) as address, details
                 from identity.audit where customer_id = $1 order by position desc limit ${mostAudit}) a)
             ) as section`,
    },
    [customerId],
  );
  return row?.section;
}

/** The account is closed to payments and log-ins from here on; waits for payments that are just being checked. */
export async function closeCustomer(tx: Transaction, customerId: string, at: Date): Promise<void> {
  await tx.query(
    {
      name: 'identity.close_customer',
      text: `with payment_password as (delete from identity.payment_password where customer_id = $1)
             update identity.customer set closed_at = $2, locked_until = $3, lock_reason = 'closed' where id = $1`,
    },
    [customerId, at, noEnd],
  );
}

export async function retainIdentity(
  tx: Transaction,
  kept: { customerId: string; sealed: Buffer; at: Date; eraseAt: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'identity.retain_identity',
      text: `insert into identity.retained_identity (customer_id, sealed, closed_at, erase_at) values ($1, $2, $3, $4)`,
    },
    [kept.customerId, kept.sealed, kept.at, kept.eraseAt],
  );
}

/** Secrets, sessions, devices, networks and the name itself; the phone may register anew. */
export async function eraseSecrets(tx: Transaction, customerId: string, at: Date): Promise<void> {
  const ofCustomer = ['log_in', 'step_up', 'network', 'session', 'challenge', 'contact_change', 'document'];
  for (const table of [...ofCustomer, 'device', 'password', 'recovery'])
    await tx.query(
      {
        name: `identity.erase_${table}`,
        text: `delete from identity.${table} where customer_id = $1`,
      },
      [customerId],
    );
  await tx.query(
    {
      name: 'identity.erase_registration_codes',
      text: `delete from identity.challenge ch using identity.customer c where c.id = $1 and ch.address in (c.phone, c.email)`,
    },
    [customerId],
  );
  for (const table of ['totp', 'recovery_code', 'passkey', 'passkey_challenge'])
    await tx.query(
      { name: `identity.erase_${table}`, text: `delete from identity.${table} where owner_id = $1` },
      [customerId],
    );
  await tx.query(
    {
      name: 'identity.erase_customer',
      text: `update identity.customer set phone = 'closed:' || id::text, email = null, name = '已注销 Closed', last_sign_in_at = null,
               reduced_limits_until = null where id = $1 and closed_at = $2`,
    },
    [customerId, at],
  );
}

/** Identities whose time to be kept is over. */
export async function eraseRetained(q: Queryable, now: Date): Promise<void> {
  await q.query(
    {
      name: 'identity.erase_retained',
      text: 'delete from identity.retained_identity where erase_at <= $1',
    },
    [now],
  );
}
