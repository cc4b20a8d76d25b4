import type { Transaction } from '../../platform/database/database.ts';
import type { PaymentsContext } from '../context.ts';
import type { RefundRow } from './refund.ts';

export const refundTask = 'payments.refund';
const second = 1_000;
const day = 86_400 * second;
/** A rail that has not told for this long is left to reconciliation and people. */
const askedForMilliseconds = 30 * day;

/** Makes sure that a refund under way is asked about until it is there, whatever becomes of this process. */
export async function scheduleRefund(
  { jobs, clock, config, log }: PaymentsContext,
  tx: Transaction,
  row: RefundRow,
): Promise<void> {
  const now = clock.now().getTime();
  const age = now - row.created_at.getTime();
  if (age > askedForMilliseconds) {
    log.error({ refundId: row.id }, 'a refund is still under way after a month');
    return;
  }
  const wait = Math.min(Math.max(age, config.railTimeout + second), day);
  await jobs.add(tx, [
    {
      task: refundTask,
      payload: { refundId: row.id },
      runAt: new Date(now + wait),
      key: `refund:${row.id}`,
    },
  ]);
}
