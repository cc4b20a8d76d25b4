import type { ExpiredHold } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { PaymentsContext } from './context.ts';
import { readAttempts } from './queries/attempts.ts';
import { settleAttempts } from './settle-attempts.ts';

/**
 * How long a charge's amount stays held for an answer: as long as an authorisation is good at the card networks, and longer
 * than inquiries and reports are looked at (five days, then each night's). Money out is held until its bank has told.
 */
export const chargeHeldMilliseconds = 7 * 86_400_000;

/**
 * Attempts whose hold is past its time fail together with it, and their payments are canceled; should the rail say later
 * that one went through, that is a late success. A hold has its attempt's id.
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
        failureCode: status === 'requires_action' ? 'authentication_required' : 'payment_expired',
      },
      source: 'expiry',
      milliseconds: 0,
    })),
  );
  return new Set(attempts.map(({ id }) => id));
}
