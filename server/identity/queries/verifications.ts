import type { VerificationLevel, VerificationPurpose } from '../../../contract/verifications.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface VerificationRow {
  id: string;
  customer_id: string;
  conversation_id: string;
  purpose: VerificationPurpose;
  level: VerificationLevel;
  requested_by: string;
  requested_at: Date;
  expires_at: Date;
  proven_at: Date | null;
  valid_until: Date | null;
}

const columns =
  'id, customer_id, conversation_id, purpose, level, requested_by, requested_at, expires_at, proven_at, valid_until';

export async function insertVerification(
  tx: Transaction,
  row: Omit<VerificationRow, 'proven_at' | 'valid_until'>,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_verification',
      text: `insert into identity.verification
               (id, customer_id, conversation_id, purpose, level, requested_by, requested_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    },
    [
      row.id,
      row.customer_id,
      row.conversation_id,
      row.purpose,
      row.level,
      row.requested_by,
      row.requested_at,
      row.expires_at,
    ],
  );
}

export async function selectVerification(q: Queryable, id: string): Promise<VerificationRow | undefined> {
  const [row] = await q.query<VerificationRow>(
    { name: 'identity.verification', text: `select ${columns} from identity.verification where id = $1` },
    [id],
  );
  return row;
}

/** The newest of a conversation first. */
export async function selectVerifications(
  q: Queryable,
  conversationId: string,
  limit: number,
): Promise<VerificationRow[]> {
  return q.query<VerificationRow>(
    {
      name: 'identity.verifications',
      text: `select ${columns} from identity.verification where conversation_id = $1 order by requested_at desc limit $2`,
    },
    [conversationId, limit],
  );
}

/** @returns false when it was proven meanwhile, or its time is over */
export async function updateVerificationProven(
  tx: Transaction,
  proof: { id: string; provenIn: string; at: Date; validUntil: Date },
): Promise<boolean> {
  const proven = await tx.query(
    {
      name: 'identity.prove_verification',
      text: `update identity.verification set proven_at = $3, proven_in = $2, valid_until = $4
             where id = $1 and proven_at is null and expires_at > $3 returning id`,
    },
    [proof.id, proof.provenIn, proof.at, proof.validUntil],
  );
  return proven.length === 1;
}
