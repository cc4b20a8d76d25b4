import type { AccountAction } from '../../../contract/account-actions.ts';
import type { LocalizedText } from '../../../contract/text.ts';
import type { AccountActionKind } from '../../../contract/verifications.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** Kept as asked for; all text, as an approval is for exactly this. */
export interface ActionParameters {
  paymentId?: string;
  /** Minor units. */
  amount?: string;
  currency?: string;
}

export interface ActionRow {
  id: string;
  kind: AccountActionKind;
  conversation_id: string;
  customer_id: string;
  parameters: ActionParameters;
  summary: LocalizedText;
  reason: string;
  requested_by: string;
  requested_in: string;
  requested_at: Date;
  expires_at: Date;
  state: Exclude<AccountAction['state'], 'expired'>;
  approval_id: string | null;
  ended_at: Date | null;
  failure: string | null;
}

const columns = `id, kind, conversation_id, customer_id, parameters, summary, reason, requested_by, requested_in, requested_at,
  expires_at, state, approval_id, ended_at, failure`;

export async function insertAction(tx: Transaction, row: ActionRow): Promise<void> {
  await tx.query(
    {
      name: 'support.insert_action',
      text: `insert into support.account_action (id, kind, conversation_id, customer_id, parameters, summary, reason,
               requested_by, requested_in, requested_at, expires_at, state)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    },
    [
      row.id,
      row.kind,
      row.conversation_id,
      row.customer_id,
      row.parameters,
      row.summary,
      row.reason,
      row.requested_by,
      row.requested_in,
      row.requested_at,
      row.expires_at,
      row.state,
    ],
  );
}

export async function findAction(q: Queryable, id: string): Promise<ActionRow | undefined> {
  const [row] = await q.query<ActionRow>(
    { name: 'support.action', text: `select ${columns} from support.account_action where id = $1` },
    [id],
  );
  return row;
}

export async function lockAction(tx: Transaction, id: string): Promise<ActionRow | undefined> {
  const [row] = await tx.query<ActionRow>(
    {
      name: 'support.lock_action',
      text: `select ${columns} from support.account_action where id = $1 for no key update`,
    },
    [id],
  );
  return row;
}

/** The newest first. */
export async function listActions(q: Queryable, conversationId: string, limit: number): Promise<ActionRow[]> {
  return q.query<ActionRow>(
    {
      name: 'support.actions',
      text: `select ${columns} from support.account_action where conversation_id = $1 order by requested_at desc limit $2`,
    },
    [conversationId, limit],
  );
}

/** The customer has accepted: what that rests on, and how it goes on. */
export async function consent(
  tx: Transaction,
  accepted: {
    id: string;
    verificationId: string | null;
    /** The session or the recovery. */
    consentedIn: string;
    at: Date;
    state: 'waiting_approval' | 'ready';
    approvalId: string | null;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.query(
    {
      name: 'support.consent',
      text: `update support.account_action set verification_id = $2, consented_in = $3, consented_at = $4, state = $5,
               approval_id = $6, expires_at = $7 where id = $1`,
    },
    [
      accepted.id,
      accepted.verificationId,
      accepted.consentedIn,
      accepted.at,
      accepted.state,
      accepted.approvalId,
      accepted.expiresAt,
    ],
  );
}

export async function makeReady(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    {
      name: 'support.action_ready',
      text: `update support.account_action set state = 'ready' where id = $1`,
    },
    [id],
  );
}

export async function endAction(
  tx: Transaction,
  end: {
    id: string;
    state: 'executed' | 'failed' | 'declined' | 'rejected' | 'withdrawn';
    at: Date;
    failure?: string;
  },
): Promise<void> {
  await tx.query(
    {
      name: 'support.end_action',
      text: 'update support.account_action set state = $2, ended_at = $3, failure = $4 where id = $1',
    },
    [end.id, end.state, end.at, end.failure ?? null],
  );
}
