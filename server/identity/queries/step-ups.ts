import type { LocalizedText } from '../../../contract/text.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

export interface StepUpRow {
  id: string;
  customer_id: string;
  session_id: string;
  operation: string;
  fingerprint: Buffer;
  summary: LocalizedText;
  needs_password: boolean;
  needs_strong: boolean;
  challenge_id: string | null;
}

export async function insertStepUp(
  q: Queryable,
  stepUp: Omit<StepUpRow, 'challenge_id'>,
  { at, expiresAt }: { at: Date; expiresAt: Date },
): Promise<void> {
  await q.query(
    {
      name: 'identity.insert_step_up',
      text: `insert into identity.step_up
               (id, customer_id, session_id, operation, fingerprint, summary, needs_password, needs_strong, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    },
    [
      stepUp.id,
      stepUp.customer_id,
      stepUp.session_id,
      stepUp.operation,
      stepUp.fingerprint,
      JSON.stringify(stepUp.summary),
      stepUp.needs_password,
      stepUp.needs_strong,
      at,
      expiresAt,
    ],
  );
}

/** One of this session that waits for its answer. */
export async function selectStepUp(
  q: Queryable,
  request: { id: string; sessionId: string; now: Date },
): Promise<StepUpRow | undefined> {
  const [row] = await q.query<StepUpRow>(
    {
      name: 'identity.step_up',
      text: `select id, customer_id, session_id, operation, fingerprint, summary, needs_password, needs_strong, challenge_id
             from identity.step_up
             where id = $1 and session_id = $2 and proven_at is null and used_at is null and expires_at > $3`,
    },
    [request.id, request.sessionId, request.now],
  );
  return row;
}

export async function updateStepUpChallenge(tx: Transaction, id: string, challengeId: string): Promise<void> {
  await tx.query(
    {
      name: 'identity.update_step_up_challenge',
      text: 'update identity.step_up set challenge_id = $2 where id = $1',
    },
    [id, challengeId],
  );
}

/** What the code of this challenge confirms. */
export async function selectSummaryOfChallenge(
  q: Queryable,
  challengeId: string,
): Promise<LocalizedText | undefined> {
  const [row] = await q.query<{ summary: LocalizedText }>(
    {
      name: 'identity.summary_of_challenge',
      text: 'select summary from identity.step_up where challenge_id = $1',
    },
    [challengeId],
  );
  return row?.summary;
}

export async function updateStepUpProven(q: Queryable, id: string, by: string, at: Date): Promise<void> {
  await q.query(
    {
      name: 'identity.update_step_up_proven',
      text: `update identity.step_up set proven_at = $3, proven_by = $2
             where id = $1 and proven_at is null and used_at is null`,
    },
    [id, by, at],
  );
}

/** Uses confirmations up, right or not: each is looked at once. In id order, so that two batches never wait for each other. */
export async function takeStepUps(
  q: Queryable,
  ids: readonly string[],
  at: Date,
): Promise<Array<StepUpRow & { proven: boolean }>> {
  return q.query<StepUpRow & { proven: boolean }>(
    {
      name: 'identity.take_step_ups',
      text: `with taken as (
               select id from identity.step_up where id = any($1::uuid[]) and used_at is null and expires_at > $2
               order by id for no key update)
             update identity.step_up s set used_at = $2 from taken where s.id = taken.id
             returning s.id, s.customer_id, s.session_id, s.operation, s.fingerprint, s.summary, s.needs_password, s.needs_strong,
               s.challenge_id, s.proven_at is not null as proven`,
    },
    [ids, at],
  );
}
