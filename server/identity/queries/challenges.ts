import type { Language } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export type ChallengePurpose =
  | 'registration'
  | 'sign_in'
  | 'recovery'
  | 'code_log_in'
  | 'step_up'
  | 'new_contact';

export interface ChallengeRow {
  id: string;
  purpose: ChallengePurpose;
  /** A phone in E.164, or an email. */
  address: string;
  customer_id: string | null;
  language: Language;
  code_hash: Buffer;
  failures: number;
  sent_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export async function insertChallenge(
  tx: Transaction,
  challenge: Omit<ChallengeRow, 'failures' | 'used_at'>,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_challenge',
      text: `insert into identity.challenge (id, purpose, address, customer_id, language, code_hash, sent_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    },
    [
      challenge.id,
      challenge.purpose,
      challenge.address,
      challenge.customer_id,
      challenge.language,
      challenge.code_hash,
      challenge.sent_at,
      challenge.expires_at,
    ],
  );
}

const byId = `select id, purpose, address, customer_id, language, code_hash, failures, sent_at, expires_at, used_at
  from identity.challenge where id = $1`;

export async function selectChallenge(q: Queryable, id: string): Promise<ChallengeRow | undefined> {
  const [row] = await q.query<ChallengeRow>({ name: 'identity.challenge', text: byId }, [id]);
  return row;
}

/** The challenge, locked, so that answers to it come one after the other. */
export async function lockChallenge(tx: Transaction, id: string): Promise<ChallengeRow | undefined> {
  const [row] = await tx.query<ChallengeRow>(
    { name: 'identity.lock_challenge', text: `${byId} for no key update` },
    [id],
  );
  return row;
}

export async function countChallengeFailure(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    {
      name: 'identity.count_challenge_failure',
      text: 'update identity.challenge set failures = failures + 1 where id = $1',
    },
    [id],
  );
}

export async function useChallenge(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.query(
    { name: 'identity.use_challenge', text: 'update identity.challenge set used_at = $2 where id = $1' },
    [id, at],
  );
}

/** A new code in place of the last; the count of wrong answers stays. */
export async function updateChallengeCode(
  tx: Transaction,
  challenge: Pick<ChallengeRow, 'id' | 'code_hash' | 'sent_at' | 'expires_at'>,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.update_challenge_code',
      text: 'update identity.challenge set code_hash = $2, sent_at = $3, expires_at = $4 where id = $1',
    },
    [challenge.id, challenge.code_hash, challenge.sent_at, challenge.expires_at],
  );
}
