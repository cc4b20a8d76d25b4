import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** The owner's codes are these from now on; those before are gone. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  ownerId: string,
  hashes: readonly Buffer[],
  at: Date,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.delete_recovery_codes',
      text: 'delete from identity.recovery_code where owner_id = $1',
    },
    [ownerId],
  );
  await tx.query(
    {
      name: 'identity.insert_recovery_codes',
      text: `insert into identity.recovery_code (owner_id, hash, created_at)
             select $1, hash, $3 from unnest($2::bytea[]) hash`,
    },
    [ownerId, hashes, at],
  );
}

/** Uses one up, once, also in parallel. */
export async function useRecoveryCodeHash(
  q: Queryable,
  ownerId: string,
  hash: Buffer,
  at: Date,
): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'identity.use_recovery_code',
      text: `update identity.recovery_code set used_at = $3
             where owner_id = $1 and hash = $2 and used_at is null returning owner_id`,
    },
    [ownerId, hash, at],
  );
  return rows.length === 1;
}

export async function countRecoveryCodes(q: Queryable, ownerId: string): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    {
      name: 'identity.count_recovery_codes',
      text: 'select count(*)::int as count from identity.recovery_code where owner_id = $1 and used_at is null',
    },
    [ownerId],
  );
  return row?.count ?? 0;
}
