import type { Challenge } from '../../contract/identity.ts';
import { deliver, reissueChallenge, requireResendable } from './challenges.ts';
import type { Client, Context } from './context.ts';
import { takeCode } from './code-limits.ts';
import { lockChallenge, selectChallenge } from './queries/challenges.ts';

const limitOf = {
  registration: 'registrationCodes',
  sign_in: 'signInCodes',
  recovery: 'recoveryCodes',
  code_log_in: 'codeLogIns',
  step_up: 'stepUpCodes',
  new_contact: 'contactCodes',
} as const;

/** Sends a new code for an open challenge, a minute after the last at the earliest. */
export async function resendCode(context: Context, challengeId: string, client: Client): Promise<Challenge> {
  const { db } = context.platform;
  const seen = await selectChallenge(db, challengeId);
  requireResendable(context, seen);
  await takeCode(context, seen.address, client);
  await context.limiter.take(limitOf[seen.purpose], seen.address);
  const issued = await db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, challengeId);
    requireResendable(context, challenge);
    return reissueChallenge(context, tx, challenge);
  });
  return deliver(context, issued);
}
