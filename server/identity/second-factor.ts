import { keyedHash } from '../platform/crypto.ts';
import { accountLocked } from './attempts.ts';
import type { Context } from './context.ts';
import { growingWaits } from './lock-time.ts';
import { countAttempt, deleteAttempts, type Lane, selectLockedUntil } from './queries/attempts.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { takeTotp } from './totp.ts';

const tries = 5;
const anyDevice = '00000000-0000-0000-0000-000000000000';

export interface WrongFactor {
  triesLeft: number;
  lockedUntil?: Date;
}

/**
 * Checks a code of an authenticator, or a recovery code, of a customer or a member of staff whose first factor is proven.
 * `new_totp` is the first code of one that is being set up, which it puts in force. A guess is counted before it is checked, all kinds together: five wrong ones in a row wait, each time longer.
 * @returns undefined when it is right; it is then used up
 * @throws account_locked, without checking, while guesses have to wait
 */
export async function guessSecondFactor(
  context: Context,
  ownerId: string,
  answer: { kind: 'totp' | 'new_totp' | 'recovery_code'; code: string },
): Promise<WrongFactor | undefined> {
  const { db, clock } = context.platform;
  const lane = laneOf(context, ownerId);
  const attempt = await countAttempt(db, lane, clock.now(), tries, growingWaits);
  if (attempt === undefined) throw accountLocked((await selectLockedUntil(db, lane)) ?? clock.now());
  const right = await db.transaction(async (tx) => {
    const taken =
      answer.kind === 'recovery_code'
        ? await takeRecoveryCode(context, tx, ownerId, answer.code)
        : await takeTotp(context, tx, ownerId, answer.code, answer.kind === 'totp' ? 'confirmed' : 'begun');
    if (taken) deleteAttempts(tx, lane);
    return taken;
  });
  if (right) return undefined;
  if (attempt.locked_until !== null) return { triesLeft: 0, lockedUntil: attempt.locked_until };
  return { triesLeft: tries - attempt.failures };
}

function laneOf(context: Context, ownerId: string): Lane {
  return {
    subject: keyedHash(context.platform.config.pepper, 'attempts.second_factor', ownerId),
    deviceId: anyDevice,
  };
}
