import { keyedHash } from '../platform/crypto.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Context } from './context.ts';
import { growingWaits } from './lock-time.ts';
import { countAttempt, type Lane, selectLockedUntil } from './queries/attempts.ts';

/** All devices that an account does not know are counted together under the nil id. */
const unknownDevice = '00000000-0000-0000-0000-000000000000';

const policies = {
  customer: { tries: 5, waits: growingWaits },
  staff: { tries: 10, waits: [30 * 60_000] },
} as const;

/**
 * Where guesses at an account are counted: strangers apart from each device the account knows, so that strangers can't lock
 * the owner out. An account that does not exist is counted just the same, so that nobody can tell.
 * @param name E.164 phone or lower-case email
 */
export function laneOf(
  context: Context,
  kind: 'customer' | 'staff',
  name: string,
  knownDeviceId?: string | null,
): Lane {
  return {
    subject: keyedHash(context.platform.config.pepper, `attempts.${kind}`, name),
    deviceId: knownDeviceId ?? unknownDevice,
  };
}

export function isKnownDevice(lane: Lane): boolean {
  return lane.deviceId !== unknownDevice;
}

/** A wrong guess; `lockedUntil` when it was the last one allowed. */
export interface WrongPassword {
  triesLeft: number;
  lockedUntil?: Date;
}

/**
 * Checks a password and counts the guess. The caller forgets the count (deleteAttempts) once a right one is acted upon.
 * @param storedHash undefined for an account that does not exist
 * @returns undefined when it is right
 * @throws account_locked, without checking, while guesses from there have to wait
 */
export async function guessPassword(
  context: Context,
  kind: 'customer' | 'staff',
  lane: Lane,
  storedHash: string | undefined,
  password: string,
): Promise<WrongPassword | undefined> {
  const { db, clock } = context.platform;
  const { tries, waits } = policies[kind];
  const attempt = await context.shareTransaction((tx) => countAttempt(tx, lane, clock.now(), tries, waits));
  if (attempt === undefined) throw accountLocked((await selectLockedUntil(db, lane)) ?? clock.now());
  if (await context.passwords.verify(storedHash, password)) return undefined;
  if (attempt.locked_until !== null) return { triesLeft: 0, lockedUntil: attempt.locked_until };
  return { triesLeft: tries - attempt.failures };
}

/** Only for who may know: a lane's own guessers, or the proven owner. */
export function accountLocked(until: Date): ProblemError {
  return new ProblemError('account_locked', { retryAt: until.toISOString() });
}

/** The same for a wrong password and an account that does not exist. */
export function wrongCredentials(wrong: WrongPassword): ProblemError {
  return new ProblemError('wrong_credentials', {
    triesLeft: wrong.triesLeft,
    retryAt: wrong.lockedUntil?.toISOString(),
  });
}
