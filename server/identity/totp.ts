import { generateSecret, generateURI, verifySync } from 'otplib';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Context } from './context.ts';
import {
  confirmTotp,
  deleteTotp,
  insertTotp,
  lockTotp,
  selectTotpOwners,
  updateTotpStep,
} from './queries/totp.ts';

/** RFC 6238 as authenticator apps have it: SHA-1, six digits, thirty seconds; one step either way for clocks that differ. */
const stepSeconds = 30;
const issuer = 'UPay';

/** What an authenticator app is set up with; shown once. */
export interface TotpSetup {
  /** Base32, for typing. */
  secret: string;
  /** otpauth:// for a QR code. */
  uri: string;
}

/**
 * Begins to set up an authenticator; it counts from its confirmation. An earlier beginning is forgotten.
 * @param label by which the app lists it: a masked phone, an email
 * @returns undefined when one is in force already
 */
export async function beginTotp(
  context: Context,
  q: Queryable,
  owner: { id: string; label: string },
): Promise<TotpSetup | undefined> {
  const secret = generateSecret();
  const sealed = context.sealing.seal(secret, owner.id);
  if (!(await insertTotp(q, owner.id, sealed, context.platform.clock.now()))) return undefined;
  return { secret, uri: generateURI({ issuer, label: owner.label, secret }) };
}

/**
 * Whether this is the owner's present code. Each code is taken once, also in parallel: the row is locked until `tx` ends.
 * Guesses are the caller's to count (guessSecondFactor does).
 * @param state 'confirmed' for one in force; 'begun' takes the first code of one that is being set up, and puts it in force
 */
export async function takeTotp(
  context: Context,
  tx: Transaction,
  ownerId: string,
  code: string,
  state: 'confirmed' | 'begun' = 'confirmed',
): Promise<boolean> {
  const row = await lockTotp(tx, ownerId);
  if (row === undefined || (row.confirmed_at !== null) !== (state === 'confirmed')) return false;
  if (!/^[0-9]{6}$/.test(code)) return false;
  const at = context.platform.clock.now();
  const result = verifySync({
    secret: context.sealing.open(row.secret, ownerId),
    token: code,
    epoch: Math.floor(at.getTime() / 1000),
    epochTolerance: stepSeconds,
  });
  const step = result.valid && 'timeStep' in result ? BigInt(result.timeStep) : undefined;
  if (step === undefined || step <= row.last_step) return false;
  await updateTotpStep(tx, ownerId, step);
  if (state === 'begun') await confirmTotp(tx, ownerId, at);
  return true;
}

/** Of these customers or members of staff, who has an authenticator in force. */
export async function totpOwners(q: Queryable, ids: readonly string[]): Promise<Set<string>> {
  return new Set(await selectTotpOwners(q, ids));
}

/** @returns false when there was none */
export const removeTotp = deleteTotp;
