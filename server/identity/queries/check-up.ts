import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface CheckUpFacts {
  has_payment_password: boolean;
  has_phone: boolean;
  has_email: boolean;
  totp: boolean;
  passkeys: number;
  recovery_codes: number;
  password_changed_at: Date;
  /** Devices known and trusted still, but not used for long. */
  unused_devices: number;
  locked: boolean;
}

export async function selectCheckUpFacts(
  q: Queryable,
  customerId: string,
  { now, unusedSince }: { now: Date; unusedSince: Date },
): Promise<CheckUpFacts> {
  const [row] = await q.query<CheckUpFacts>(
    {
      name: 'identity.check_up',
      text: `select c.phone is not null as has_phone, c.email is not null as has_email, coalesce(c.locked_until > $2, false) as locked,
               exists (select from identity.payment_password where customer_id = c.id) as has_payment_password,
               exists (select from identity.totp where owner_id = c.id and confirmed_at is not null) as totp,
               (select count(*) from identity.passkey where owner_id = c.id)::int as passkeys,
               (select count(*) from identity.recovery_code where owner_id = c.id and used_at is null)::int as recovery_codes,
               (select changed_at from identity.password where customer_id = c.id) as password_changed_at,
               (select count(*) from identity.device
                where customer_id = c.id and trusted_until > $2 and last_seen_at < $3)::int as unused_devices
             from identity.customer c where c.id = $1`,
    },
    [customerId, now, unusedSince],
  );
  if (row === undefined) throw new Error('a check-up is of a customer');
  return row;
}

/** Login passwords neither changed nor reminded of since `before`. @returns whose they are; some at a time */
export async function markPasswordReminded(
  tx: Transaction,
  { now, before, limit }: { now: Date; before: Date; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ customer_id: string }>(
    {
      name: 'identity.mark_reminded',
      text: `update identity.password set reminded_at = $1 where customer_id in (
               select customer_id from identity.password where greatest(changed_at, reminded_at) <= $2
               order by greatest(changed_at, reminded_at) limit $3 for update skip locked)
             returning customer_id`,
    },
    [now, before, limit],
  );
  return rows.map((row) => row.customer_id);
}

/** Open accounts neither made nor reminded of their check-up since `before`. @returns which; some at a time */
export async function markCheckUpReminded(
  tx: Transaction,
  { now, before, limit }: { now: Date; before: Date; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    {
      name: 'identity.mark_check_up_reminded',
      text: `update identity.customer set check_up_reminded_at = $1 where id in (
               select id from identity.customer
               where closed_at is null and greatest(registered_at, check_up_reminded_at) <= $2
               order by greatest(registered_at, check_up_reminded_at) limit $3 for no key update skip locked)
             returning id`,
    },
    [now, before, limit],
  );
  return rows.map(({ id }) => id);
}
