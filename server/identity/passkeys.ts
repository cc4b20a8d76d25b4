import { randomUUID } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Passkey } from '../../contract/security.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import {
  insertPasskey,
  insertPasskeyChallenge,
  type PasskeyOwner,
  type PasskeyPurpose,
  type PasskeyRow,
  selectPasskeyByCredential,
  selectPasskeys,
  takePasskeyChallenge,
  updatePasskeyUse,
} from './queries/passkeys.ts';

const openMilliseconds = 5 * 60_000;

type SigningPurpose = Exclude<PasskeyPurpose, 'register' | 'staff_register'>;

/** What the browser is asked for, and under which id its answer comes back. */
export interface PasskeyRequest {
  challengeId: string;
  options: Record<string, unknown>;
}

/** Passkeys are bound to the name in the public address; a page of any other origin gets nothing from them. */
function relyingParty({ platform: { config } }: Context): { rpID: string; origin: string } {
  const { hostname, origin } = new URL(config.publicUrl);
  return { rpID: hostname, origin };
}

/** As its owner sees it. */
export function passkeyViewOf(row: PasskeyRow): Passkey {
  return {
    id: row.id,
    name: row.name,
    backedUp: row.backed_up,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString(),
  };
}

async function keep(
  context: Context,
  purpose: PasskeyPurpose,
  ownerId: string | null,
  options: { challenge: string },
): Promise<PasskeyRequest> {
  const { db, clock } = context.platform;
  const id = randomUUID();
  const expiresAt = new Date(clock.now().getTime() + openMilliseconds);
  await insertPasskeyChallenge(db, { id, purpose, ownerId, challenge: options.challenge, expiresAt });
  return { challengeId: id, options: { ...options } };
}

/** Begins to make one. The authenticator keeps it and checks who uses it, by a finger, a face or a PIN. */
export async function askForNewPasskey(
  context: Context,
  purpose: 'register' | 'staff_register',
  owner: { id: string; name: string; label: string },
): Promise<PasskeyRequest> {
  const present = await selectPasskeys(context.platform.db, owner.id);
  const options = await generateRegistrationOptions({
    rpName: 'UPay',
    rpID: relyingParty(context).rpID,
    userID: new Uint8Array(Buffer.from(owner.id)),
    userName: owner.label,
    userDisplayName: owner.name,
    excludeCredentials: present.map(({ credential_id: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return keep(context, purpose, owner.id, options);
}

/** What a new passkey's answer shows to be right, to be kept by `keepPasskey`; undefined when it is not. */
export async function readNewPasskey(
  context: Context,
  request: {
    purpose: 'register' | 'staff_register';
    ownerId: string;
    challengeId: string;
    response: unknown;
  },
) {
  const { db, clock } = context.platform;
  const { purpose, ownerId, challengeId: id } = request;
  const challenge = await takePasskeyChallenge(db, { id, purpose, ownerId, at: clock.now() });
  if (challenge === undefined) return undefined;
  const { rpID, origin } = relyingParty(context);
  try {
    const result = await verifyRegistrationResponse({
      response: request.response as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
    });
    return result.verified ? result.registrationInfo : undefined;
  } catch {
    return undefined;
  }
}

/** @returns undefined when it is kept already */
export async function keepPasskey(
  context: Context,
  tx: Transaction,
  whose: { owner: PasskeyOwner; ownerId: string },
  info: NonNullable<Awaited<ReturnType<typeof readNewPasskey>>>,
  name: string,
): Promise<PasskeyRow | undefined> {
  const { credential, credentialBackedUp } = info;
  const row: PasskeyRow = {
    id: newId(),
    owner: whose.owner,
    owner_id: whose.ownerId,
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey),
    counter: BigInt(credential.counter),
    transports: credential.transports ?? [],
    name,
    backed_up: credentialBackedUp,
    created_at: context.platform.clock.now(),
    last_used_at: null,
  };
  return (await insertPasskey(tx, row)) ? row : undefined;
}

/**
 * Asks for a signature. Without an owner, whoever holds a passkey of this site may answer, so that nothing is told of who
 * has one.
 */
export async function askForPasskey(
  context: Context,
  purpose: SigningPurpose,
  ownerId: string | null,
): Promise<PasskeyRequest> {
  const own = ownerId === null ? [] : await selectPasskeys(context.platform.db, ownerId);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(context).rpID,
    userVerification: 'required',
    allowCredentials: own.map(({ credential_id: id, transports }) => ({ id, transports })),
  });
  return keep(context, purpose, ownerId, options);
}

/**
 * Whose passkey has signed: the challenge, which is then used up, for this site, with its user verified.
 * @param request.ownerId whom it was asked of, null when of nobody in particular
 */
export async function takePasskey(
  context: Context,
  request: {
    purpose: SigningPurpose;
    ownerId: string | null;
    challengeId: string;
    response: unknown;
  },
): Promise<{ ownerId: string } | undefined> {
  const { db, clock } = context.platform;
  const { purpose, ownerId, challengeId: id } = request;
  const at = clock.now();
  const challenge = await takePasskeyChallenge(db, { id, purpose, ownerId, at });
  if (challenge === undefined) return undefined;
  const response = request.response as AuthenticationResponseJSON;
  const passkey = await selectPasskeyByCredential(db, response.id);
  if (passkey?.owner !== (purpose === 'staff_log_in' ? 'staff' : 'customer')) return undefined;
  if (ownerId !== null && passkey.owner_id !== ownerId) return undefined;
  const { rpID, origin } = relyingParty(context);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.counter),
      },
      requireUserVerification: true,
    });
    if (!verified) return undefined;
    await updatePasskeyUse(db, passkey.id, BigInt(authenticationInfo.newCounter), at);
    return { ownerId: passkey.owner_id };
  } catch {
    return undefined;
  }
}
