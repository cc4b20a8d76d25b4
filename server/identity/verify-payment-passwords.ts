import { equalInConstantTime } from '../platform/crypto.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { LockedPaymentPasswords, PaymentPasswordEntry, PaymentPasswordResult } from './identity.ts';
import type { Context } from './context.ts';
import { waitOf } from './lock-time.ts';
import { tell } from './notices.ts';
import { insertAudit } from './queries/audit.ts';
import {
  type PaymentPasswordRow,
  selectAndLockPaymentPasswords,
  updatePaymentPasswordFailures,
} from './queries/payment-passwords.ts';

export const paymentPasswordTries = 5;

/** See Identity.lockPaymentPasswords. One locking select, and one update when a count changes. */
export async function lockPaymentPasswords(
  context: Context,
  tx: Transaction,
  customerIds: readonly string[],
): Promise<LockedPaymentPasswords> {
  const rows = await selectAndLockPaymentPasswords(tx, [...new Set(customerIds)]);
  const byCustomer = new Map(rows.map((row) => [row.customer_id, row]));
  return {
    verify: (entries) => verify(context, tx, byCustomer, entries),
    isUsable(customerId) {
      const row = byCustomer.get(customerId);
      const until = row && latest(row.locked_until, row.account_locked_until);
      return row !== undefined && (until == null || until <= context.platform.clock.now());
    },
  };
}

async function verify(
  context: Context,
  tx: Transaction,
  byCustomer: ReadonlyMap<string, PaymentPasswordRow>,
  entries: readonly PaymentPasswordEntry[],
): Promise<PaymentPasswordResult[]> {
  const { clock } = context.platform;
  const changed = new Set<PaymentPasswordRow>();
  const locked: PaymentPasswordRow[] = [];
  // After the locks were had: waiting for them takes time.
  const now = clock.now();

  const results = entries.map(({ customerId, paymentPassword }): PaymentPasswordResult => {
    const row = byCustomer.get(customerId);
    if (row === undefined) return { result: 'not_set' };
    const until = latest(row.locked_until, row.account_locked_until);
    if (until !== null && until > now) return { result: 'locked', until };
    if (equalInConstantTime(row.hash, context.hashPaymentPassword(customerId, paymentPassword))) {
      if (row.failures > 0 || row.locks > 0) changed.add(row);
      Object.assign(row, { failures: 0, locks: 0, locked_until: null });
      return { result: 'correct' };
    }
    changed.add(row);
    row.failures++;
    if (row.failures < paymentPasswordTries)
      return { result: 'incorrect', triesLeft: paymentPasswordTries - row.failures };
    row.failures = 0;
    row.locks++;
    row.locked_until = new Date(now.getTime() + waitOf(row.locks));
    locked.push(row);
    return { result: 'locked', until: row.locked_until };
  });

  if (changed.size > 0) updatePaymentPasswordFailures(tx, [...changed]);
  if (locked.length > 0) await recordLocks(context, tx, locked, now);
  return results;
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

async function recordLocks(
  context: Context,
  tx: Transaction,
  rows: readonly PaymentPasswordRow[],
  at: Date,
): Promise<void> {
  await insertAudit(
    tx,
    rows.map((row) => ({ at, action: 'payment_password.locked', customerId: row.customer_id })),
  );
  context.platform.events.append(
    tx,
    rows.map((row) => ({
      topic: 'payment_password.locked',
      subjectId: row.customer_id,
      payload: { until: row.locked_until?.toISOString() },
    })),
  );
  await tell(
    context,
    tx,
    rows.map((row) => ({ customerId: row.customer_id, notice: 'payment_password_locked' as const })),
  );
}
