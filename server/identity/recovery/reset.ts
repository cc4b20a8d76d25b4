import type { Transaction } from '../../platform/database/database.ts';
import type { Context } from '../context.ts';
import type { Doer } from '../locks.ts';
import { tell } from '../notices.ts';
import type { NewPassword } from '../password-rule.ts';
import { insertAudit } from '../queries/audit.ts';
import { deleteSessionsOf, liftLocks, reduceLimits } from '../queries/locks.ts';
import { upsertPaymentPassword } from '../queries/payment-passwords.ts';
import { replacePassword } from '../queries/recoveries.ts';

const reducedMilliseconds = 24 * 60 * 60_000;

/** A new login password for the proven owner: every session ends, wrong guesses lock no more, limits are low for a day. */
export async function resetPassword(
  context: Context,
  tx: Transaction,
  customerId: string,
  newPassword: NewPassword,
  { via, ...by }: Doer,
): Promise<void> {
  const at = context.platform.clock.now();
  await replacePassword(tx, customerId, newPassword, at);
  await liftLocks(tx, customerId, ['wrong_password'], at);
  await reduceLimits(tx, customerId, new Date(at.getTime() + reducedMilliseconds));
  const endedSessions = await deleteSessionsOf(tx, customerId);
  await insertAudit(tx, [
    { at, action: 'password.reset', customerId, ...by, details: { via, endedSessions } },
  ]);
  context.platform.events.append(tx, [{ topic: 'password.reset', subjectId: customerId, payload: { via } }]);
  await tell(context, tx, [{ customerId, notice: 'password_reset' }]);
}

/** A new payment password for the proven owner, with five tries; limits are low for a day. */
export async function resetPaymentPassword(
  context: Context,
  tx: Transaction,
  customerId: string,
  hash: Buffer,
  { via, ...by }: Doer,
): Promise<void> {
  const at = context.platform.clock.now();
  await upsertPaymentPassword(tx, customerId, hash);
  await reduceLimits(tx, customerId, new Date(at.getTime() + reducedMilliseconds));
  await insertAudit(tx, [{ at, action: 'payment_password.reset', customerId, ...by, details: { via } }]);
  context.platform.events.append(tx, [
    { topic: 'payment_password.reset', subjectId: customerId, payload: { via } },
  ]);
  await tell(context, tx, [{ customerId, notice: 'payment_password_reset' }]);
}
