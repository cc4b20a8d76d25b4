import { shortestPassword, type Staff } from '../../contract/identity.ts';
import type * as contract from '../../contract/staff-invitations.ts';
import type { BodyOf, ResultOf } from '../../contract/route.ts';
import { newToken } from '../platform/crypto.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { codeIncorrect } from './challenges.ts';
import { type Client, type Context, hashToken } from './context.ts';
import { nameOfDevice } from './device-name.ts';
import { addressKey } from './limits.ts';
import { askForNewPasskey, keepPasskey, type PasskeyRequest, readNewPasskey } from './passkeys.ts';
import { insertAudit } from './queries/audit.ts';
import { deletePasskeysOf } from './queries/passkeys.ts';
import {
  deleteStaffSessions,
  insertStaff,
  selectAllStaff,
  selectStaffIdByEmail,
  type StaffListing,
  updateStaff,
} from './queries/staff.ts';
import { insertInvitation, lockInvited, selectInvited, useInvitation } from './queries/staff-invitations.ts';
import { assertGoodPassword } from './password-rule.ts';
import { openStaffSession, type StaffSignIn } from './staff.ts';
import { beginTotp, removeTotp, takeTotp } from './totp.ts';

const validMilliseconds = 3 * 24 * 60 * 60_000;

export interface Invitation {
  email: string;
  /** The secret end of the link; shown once, only its hash is kept. */
  token: string;
  expiresAt: Date;
}

/** For whoever sets up the house, at its command line; the desk has no such power. */
export interface StaffAdministration {
  /** @throws conflict for an email in use */
  invite(staff: { email: string; name: string; role: Staff['role'] }): Promise<Invitation>;
  /** Password, authenticator and passkeys are void and sessions over at once; they join anew. @throws not_found */
  reset(email: string): Promise<Invitation>;
  /** @throws not_found */
  disable(email: string): Promise<void>;
  /** @throws not_found */
  changeRole(email: string, role: Staff['role']): Promise<void>;
  list(): Promise<StaffListing[]>;
}

export function createStaffAdministration(context: Context): StaffAdministration {
  const { db, clock } = context.platform;

  /** Changes one member of staff, and writes it down. */
  async function change<T>(
    email: string,
    action: string,
    details: Record<string, unknown>,
    work: (tx: Parameters<Parameters<typeof db.transaction>[0]>[0], staffId: string, at: Date) => Promise<T>,
  ): Promise<T> {
    const at = clock.now();
    return db.transaction(async (tx) => {
      const staffId = await selectStaffIdByEmail(tx, email.trim().toLowerCase());
      if (staffId === undefined) throw new ProblemError('not_found');
      await insertAudit(tx, [{ at, action, staffId, details: { by: 'command line', ...details } }]);
      return work(tx, staffId, at);
    });
  }

  const newInvitation = (email: string, at: Date): Invitation => ({
    email,
    token: newToken(),
    expiresAt: new Date(at.getTime() + validMilliseconds),
  });

  return {
    async invite({ name, role, ...given }) {
      const email = given.email.trim().toLowerCase();
      const at = clock.now();
      const invitation = newInvitation(email, at);
      const staffId = newId();
      await db.transaction(async (tx) => {
        if (!(await insertStaff(tx, { id: staffId, email, name, role, password_hash: null }, at)))
          throw new ProblemError('conflict');
        const { token, expiresAt } = invitation;
        await insertInvitation(tx, { tokenHash: hashToken(token), staffId, at, expiresAt });
        await insertAudit(tx, [
          { at, action: 'staff.invited', staffId, details: { by: 'command line', role } },
        ]);
      });
      return invitation;
    },
    reset: (email) =>
      change(email, 'staff.reset', {}, async (tx, staffId, at) => {
        const invitation = newInvitation(email.trim().toLowerCase(), at);
        await updateStaff(tx, staffId, { passwordHash: null, disabledAt: null });
        await removeTotp(tx, staffId);
        await deletePasskeysOf(tx, staffId);
        await deleteStaffSessions(tx, staffId);
        const { token, expiresAt } = invitation;
        await insertInvitation(tx, { tokenHash: hashToken(token), staffId, at, expiresAt });
        return invitation;
      }),
    disable: (email) =>
      change(email, 'staff.disabled', {}, async (tx, staffId, at) => {
        await updateStaff(tx, staffId, { disabledAt: at });
        await deleteStaffSessions(tx, staffId);
      }),
    changeRole: (email, role) =>
      change(email, 'staff.role_changed', { role }, (tx, staffId) => updateStaff(tx, staffId, { role })),
    list: () => selectAllStaff(db),
  };
}

/** @throws invitation_invalid */
export async function readInvitation(
  context: Context,
  token: string,
  client: Client,
): Promise<ResultOf<typeof contract.openInvitation>> {
  const { db, clock } = context.platform;
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const staff = await selectInvited(db, hashToken(token), clock.now());
  const authenticator = staff && (await beginTotp(context, db, { id: staff.id, label: staff.email }));
  if (staff === undefined || authenticator === undefined) throw new ProblemError('invitation_invalid');
  return { staff, authenticator };
}

/** @throws invitation_invalid */
export async function askInvitationPasskey(
  context: Context,
  token: string,
  client: Client,
): Promise<PasskeyRequest> {
  const { db, clock } = context.platform;
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const staff = await selectInvited(db, hashToken(token), clock.now());
  if (staff === undefined) throw new ProblemError('invitation_invalid');
  return askForNewPasskey(context, 'staff_register', { id: staff.id, name: staff.name, label: staff.email });
}

/** Joins: password and authenticator or passkey are in force together, and the link is worth nothing any more. */
export async function acceptInvitation(
  context: Context,
  request: BodyOf<typeof contract.acceptInvitation>,
  client: Client,
): Promise<StaffSignIn> {
  const { db, clock } = context.platform;
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const tokenHash = hashToken(request.token);
  const invited = await selectInvited(db, tokenHash, clock.now());
  if (invited === undefined) throw new ProblemError('invitation_invalid');
  assertGoodPassword(request.password, { name: invited.name }, shortestPassword.withSecondFactor);
  const made =
    'passkey' in request &&
    (await readNewPasskey(context, { purpose: 'staff_register', ownerId: invited.id, ...request.passkey }));
  if (made === undefined) throw new ProblemError('passkey_refused');
  const passwordHash = await context.passwords.hash(request.password);
  return db.transaction(async (tx) => {
    const at = clock.now();
    const staff = await lockInvited(tx, tokenHash, at);
    if (staff === undefined) throw new ProblemError('invitation_invalid');
    if (made) {
      const whose = { owner: 'staff', ownerId: staff.id } as const;
      if ((await keepPasskey(context, tx, whose, made, nameOfDevice(client.userAgent))) === undefined)
        throw new ProblemError('passkey_refused');
    } else if (!('code' in request) || !(await takeTotp(context, tx, staff.id, request.code, 'begun')))
      throw codeIncorrect({});
    await updateStaff(tx, staff.id, { passwordHash });
    await useInvitation(tx, tokenHash, at);
    await insertAudit(tx, [{ at, action: 'staff.joined', staffId: staff.id, address: client.address }]);
    return openStaffSession(context, tx, staff.id, client);
  });
}
