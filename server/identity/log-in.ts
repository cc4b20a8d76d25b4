import type { Challenge } from '../../contract/identity.ts';
import type { Language } from '../../contract/text.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import { answerChallenge, codeIncorrect, deliver, issueChallenge } from './challenges.ts';
import { type Client, type Context, hashToken } from './context.ts';
import { addressKey } from './limits.ts';
import { endOf } from './locks.ts';
import { ProblemError } from '../platform/problem.ts';
import { requirePhone } from './phone.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { selectCredentials, selectCredentialsByPhone } from './queries/customers.ts';
import { recordWrongPassword } from './record-wrong-password.ts';
import { type SignIn, signIn } from './sign-in.ts';

export type LogIn =
  | { status: 'signed_in'; signIn: SignIn }
  | { status: 'code_required'; challenge: Challenge };

/**
 * The first step of a log-in; on a device the customer knows, the only one. Unknown phone and wrong password are told, and
 * take, the same; that the account is locked is told only after the right password on a known device or the right code.
 */
export async function logIn(
  context: Context,
  request: { phone: string; password: string; language?: Language },
  client: Client,
): Promise<LogIn> {
  const { db, clock } = context.platform;
  const phone = requirePhone(request.phone);
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const deviceTokenHash = client.deviceToken && hashToken(client.deviceToken);
  const customer = await selectCredentialsByPhone(db, phone, deviceTokenHash, clock.now());
  const lane = laneOf(context, 'customer', phone, customer?.device_id);
  await context.limiter.take('logInsByAccount', `${lane.subject.toString('hex')}:${lane.deviceId}`);

  const wrong = await guessPassword(context, 'customer', lane, customer?.password_hash, request.password);
  if (wrong !== undefined) {
    await recordWrongPassword(context, lane, wrong, {
      customerId: customer?.id,
      address: client.address,
      purpose: 'log_in',
    });
    throw wrongCredentials(wrong);
  }
  if (customer === undefined) throw new Error('a password cannot be right without a customer');
  const language = request.language ?? customer.language;

  if (customer.device_id !== null) {
    if (isLocked(customer.locked_until, clock.now())) throw ownerLocked(customer.locked_until);
    const { id: customerId, device_id: knownDeviceId } = customer;
    return db.transaction(async (tx) => {
      await deleteAttempts(tx, lane);
      return {
        status: 'signed_in',
        signIn: await signIn(context, tx, { customerId, knownDeviceId, language }, client),
      };
    });
  }

  await context.limiter.take('codesByAddress', addressKey(client.address));
  await context.limiter.take('signInCodesByPhone', phone);
  const issued = await db.transaction(async (tx) => {
    await deleteAttempts(tx, lane);
    return issueChallenge(context, tx, { purpose: 'sign_in', phone, customerId: customer.id, language });
  });
  return { status: 'code_required', challenge: await deliver(context, issued) };
}

/** The second step of a log-in on a new device: the code that went to the registered phone. */
export async function answerLogInCode(
  context: Context,
  request: { challengeId: string; code: string },
  client: Client,
): Promise<SignIn> {
  const { db, clock } = context.platform;
  const result = await db.transaction(async (tx) => {
    const answer = await answerChallenge(context, tx, {
      id: request.challengeId,
      purpose: 'sign_in',
      code: request.code,
      use: true,
    });
    if (!answer.right) return codeIncorrect(answer);
    const { customer_id: customerId, language } = answer.challenge;
    const customer = customerId === null ? undefined : await selectCredentials(tx, customerId);
    if (customer === undefined) throw new Error('a log-in challenge names its customer');
    if (isLocked(customer.locked_until, clock.now())) return ownerLocked(customer.locked_until);
    return signIn(context, tx, { customerId: customer.id, knownDeviceId: undefined, language }, client);
  });
  if (result instanceof Error) throw result;
  return result;
}

export function isLocked(lockedUntil: Date | null, now: Date): lockedUntil is Date {
  return lockedUntil !== null && lockedUntil > now;
}

/** For the proven owner: a freeze has no end to be told. */
export function ownerLocked(lockedUntil: Date): ProblemError {
  return new ProblemError('account_locked', { retryAt: endOf(lockedUntil)?.toISOString() });
}
