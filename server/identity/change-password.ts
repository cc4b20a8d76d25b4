import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Client, Context } from './context.ts';
import { tell } from './notices.ts';
import { assertGoodPassword, hashPassword, ownerOf, shortestPasswordOf } from './password-rule.ts';
import { insertAudit } from './queries/audit.ts';
import { selectCustomers } from './queries/customers.ts';
import { replacePassword } from './queries/recoveries.ts';
import { deleteOtherSessions } from './queries/sessions.ts';

/** @throws password_too_short, password_too_weak */
export async function requireStrongPassword(
  { platform: { db } }: Context,
  customerId: string,
  password: string,
): Promise<void> {
  const [customer] = await selectCustomers(db, [customerId]);
  if (customer === undefined) throw new ProblemError('not_found');
  assertGoodPassword(password, ownerOf(customer), await shortestPasswordOf(db, customer));
}

/** A new login password of who has confirmed with the present one: all other sessions end, and the owner is told. */
export async function changePassword(
  context: Context,
  { customerId, sessionId, deviceId }: Callers['customer'],
  password: string,
  { address }: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  const newPassword = await hashPassword(context, password);
  await db.transaction(async (tx) => {
    const at = clock.now();
    await replacePassword(tx, customerId, newPassword, at);
    const endedSessions = await deleteOtherSessions(tx, customerId, sessionId);
    await insertAudit(tx, [
      { at, action: 'password.changed', customerId, deviceId, address, details: { endedSessions } },
    ]);
    await tell(context, tx, [{ customerId, notice: 'password_changed' }]);
  });
}
