import type { Language } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { BoundAddresses } from '../address.ts';
import { isEmail } from '../email.ts';
import type { NewPassword } from '../password-rule.ts';
import type { LockReason } from './locks.ts';

export interface CustomerRow extends BoundAddresses {
  id: string;
  name: string;
  language: Language;
  locked_until: Date | null;
  lock_reason: LockReason | null;
  reduced_limits_until: Date | null;
  daily_limit: bigint | null;
  daily_limit_until: Date | null;
  registered_at: Date;
  last_sign_in_at: Date | null;
  has_payment_password: boolean;
  /** By its owner, for good. */
  closed: boolean;
}

const columns = `c.id, c.phone, c.email, c.name, c.language, c.locked_until, c.lock_reason, c.reduced_limits_until,
  c.daily_limit, c.daily_limit_until, c.registered_at, c.last_sign_in_at,
  exists (select from identity.payment_password p where p.customer_id = c.id) as has_payment_password,
  c.closed_at is not null as closed`;

export async function selectCustomers(q: Queryable, ids: readonly string[]): Promise<CustomerRow[]> {
  return q.query<CustomerRow>(
    {
      name: 'identity.customers',
      text: `select ${columns} from identity.customer c where c.id = any($1::uuid[])`,
    },
    [ids],
  );
}

/** With what only the customer is told: when they chose their password; not once the account is closed. */
export async function selectOwner(
  q: Queryable,
  id: string,
): Promise<(CustomerRow & { password_changed_at: Date | null }) | undefined> {
  const [row] = await q.query<CustomerRow & { password_changed_at: Date | null }>(
    {
      name: 'identity.owner',
      text: `select ${columns}, w.changed_at as password_changed_at
             from identity.customer c left join identity.password w on w.customer_id = c.id where c.id = $1`,
    },
    [id],
  );
  return row;
}

export async function selectCustomerByAddress(
  q: Queryable,
  address: string,
): Promise<CustomerRow | undefined> {
  const column = isEmail(address) ? 'email' : 'phone';
  const [row] = await q.query<CustomerRow>(
    {
      name: `identity.customer_by_${column}`,
      text: `select ${columns} from identity.customer c where c.${column} = $1`,
    },
    [address],
  );
  return row;
}

export async function updateDailyLimit(
  tx: Transaction,
  customerId: string,
  amount: bigint,
  until: Date | undefined,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.daily_limit',
      text: 'update identity.customer set daily_limit = $2, daily_limit_until = $3 where id = $1',
    },
    [customerId, amount, until ?? null],
  );
}

/** What a log-in is decided on. */
export interface CredentialsRow extends BoundAddresses {
  id: string;
  language: Language;
  locked_until: Date | null;
  password_hash: string;
}

const credentials = 'c.id, c.phone, c.email, c.language, c.locked_until, p.hash as password_hash';

/** @returns with `device_id`, the device behind the token, when this customer knows it and trusts it still */
export async function selectCredentialsByAddress(
  q: Queryable,
  address: string,
  deviceTokenHash: string | undefined,
  now: Date,
): Promise<(CredentialsRow & { device_id: string | null }) | undefined> {
  const column = isEmail(address) ? 'email' : 'phone';
  const [row] = await q.query<CredentialsRow & { device_id: string | null }>(
    {
      name: `identity.credentials_by_${column}`,
      text: `select ${credentials}, d.id as device_id
             from identity.customer c join identity.password p on p.customer_id = c.id
             left join identity.device d on d.customer_id = c.id and d.token_hash = $2 and d.trusted_until > $3
             where c.${column} = $1`,
    },
    [address, deviceTokenHash ?? null, now],
  );
  return row;
}

export async function selectCredentials(
  q: Queryable,
  customerId: string,
): Promise<CredentialsRow | undefined> {
  const [row] = await q.query<CredentialsRow>(
    {
      name: 'identity.credentials',
      text: `select ${credentials} from identity.customer c
             join identity.password p on p.customer_id = c.id where c.id = $1`,
    },
    [customerId],
  );
  return row;
}

/** @returns false when the phone or email is registered already */
export async function insertCustomer(
  tx: Transaction,
  customer: BoundAddresses & {
    id: string;
    name: string;
    language: Language;
    at: Date;
    newPassword: NewPassword;
  },
): Promise<boolean> {
  const inserted = await tx.query(
    {
      name: 'identity.insert_customer',
      text: `with customer as (
               insert into identity.customer (id, phone, email, name, language, registered_at)
               values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id)
             insert into identity.password (customer_id, hash, stands_alone, changed_at) select id, $7, $8, $6 from customer
             returning customer_id`,
    },
    [
      customer.id,
      customer.phone,
      customer.email,
      customer.name,
      customer.language,
      customer.at,
      customer.newPassword.hash,
      customer.newPassword.standsAlone,
    ],
  );
  return inserted.length === 1;
}

export async function updateLanguage(q: Queryable, customerId: string, language: Language): Promise<void> {
  await q.query(
    { name: 'identity.update_language', text: 'update identity.customer set language = $2 where id = $1' },
    [customerId, language],
  );
}
