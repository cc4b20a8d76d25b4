import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { StaffRow } from './staff.ts';

export async function insertInvitation(
  tx: Transaction,
  invitation: { tokenHash: string; staffId: string; at: Date; expiresAt: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_invitation',
      // The newest is the only one.
      text: `with older as (delete from identity.staff_invitation where staff_id = $2)
             insert into identity.staff_invitation (token_hash, staff_id, created_at, expires_at)
             values ($1, $2, $3, $4)`,
    },
    [invitation.tokenHash, invitation.staffId, invitation.at, invitation.expiresAt],
  );
}

type Invited = Pick<StaffRow, 'id' | 'email' | 'name' | 'role'>;
const invited = `from identity.staff_invitation i join identity.staff s on s.id = i.staff_id
  where i.token_hash = $1 and i.used_at is null and i.expires_at > $2 and s.disabled_at is null`;

/** Whom an invitation that still counts is for. */
export async function selectInvited(
  q: Queryable,
  tokenHash: string,
  now: Date,
): Promise<Invited | undefined> {
  const [row] = await q.query<Invited>(
    { name: 'identity.invited', text: `select s.id, s.email, s.name, s.role ${invited}` },
    [tokenHash, now],
  );
  return row;
}

/** The same, locked, so that it is accepted once. */
export async function lockInvited(
  tx: Transaction,
  tokenHash: string,
  now: Date,
): Promise<Invited | undefined> {
  const [row] = await tx.query<Invited>(
    {
      name: 'identity.lock_invited',
      text: `select s.id, s.email, s.name, s.role ${invited} for no key update of i`,
    },
    [tokenHash, now],
  );
  return row;
}

export async function useInvitation(tx: Transaction, tokenHash: string, at: Date): Promise<void> {
  await tx.query(
    {
      name: 'identity.use_invitation',
      text: 'update identity.staff_invitation set used_at = $2 where token_hash = $1',
    },
    [tokenHash, at],
  );
}
