import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Client, Context } from './context.ts';
import { tell } from './notices.ts';
import { isWeakPassword, ownerOf } from './password-strength.ts';
import { insertAudit } from './queries/audit.ts';
import { selectCustomers } from './queries/customers.ts';
import { replacePassword } from './queries/recoveries.ts';
import { deleteOtherSessions } from './queries/sessions.ts';

/** @throws password_too_weak */
export async function requireStrongPassword(
  { platform: { db } }: Context,
  customerId: string,
  password: string,
): Promise<void> {
  const [customer] = await selectCustomers(db, [customerId]);
  if (customer === undefined) throw new ProblemError('not_found');
  if (isWeakPassword(password, ownerOf(customer))) throw new ProblemError('password_too_weak');
}

/** A new login password of who has confirmed with the present one: all other sessions end, and the owner is told. */
export async function changePassword(
  context: Context,
  { customerId, sessionId, deviceId }: Callers['customer'],
  password: string,
  { address }: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  const hash = await context.passwords.hash(password);
  await db.transaction(async (tx) => {
    const at = clock.now();
    await replacePassword(tx, customerId, hash, at);
    const endedSessions = await deleteOtherSessions(tx, customerId, sessionId);
    await insertAudit(tx, [
      { at, action: 'password.changed', customerId, deviceId, address, details: { endedSessions } },
    ]);
    await tell(context, tx, [{ customerId, notice: 'password_changed' }]);
  });
}
