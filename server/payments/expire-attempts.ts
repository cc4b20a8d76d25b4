import type { ExpiredHold } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { PaymentsContext } from './context.ts';
import { readAttempts } from './queries/attempts.ts';
import { settleAttempts } from './settle-attempts.ts';

/**
 * Attempts whose hold is past its time fail together with it; should the rail say later that one went through, that is a
 * late success. A hold has its attempt's id.
 */
export async function expireAttempts(
  context: PaymentsContext,
  tx: Transaction,
  holds: readonly ExpiredHold[],
): Promise<ReadonlySet<string>> {
  const attempts = await readAttempts(
    tx,
    holds.map(({ id }) => id),
  );
  await settleAttempts(
    context,
    tx,
    attempts.map(({ id, status }) => ({
      attemptId: id,
      outcome: {
        status: 'declined',
        raw: { network: 'upay', code: 'hold_expired' },
        failureCode: status === 'requires_action' ? 'authentication_required' : 'issuer_not_available',
      },
      source: 'expiry',
      milliseconds: 0,
    })),
  );
  return new Set(attempts.map(({ id }) => id));
}
