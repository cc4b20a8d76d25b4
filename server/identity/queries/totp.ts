import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface TotpRow {
  secret: Buffer;
  confirmed_at: Date | null;
  last_step: bigint;
}

/** @returns false when one is in force already */
export async function insertTotp(q: Queryable, ownerId: string, secret: Buffer, at: Date): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'identity.insert_totp',
      text: `insert into identity.totp as t (owner_id, secret, created_at) values ($1, $2, $3)
             on conflict (owner_id) do update set secret = $2, created_at = $3, last_step = 0
             where t.confirmed_at is null returning owner_id`,
    },
    [ownerId, secret, at],
  );
  return rows.length === 1;
}

export async function lockTotp(tx: Transaction, ownerId: string): Promise<TotpRow | undefined> {
  const [row] = await tx.query<TotpRow>(
    {
      name: 'identity.lock_totp',
      text: 'select secret, confirmed_at, last_step from identity.totp where owner_id = $1 for no key update',
    },
    [ownerId],
  );
  return row;
}

export async function updateTotpStep(tx: Transaction, ownerId: string, step: bigint): Promise<void> {
  await tx.query(
    {
      name: 'identity.update_totp_step',
      text: 'update identity.totp set last_step = $2 where owner_id = $1',
    },
    [ownerId, step],
  );
}

export async function confirmTotp(tx: Transaction, ownerId: string, at: Date): Promise<void> {
  await tx.query(
    { name: 'identity.confirm_totp', text: 'update identity.totp set confirmed_at = $2 where owner_id = $1' },
    [ownerId, at],
  );
}

export async function selectTotpOwners(q: Queryable, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await q.query<{ owner_id: string }>(
    {
      name: 'identity.totp_owners',
      text: 'select owner_id from identity.totp where owner_id = any($1::uuid[]) and confirmed_at is not null',
    },
    [ids],
  );
  return rows.map((row) => row.owner_id);
}

/** @returns false when there was none in force */
export async function deleteTotp(tx: Transaction, ownerId: string): Promise<boolean> {
  const rows = await tx.query<{ confirmed: boolean }>(
    {
      name: 'identity.delete_totp',
      text: 'delete from identity.totp where owner_id = $1 returning confirmed_at is not null as confirmed',
    },
    [ownerId],
  );
  return rows[0]?.confirmed === true;
}
