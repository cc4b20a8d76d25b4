import { isKnownDevice, type WrongPassword } from './attempts.ts';
import type { Context } from './context.ts';
import { lockForWrongPassword } from './locks.ts';
import type { Lane } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';

/**
 * Writes down a wrong customer password. Too many on a device the customer knows lock the whole account, since whoever
 * holds that device may hold an open session too; too many elsewhere only make strangers wait.
 */
export async function recordWrongPassword(
  context: Context,
  lane: Lane,
  wrong: WrongPassword,
  who: { customerId?: string; address: string; purpose: 'log_in' | 'payment_password' | 'step_up' },
): Promise<void> {
  const { customerId, address, purpose } = who;
  const known = isKnownDevice(lane);
  const entry = {
    at: context.platform.clock.now(),
    customerId,
    address,
    deviceId: known ? lane.deviceId : undefined,
    details: { purpose, subject: lane.subject.toString('base64url') },
  };
  await context.platform.db.transaction(async (tx) => {
    await insertAudit(tx, [
      { action: 'password.failed', ...entry },
      ...(wrong.lockedUntil === undefined ? [] : [{ action: 'password.locked' as const, ...entry }]),
      ...(wrong.lockedUntil === undefined || !known ? [] : [{ action: 'account.locked' as const, ...entry }]),
    ]);
    if (known && customerId !== undefined && wrong.lockedUntil !== undefined)
      await lockForWrongPassword(context, tx, {
        customerId,
        until: wrong.lockedUntil,
        address,
        deviceId: lane.deviceId,
      });
  });
}
