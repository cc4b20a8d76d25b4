import type { FailureCode } from '../../contract/failure.ts';
import type { PaymentsContext } from './context.ts';
import { countFailures } from './queries/attempts.ts';

/** Refusals that the owner of an account rarely gets, whoever tries it out on their behalf often. */
const suspicious: readonly FailureCode[] = ['risk_rejected', 'lost_or_stolen', 'fraudulent'];
const watchedMilliseconds = 60 * 60_000;
const mostSuspicious = 5;

/** Locks accounts, for a time that grows, whose attempts to send money were so often refused for suspicion within an hour. */
export function watchForAbnormal(context: PaymentsContext): void {
  const { events, identity, clock } = context;
  events.consume('payments.abnormal', ['payment.failed'], async (tx, failed) => {
    const customerIds = new Set(
      failed
        .filter(
          ({ payload }) =>
            payload.kind !== 'top_up' && suspicious.includes(payload.failureCode as FailureCode),
        )
        .map(({ payload }) => String(payload.customerId)),
    );
    if (customerIds.size === 0) return;
    const now = clock.now();
    const counts = await countFailures(tx, [...customerIds], suspicious, {
      since: new Date(now.getTime() - watchedMilliseconds),
    });
    const abnormal = counts.filter(({ count }) => count >= mostSuspicious);
    const locked = await identity.customers(
      tx,
      abnormal.map(({ customer_id }) => customer_id),
    );
    await identity.locks.lockForAbnormalTransactions(
      tx,
      abnormal
        .filter(({ customer_id }) => locked.get(customer_id)?.status === 'active')
        .map(({ customer_id: customerId, count, last_code: lastCode }) => ({
          customerId,
          details: { refused: count, withinMinutes: watchedMilliseconds / 60_000, lastCode },
        })),
    );
  });
}
