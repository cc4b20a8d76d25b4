import type { AccountAction, DeskAccountAction } from '../../../contract/account-actions.ts';
import type { Currency } from '../../../contract/money.ts';
import type { ActionRow } from './queries.ts';

export function viewAction(row: ActionRow, now: Date): AccountAction {
  const waits = row.state === 'waiting_customer' || row.state === 'waiting_approval';
  const { paymentId, amount, currency } = row.parameters;
  return {
    id: row.id,
    kind: row.kind,
    summary: row.summary,
    state: waits && row.expires_at <= now ? 'expired' : row.state,
    paymentId,
    amount,
    currency: currency as Currency | undefined,
    requestedAt: row.requested_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    endedAt: row.ended_at?.toISOString(),
  };
}

export function viewDeskAction(
  row: ActionRow,
  staffNames: ReadonlyMap<string, string>,
  now: Date,
): DeskAccountAction {
  return {
    ...viewAction(row, now),
    reason: row.reason,
    requestedBy: { id: row.requested_by, name: staffNames.get(row.requested_by) ?? '' },
    failure: row.failure ?? undefined,
  };
}
