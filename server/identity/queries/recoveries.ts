import type { BoundAddresses } from '../address.ts';
import type { NewPassword } from '../password-rule.ts';
import type { ProofKind } from '../../../contract/recovery.ts';
import type { Language } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface RecoveryRow {
  id: string;
  customer_id: string | null;
  proven: ProofKind[];
  expires_at: Date;
}

export async function insertRecovery(
  tx: Transaction,
  recovery: {
    id: string;
    customerId: string | null;
    challengeId: string;
    address: string;
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_recovery',
      text: `with swept as (delete from identity.recovery where ctid = any(array(
               select ctid from identity.recovery where expires_at < $5::timestamptz - interval '2 days' limit 10 for update skip locked)))
             insert into identity.recovery (id, customer_id, challenge_id, address, started_at, expires_at)
             values ($1, $2, $3, $4, $5, $6)`,
    },
    [
      recovery.id,
      recovery.customerId,
      recovery.challengeId,
      recovery.address,
      recovery.at,
      recovery.expiresAt,
    ],
  );
}

/** The recovery whose code was right: it gets its token, and until when it lives from here. */
export async function openRecovery(
  tx: Transaction,
  opened: { challengeId: string; tokenHash: string; proven: readonly ProofKind[]; expiresAt: Date },
): Promise<RecoveryRow | undefined> {
  const [row] = await tx.query<RecoveryRow>(
    {
      name: 'identity.open_recovery',
      text: `update identity.recovery set token_hash = $2, proven = $3, expires_at = $4
             where challenge_id = $1 and token_hash is null returning id, customer_id, proven, expires_at`,
    },
    [opened.challengeId, opened.tokenHash, opened.proven, opened.expiresAt],
  );
  return row;
}

export async function selectRecovery(
  q: Queryable,
  tokenHash: string,
  now: Date,
): Promise<RecoveryRow | undefined> {
  const [row] = await q.query<RecoveryRow>(
    {
      name: 'identity.recovery',
      text: `select id, customer_id, proven, expires_at from identity.recovery
             where token_hash = $1 and expires_at > $2`,
    },
    [tokenHash, now],
  );
  return row;
}

/** So that what is counted for an account is counted one by one. */
export async function lockCustomer(tx: Transaction, customerId: string): Promise<void> {
  await tx.query(
    { name: 'identity.lock_customer', text: 'select from identity.customer where id = $1 for no key update' },
    [customerId],
  );
}

/**
 * Counts a further proof as wrong before it is looked at, under the customer's lock, so that guesses in parallel are no
 * more than those one after the other.
 * @returns false when too many were wrong in a day already, in whatever recovery
 */
export async function countProof(
  tx: Transaction,
  recovery: { id: string; customerId: string },
  since: Date,
  most: number,
): Promise<boolean> {
  await lockCustomer(tx, recovery.customerId);
  const counted = await tx.query(
    {
      name: 'identity.count_proof',
      text: `update identity.recovery set failures = failures + 1
             where id = $1 and (select coalesce(sum(failures), 0) from identity.recovery
                                where customer_id = $2 and started_at > $3) < $4 returning id`,
    },
    [recovery.id, recovery.customerId, since, most],
  );
  return counted.length === 1;
}

/** It was right: it is not counted, and from here on it is proven. */
export async function addProof(tx: Transaction, id: string, kind: ProofKind): Promise<void> {
  await tx.query(
    {
      name: 'identity.add_proof',
      text: `update identity.recovery set failures = failures - 1,
               proven = case when $2 = any(proven) then proven else proven || $2::text end where id = $1`,
    },
    [id, kind],
  );
}

export async function endRecovery(tx: Queryable, tokenHash: string, at: Date): Promise<void> {
  await tx.query(
    {
      name: 'identity.end_recovery',
      text: 'update identity.recovery set token_hash = null, expires_at = $2 where token_hash = $1',
    },
    [tokenHash, at],
  );
}

/** What further proofs are checked against. */
export interface SecretsRow extends BoundAddresses {
  name: string;
  language: Language;
  password_hash: string;
  payment_password_hash: Buffer | null;
  has_totp: boolean;
  has_recovery_codes: boolean;
  has_passkey: boolean;
  document_added_at: Date | null;
}

export async function selectSecrets(q: Queryable, customerId: string): Promise<SecretsRow | undefined> {
  const [row] = await q.query<SecretsRow>(
    {
      name: 'identity.secrets',
      text: `select c.name, c.phone, c.email, c.language, p.hash as password_hash, pp.hash as payment_password_hash,
               exists (select from identity.totp t where t.owner_id = c.id and t.confirmed_at is not null) as has_totp,
               exists (select from identity.recovery_code r where r.owner_id = c.id and r.used_at is null)
                 as has_recovery_codes,
               exists (select from identity.passkey k where k.owner_id = c.id) as has_passkey,
               d.added_at as document_added_at
             from identity.customer c join identity.password p on p.customer_id = c.id
             left join identity.payment_password pp on pp.customer_id = c.id
             left join identity.document d on d.customer_id = c.id where c.id = $1`,
    },
    [customerId],
  );
  return row;
}

export async function replacePassword(
  tx: Transaction,
  customerId: string,
  { hash, standsAlone }: NewPassword,
  at: Date,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.replace_password',
      text: 'update identity.password set hash = $2, stands_alone = $3, changed_at = $4 where customer_id = $1',
    },
    [customerId, hash, standsAlone, at],
  );
}

/** Whether the password is long enough to be the account's only factor. */
export async function selectStandsAlone(q: Queryable, customerId: string): Promise<boolean> {
  const [row] = await q.query<{ stands_alone: boolean }>(
    {
      name: 'identity.password_stands_alone',
      text: 'select stands_alone from identity.password where customer_id = $1',
    },
    [customerId],
  );
  return row?.stands_alone ?? false;
}

/** Whether this browser is one the customer is known on, and is still trusted. */
export async function isDeviceOf(
  q: Queryable,
  customerId: string,
  tokenHash: string | undefined,
  now: Date,
): Promise<boolean> {
  if (tokenHash === undefined) return false;
  const found = await q.query(
    {
      name: 'identity.is_device_of',
      text: `select 1 from identity.device
             where token_hash = $2 and customer_id = $1 and trusted_until > $3`,
    },
    [customerId, tokenHash, now],
  );
  return found.length === 1;
}
