import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** Whose passkeys: neither lets in the other. */
export type PasskeyOwner = 'customer' | 'staff';

export interface PasskeyRow {
  id: string;
  owner: PasskeyOwner;
  owner_id: string;
  credential_id: string;
  public_key: Buffer;
  counter: bigint;
  transports: string[];
  name: string;
  backed_up: boolean;
  created_at: Date;
  last_used_at: Date | null;
}

const columns =
  'id, owner, owner_id, credential_id, public_key, counter, transports, name, backed_up, created_at, last_used_at';

export async function selectPasskeys(q: Queryable, ownerId: string): Promise<PasskeyRow[]> {
  return q.query<PasskeyRow>(
    {
      name: 'identity.passkeys',
      text: `select ${columns} from identity.passkey where owner_id = $1 order by created_at`,
    },
    [ownerId],
  );
}

export async function selectPasskeyByCredential(
  q: Queryable,
  credentialId: string,
): Promise<PasskeyRow | undefined> {
  const [row] = await q.query<PasskeyRow>(
    {
      name: 'identity.passkey_by_credential',
      text: `select ${columns} from identity.passkey where credential_id = $1`,
    },
    [credentialId],
  );
  return row;
}

/** @returns false when that credential is kept already */
export async function insertPasskey(tx: Transaction, passkey: PasskeyRow): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'identity.insert_passkey',
      text: `insert into identity.passkey (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (credential_id) do nothing returning id`,
    },
    [
      passkey.id,
      passkey.owner,
      passkey.owner_id,
      passkey.credential_id,
      passkey.public_key,
      passkey.counter,
      passkey.transports,
      passkey.name,
      passkey.backed_up,
      passkey.created_at,
      passkey.last_used_at,
    ],
  );
  return rows.length === 1;
}

export async function updatePasskeyUse(q: Queryable, id: string, counter: bigint, at: Date): Promise<void> {
  await q.query(
    {
      name: 'identity.use_passkey',
      text: 'update identity.passkey set counter = greatest(counter, $2), last_used_at = $3 where id = $1',
    },
    [id, counter, at],
  );
}

/** @returns false when the owner has no such passkey */
export async function deletePasskey(tx: Transaction, ownerId: string, id: string): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'identity.delete_passkey',
      text: 'delete from identity.passkey where owner_id = $1 and id = $2 returning id',
    },
    [ownerId, id],
  );
  return rows.length === 1;
}

export async function deletePasskeysOf(tx: Transaction, ownerId: string): Promise<void> {
  await tx.query(
    { name: 'identity.delete_passkeys_of', text: 'delete from identity.passkey where owner_id = $1' },
    [ownerId],
  );
}

export type PasskeyPurpose =
  | 'register'
  | 'log_in'
  | 'step_up'
  | 'recovery'
  | 'staff_register'
  | 'staff_log_in';

export async function insertPasskeyChallenge(
  q: Queryable,
  challenge: {
    id: string;
    purpose: PasskeyPurpose;
    ownerId: string | null;
    challenge: string;
    expiresAt: Date;
  },
): Promise<void> {
  await q.query(
    {
      name: 'identity.insert_passkey_challenge',
      text: `insert into identity.passkey_challenge (id, purpose, owner_id, challenge, expires_at)
             values ($1, $2, $3, $4, $5)`,
    },
    [challenge.id, challenge.purpose, challenge.ownerId, challenge.challenge, challenge.expiresAt],
  );
}

/** Uses it up: a signature is asked for once. */
export async function takePasskeyChallenge(
  q: Queryable,
  challenge: { id: string; purpose: PasskeyPurpose; ownerId: string | null; at: Date },
): Promise<string | undefined> {
  const [row] = await q.query<{ challenge: string }>(
    {
      name: 'identity.take_passkey_challenge',
      text: `update identity.passkey_challenge set used_at = $4
             where id = $1 and purpose = $2 and owner_id is not distinct from $3 and used_at is null and expires_at > $4
             returning challenge`,
    },
    [challenge.id, challenge.purpose, challenge.ownerId, challenge.at],
  );
  return row?.challenge;
}
