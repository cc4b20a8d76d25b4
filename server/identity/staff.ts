import { shortestPassword, type Staff } from '../../contract/identity.ts';
import { newToken } from '../platform/crypto.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import { codeIncorrect } from './challenges.ts';
import { type Client, type Context, hashToken } from './context.ts';
import type { NewStaff } from './identity.ts';
import { addressKey } from './limits.ts';
import { assertGoodPassword } from './password-rule.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';
import { deleteSession, insertStaffSession } from './queries/sessions.ts';
import { insertStaff, selectStaffByEmail } from './queries/staff.ts';
import { confirmTotp, insertTotp } from './queries/totp.ts';
import { guessSecondFactor } from './second-factor.ts';
import { sessionPolicies } from './sessions.ts';
import { totpOwners } from './totp.ts';

/** @throws conflict for an email in use, password_too_short, password_too_weak */
export async function createStaff(context: Context, staff: NewStaff): Promise<Staff> {
  const { db, clock } = context.platform;
  const { name, role, password, authenticatorSecret } = staff;
  assertGoodPassword(password, { name }, shortestPassword.withSecondFactor);
  const row = { id: newId(), email: staff.email.trim().toLowerCase(), name, role };
  const passwordHash = await context.passwords.hash(password);
  const at = clock.now();
  await db.transaction(async (tx) => {
    if (!(await insertStaff(tx, { ...row, password_hash: passwordHash }, at)))
      throw new ProblemError('conflict');
    if (authenticatorSecret !== undefined) {
      await insertTotp(tx, row.id, context.sealing.seal(authenticatorSecret, row.id), at);
      await confirmTotp(tx, row.id, at);
    }
    await insertAudit(tx, [{ at, action: 'staff.created', staffId: row.id, details: { role } }]);
  });
  return row;
}

export interface StaffSignIn {
  staffId: string;
  sessionToken: string;
}

/**
 * Password, then the authenticator's code. Unknown email and wrong password are told, and take, the same; ten wrong ones
 * wait half an hour, five wrong codes wait ever longer.
 * @returns undefined when the password is right and there is no code yet
 */
export async function logInStaff(
  context: Context,
  request: { email: string; password: string; code?: string | undefined },
  client: Client,
): Promise<StaffSignIn | undefined> {
  const { db, clock } = context.platform;
  const email = request.email.trim().toLowerCase();
  const lane = laneOf(context, 'staff', email);
  await context.limiter.takeAll([
    ['logInsByAddress', addressKey(client.address)],
    ['logInsByAccount', `${lane.subject.toString('hex')}:${lane.deviceId}`],
  ]);
  const staff = await selectStaffByEmail(db, email);
  const wrong = await guessPassword(
    context,
    'staff',
    lane,
    staff?.password_hash ?? undefined,
    request.password,
  );
  const where = { at: clock.now(), staffId: staff?.id, address: client.address };
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
  await db.transaction(async (tx) => deleteAttempts(tx, lane));

  if (!(await totpOwners(db, [staff.id])).has(staff.id)) throw new ProblemError('authenticator_required');
  if (request.code === undefined) return undefined;
  const wrongCode = await guessSecondFactor(context, staff.id, { kind: 'totp', code: request.code });
  if (wrongCode !== undefined) {
    await insertAudit(db, [{ action: 'staff_log_in.code_failed', ...where }]);
    throw codeIncorrect(wrongCode);
  }
  return db.transaction((tx) => openStaffSession(context, tx, staff.id, client));
}

/** What the browser brought as its session is over. */
export async function openStaffSession(
  context: Context,
  tx: Transaction,
  staffId: string,
  client: Client,
): Promise<StaffSignIn> {
  const at = context.platform.clock.now();
  const sessionToken = newToken();
  if (client.sessionTokenHash !== undefined) deleteSession(tx, 'staff', client.sessionTokenHash);
  await insertStaffSession(tx, {
    id: newId(),
    tokenHash: hashToken(sessionToken),
    staffId,
    at,
    expiresAt: new Date(at.getTime() + sessionPolicies.staff.absoluteMilliseconds),
  });
  await insertAudit(tx, [{ action: 'staff_log_in.succeeded', at, staffId, address: client.address }]);
  return { staffId, sessionToken };
}
