import type { Staff } from '../../contract/identity.ts';
import { newToken } from '../platform/crypto.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import { type Client, type Context, hashToken } from './context.ts';
import type { NewStaff } from './identity.ts';
import { addressKey } from './limits.ts';
import { isWeakPassword } from './password-strength.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';
import { deleteSession, insertStaffSession, sweep } from './queries/sessions.ts';
import { insertStaff, selectStaffByEmail } from './queries/staff.ts';
import { sessionPolicies } from './sessions.ts';

/** @throws conflict for an email in use, password_too_weak */
export async function createStaff(context: Context, staff: NewStaff): Promise<Staff> {
  const { db, clock } = context.platform;
  if (staff.password.length < 8 || isWeakPassword(staff.password, { name: staff.name }))
    throw new ProblemError('password_too_weak');
  const { name, role } = staff;
  const row = { id: newId(), email: staff.email.trim().toLowerCase(), name, role };
  const passwordHash = await context.passwords.hash(staff.password);
  const at = clock.now();
  await db.transaction(async (tx) => {
    if (!(await insertStaff(tx, { ...row, password_hash: passwordHash }, at)))
      throw new ProblemError('conflict');
    await insertAudit(tx, [{ at, action: 'staff.created', staffId: row.id, details: { role } }]);
  });
  return row;
}

/** Unknown email and wrong password are told, and take, the same; ten wrong ones wait half an hour. */
export async function logInStaff(
  context: Context,
  request: { email: string; password: string },
  client: Client,
): Promise<{ staff: Staff; sessionToken: string }> {
  const { db, clock } = context.platform;
  const email = request.email.trim().toLowerCase();
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const lane = laneOf(context, 'staff', email);
  await context.limiter.take('logInsByAccount', `${lane.subject.toString('hex')}:${lane.deviceId}`);
  const staff = await selectStaffByEmail(db, email);
  const wrong = await guessPassword(context, 'staff', lane, staff?.password_hash, request.password);
  const at = clock.now();
  const where = { at, staffId: staff?.id, address: client.address };
  if (wrong !== undefined) {
    const details = { subject: lane.subject.toString('base64url') };
    await insertAudit(db, [
      { action: 'staff_log_in.failed', ...where, details },
      ...(wrong.lockedUntil === undefined
        ? []
        : [{ action: 'staff_log_in.locked' as const, ...where, details }]),
    ]);
    throw wrongCredentials(wrong);
  }
  if (staff === undefined) throw new Error('a password cannot be right without a member of staff');

  const sessionToken = newToken();
  await db.transaction(async (tx) => {
    await deleteAttempts(tx, lane);
    if (client.sessionTokenHash !== undefined) await deleteSession(tx, 'staff', client.sessionTokenHash);
    await sweep(tx, at);
    await insertStaffSession(tx, {
      id: newId(),
      tokenHash: hashToken(sessionToken),
      staffId: staff.id,
      at,
      expiresAt: new Date(at.getTime() + sessionPolicies.staff.absoluteMilliseconds),
    });
    await insertAudit(tx, [{ action: 'staff_log_in.succeeded', ...where }]);
  });
  const { id, name, role } = staff;
  return { staff: { id, name, email, role }, sessionToken };
}
