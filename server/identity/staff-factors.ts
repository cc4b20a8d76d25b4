import type * as contract from '../../contract/staff-factors.ts';
import type { BodyOf, ResultOf } from '../../contract/route.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import type { Client, Context } from './context.ts';
import { nameOfDevice } from './device-name.ts';
import { addressKey } from './limits.ts';
import {
  askForNewPasskey,
  askForPasskey,
  keepPasskey,
  type PasskeyRequest,
  passkeyViewOf,
  readNewPasskey,
  takePasskey,
} from './passkeys.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';
import { deletePasskey, selectPasskeys } from './queries/passkeys.ts';
import { lockStaff, selectActiveStaff } from './queries/staff.ts';
import { openStaffSession, type StaffSignIn } from './staff.ts';
import { totpOwners } from './totp.ts';

type Staff = Callers['staff'];

export async function startStaffPasskeyLogIn(context: Context, client: Client): Promise<PasskeyRequest> {
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  return askForPasskey(context, 'staff_log_in', null);
}

/** @throws passkey_refused, also for one of a member of staff who has left */
export async function logInStaffByPasskey(
  context: Context,
  answer: BodyOf<typeof contract.staffPasskeyLogIn>,
  client: Client,
): Promise<StaffSignIn> {
  const { db, clock } = context.platform;
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const holder = await takePasskey(context, { purpose: 'staff_log_in', ownerId: null, ...answer });
  const staff = holder && (await selectActiveStaff(db, holder.ownerId));
  if (staff === undefined) {
    await insertAudit(db, [
      { at: clock.now(), action: 'staff_log_in.passkey_failed', address: client.address },
    ]);
    throw new ProblemError('passkey_refused');
  }
  return db.transaction((tx) => openStaffSession(context, tx, staff.id, client));
}

export async function readStaffFactors(
  { platform: { db } }: Context,
  { staffId }: Staff,
): Promise<ResultOf<typeof contract.getStaffFactors>> {
  const totp = (await totpOwners(db, [staffId])).has(staffId);
  return { totp, passkeys: (await selectPasskeys(db, staffId)).map(passkeyViewOf) };
}

/** An unattended desk is not enough to add one: the password is asked for again. @throws wrong_credentials, account_locked */
export async function beginStaffPasskey(
  context: Context,
  { staffId }: Staff,
  { password }: BodyOf<typeof contract.beginStaffPasskey>,
): Promise<PasskeyRequest> {
  const { db } = context.platform;
  const staff = await selectActiveStaff(db, staffId);
  if (staff === undefined) throw new ProblemError('not_signed_in');
  const lane = laneOf(context, 'staff', staff.email);
  const wrong = await guessPassword(context, 'staff', lane, staff.password_hash ?? undefined, password);
  if (wrong !== undefined) throw wrongCredentials(wrong);
  await db.transaction(async (tx) => deleteAttempts(tx, lane));
  return askForNewPasskey(context, 'staff_register', { id: staff.id, name: staff.name, label: staff.email });
}

/** @throws passkey_refused, conflict for one that is kept already */
export async function addStaffPasskey(
  context: Context,
  { staffId, sessionId }: Staff,
  { name, ...answer }: BodyOf<typeof contract.addStaffPasskey>,
  { address, userAgent }: Client,
): Promise<ResultOf<typeof contract.addStaffPasskey>> {
  const { db, clock } = context.platform;
  const info = await readNewPasskey(context, { purpose: 'staff_register', ownerId: staffId, ...answer });
  if (info === undefined) throw new ProblemError('passkey_refused');
  const kept = await db.transaction(async (tx) => {
    const whose = { owner: 'staff', ownerId: staffId } as const;
    const row = await keepPasskey(context, tx, whose, info, name ?? nameOfDevice(userAgent));
    if (row === undefined) throw new ProblemError('conflict');
    await insertAudit(tx, [{ at: clock.now(), action: 'staff.passkey_added', staffId, sessionId, address }]);
    return row;
  });
  return passkeyViewOf(kept);
}

/** @throws not_found; last_factor when nothing else is left to log in with */
export async function removeStaffPasskey(
  context: Context,
  { staffId, sessionId }: Staff,
  id: string,
  { address }: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  await db.transaction(async (tx) => {
    await lockStaff(tx, staffId);
    if (!(await deletePasskey(tx, staffId, id))) throw new ProblemError('not_found');
    const others = await selectPasskeys(tx, staffId);
    if (others.length === 0 && !(await totpOwners(tx, [staffId])).has(staffId))
      throw new ProblemError('last_factor');
    await insertAudit(tx, [
      { at: clock.now(), action: 'staff.passkey_removed', staffId, sessionId, address },
    ]);
  });
}
