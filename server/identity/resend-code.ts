import type { Challenge } from '../../contract/identity.ts';
import { ProblemError } from '../platform/problem.ts';
import { deliver, reissueChallenge } from './challenges.ts';
import type { Client, Context } from './context.ts';
import { addressKey } from './limits.ts';
import { lockChallenge } from './queries/challenges.ts';

const limitOf = { registration: 'registrationCodesByPhone', sign_in: 'signInCodesByPhone' } as const;

/** Sends a new code for an open challenge, a minute after the last at the earliest. */
export async function resendCode(context: Context, challengeId: string, client: Client): Promise<Challenge> {
  await context.limiter.take('codesByAddress', addressKey(client.address));
  const issued = await context.platform.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, challengeId);
    if (challenge === undefined) throw new ProblemError('not_found');
    const reissued = await reissueChallenge(context, tx, challenge);
    await context.limiter.take(limitOf[challenge.purpose], challenge.phone);
    return reissued;
  });
  return deliver(context, issued);
}
