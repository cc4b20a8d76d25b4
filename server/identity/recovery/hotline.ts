import type { Context } from '../context.ts';
import { freeze } from '../locks.ts';
import { endRecovery } from '../queries/recoveries.ts';
import { hashToken } from '../context.ts';
import { openWithCode } from './start.ts';

/** Freezes for a caller who keys in the code; a caller's number proves nothing, since anybody can show any. */
export async function freezeByTelephone(
  context: Context,
  request: { challengeId: string; code: string; address: string },
): Promise<{ customerId: string }> {
  const { db, clock } = context.platform;
  const { address } = request;
  const { token, recovery } = await openWithCode(context, request, { address, userAgent: 'telephone' });
  const { customer_id: customerId } = recovery;
  if (customerId === null) throw new Error('an open recovery names its customer');
  await db.transaction(async (tx) => {
    await freeze(context, tx, customerId, { via: 'hotline', address });
    await endRecovery(tx, hashToken(token), clock.now());
  });
  return { customerId };
}
