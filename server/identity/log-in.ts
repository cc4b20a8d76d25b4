import { randomUUID } from 'node:crypto';
import type { Challenge } from '../../contract/identity.ts';
import type * as contract from '../../contract/sign-in.ts';
import type { BodyOf } from '../../contract/route.ts';
import type { Language } from '../../contract/text.ts';
import type { Transaction } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import { addressOf, codeAddressOf, codeKindOf } from './address.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import {
  answerChallenge,
  codeIncorrect,
  deliver,
  issueChallenge,
  type IssuedChallenge,
} from './challenges.ts';
import { type Client, type Context, hashToken } from './context.ts';
import { isEmail } from './email.ts';
import { addressKey } from './limits.ts';
import { takeCode } from './code-limits.ts';
import { nextStep, type Proven } from './log-in-steps.ts';
import { endOf } from './locks.ts';
import { takePasskey } from './passkeys.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { type CredentialsRow, selectCredentials, selectCredentialsByAddress } from './queries/customers.ts';
import { selectIdByAddress } from './queries/contacts.ts';
import { selectTrustedDevice } from './queries/devices.ts';
import { insertLogIn, selectFactors, selectLogIn, useLogIn } from './queries/log-ins.ts';
import { recordWrongPassword } from './record-wrong-password.ts';
import { guessSecondFactor } from './second-factor.ts';
import { type SignIn, signIn } from './sign-in.ts';

export type LogIn =
  | { status: 'signed_in'; signIn: SignIn }
  | { status: 'code_required'; challenge: Challenge }
  | { status: 'factor_required'; logInId: string; factors: contract.LogInFactor[] };

const openMilliseconds = 10 * 60_000;

/**
 * A log-in that begins with the password. An unknown address and a wrong password are told, and take, the same; that the account is
 * locked is told only to who has proven all that a log-in takes.
 */
export async function logIn(
  context: Context,
  request: ({ phone: string } | { email: string }) & { password: string; language?: Language },
  client: Client,
): Promise<LogIn> {
  const { db, clock } = context.platform;
  const address = addressOf(request);
  const deviceTokenHash = client.deviceToken && hashToken(client.deviceToken);
  const customer = await selectCredentialsByAddress(db, address, deviceTokenHash, clock.now());
  const lane = await guess(
    context,
    { named: address, customer, deviceId: customer?.device_id },
    request.password,
    client,
  );
  if (customer === undefined) throw new Error('a password cannot be right without a customer');
  const forget = async (tx: Transaction) => deleteAttempts(tx, lane);
  const { device_id: deviceId } = customer;
  const language = request.language ?? customer.language;
  return proceed(context, { customer, deviceId, proven: ['password'], language, and: forget }, client);
}

/** The second step of a log-in on a new device: the code that went to the account's phone or email. */
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

/** A log-in that begins with a code to the phone or email; all is the same for one that is not registered. */
export async function startCodeLogIn(
  context: Context,
  request: ({ phone: string } | { email: string }) & { language: Language },
  client: Client,
): Promise<Challenge> {
  const address = addressOf(request);
  await takeCode(context, address, client);
  await context.limiter.take('codeLogIns', address);
  const issued = await context.platform.db.transaction(async (tx) => {
    const customerId = (await selectIdByAddress(tx, address)) ?? null;
    return issueChallenge(context, tx, {
      purpose: 'code_log_in',
      address,
      customerId,
      language: request.language,
    });
  });
  return deliver(context, issued);
}

export async function answerCodeLogIn(
  context: Context,
  request: { challengeId: string; code: string },
  client: Client,
): Promise<LogIn> {
  const answer = await context.platform.db.transaction((tx) =>
    answerChallenge(context, tx, {
      id: request.challengeId,
      purpose: 'code_log_in',
      code: request.code,
      use: true,
    }),
  );
  if (!answer.right) throw codeIncorrect(answer);
  const { customer_id: customerId, language, address } = answer.challenge;
  if (customerId === null) throw new Error('nobody is told the code of an address that is not registered');
  const proven = [isEmail(address) ? ('email_code' as const) : ('phone_code' as const)];
  return proceedAs(context, customerId, { proven, language }, client);
}

/** A log-in that begins with a passkey, of whoever holds it. */
export async function answerPasskeyLogIn(
  context: Context,
  request: { challengeId: string; response: unknown; language?: Language },
  client: Client,
): Promise<LogIn> {
  await context.limiter.take('logInsByAddress', addressKey(client.address));
  const holder = await takePasskey(context, { purpose: 'log_in', ownerId: null, ...request });
  if (holder === undefined) throw new ProblemError('passkey_refused');
  return proceedAs(context, holder.ownerId, { proven: ['passkey'], language: request.language }, client);
}

/** The next factor of a log-in that has proven one. */
export async function answerLogInFactor(
  context: Context,
  request: { logInId: string; answer: BodyOf<typeof contract.answerLogInFactor> },
  client: Client,
): Promise<LogIn> {
  const { db, clock } = context.platform;
  const { logInId, answer } = request;
  const row = await selectLogIn(db, logInId, clock.now());
  const customer = row && (await selectCredentials(db, row.customer_id));
  if (row === undefined || customer === undefined) throw new ProblemError('log_in_over');
  await requireFactor(context, customer, answer, client);
  const end = async (tx: Transaction) => {
    if (!(await useLogIn(tx, logInId, clock.now()))) throw new ProblemError('log_in_over');
  };
  const proven = [...row.proven, answer.factor];
  return proceedAs(context, customer.id, { proven, language: row.language, and: end }, client);
}

async function requireFactor(
  context: Context,
  customer: CredentialsRow,
  answer: BodyOf<typeof contract.answerLogInFactor>,
  client: Client,
): Promise<void> {
  const { id: customerId } = customer;
  switch (answer.factor) {
    case 'password': {
      const lane = await guess(
        context,
        { named: codeAddressOf(customer), customer, deviceId: null },
        answer.password,
        client,
      );
      await context.platform.db.transaction(async (tx) => deleteAttempts(tx, lane));
      return;
    }
    case 'passkey': {
      await context.limiter.take('logInsByAddress', addressKey(client.address));
      // As a log-in asks for one, of nobody in particular; it must be this customer's.
      const holder = await takePasskey(context, { purpose: 'log_in', ownerId: null, ...answer });
      if (holder?.ownerId !== customerId) throw new ProblemError('passkey_refused');
      return;
    }
    case 'totp':
    case 'recovery_code': {
      await context.limiter.take('logInsByAddress', addressKey(client.address));
      const wrong = await guessSecondFactor(context, customerId, { kind: answer.factor, code: answer.code });
      if (wrong !== undefined)
        throw new ProblemError('code_incorrect', {
          triesLeft: wrong.triesLeft,
          retryAt: wrong.lockedUntil?.toISOString(),
        });
    }
  }
}

/** Checks the login password, counted where the guess comes from. @throws wrong_credentials, account_locked */
async function guess(
  context: Context,
  who: { named: string; customer: CredentialsRow | undefined; deviceId: string | null | undefined },
  password: string,
  { address }: Client,
) {
  const { named, customer } = who;
  const lane = laneOf(context, 'customer', named, who.deviceId);
  await context.limiter.takeAll([
    ['logInsByAddress', addressKey(address)],
    ['logInsByAccount', `${lane.subject.toString('hex')}:${lane.deviceId}`],
  ]);
  const wrong = await guessPassword(context, 'customer', lane, customer?.password_hash, password);
  if (wrong === undefined) return lane;
  await recordWrongPassword(context, lane, wrong, { customerId: customer?.id, address, purpose: 'log_in' });
  throw wrongCredentials(wrong);
}

interface Progress {
  proven: readonly Proven[];
  language?: Language;
  /** Done in the transaction that goes on. */
  and?: (tx: Transaction) => Promise<void>;
}

async function proceedAs(
  context: Context,
  customerId: string,
  progress: Progress,
  client: Client,
): Promise<LogIn> {
  const { db, clock } = context.platform;
  const tokenHash = client.deviceToken && hashToken(client.deviceToken);
  const customer = await selectCredentials(db, customerId);
  if (customer === undefined) throw new Error('a log-in names its customer');
  const deviceId = tokenHash ? await selectTrustedDevice(db, customerId, tokenHash, clock.now()) : undefined;
  return proceed(context, { ...progress, customer, deviceId: deviceId ?? null }, client);
}

/** Opens the session, or says what comes next: the same on every path. */
async function proceed(
  context: Context,
  {
    customer,
    deviceId,
    proven,
    and,
    ...rest
  }: Progress & { customer: CredentialsRow; deviceId: string | null },
  client: Client,
): Promise<LogIn> {
  const { db, clock } = context.platform;
  const { id: customerId } = customer;
  const language = rest.language ?? customer.language;
  const deviceIsTrusted = deviceId !== null;
  const factors = deviceIsTrusted ? { totp: false, passkeys: 0 } : await selectFactors(db, customerId);
  const step = nextStep(new Set(proven), {
    deviceIsTrusted,
    hasTotp: factors.totp,
    hasPasskey: factors.passkeys > 0,
    code: codeKindOf(customer),
  });
  if (step === 'done') {
    if (isLocked(customer.locked_until, clock.now())) throw ownerLocked(customer.locked_until);
    return context.shareTransaction(async (tx) => {
      await and?.(tx);
      const knownDeviceId = deviceId ?? undefined;
      return {
        status: 'signed_in',
        signIn: await signIn(context, tx, { customerId, knownDeviceId, language }, client),
      };
    });
  }
  if (step === 'code') {
    const address = codeAddressOf(customer);
    await takeCode(context, address, client);
    await context.limiter.take('signInCodes', address);
    const issued = await db.transaction(async (tx): Promise<IssuedChallenge> => {
      await and?.(tx);
      return issueChallenge(context, tx, { purpose: 'sign_in', address, customerId, language });
    });
    return { status: 'code_required', challenge: await deliver(context, issued) };
  }
  const logInId = randomUUID();
  await db.transaction(async (tx) => {
    await and?.(tx);
    const expiresAt = new Date(clock.now().getTime() + openMilliseconds);
    await insertLogIn(tx, { id: logInId, customer_id: customerId, proven: [...proven], language }, expiresAt);
  });
  return { status: 'factor_required', logInId, factors: step };
}

export function isLocked(lockedUntil: Date | null, now: Date): lockedUntil is Date {
  return lockedUntil !== null && lockedUntil > now;
}

/** For the proven owner: a freeze has no end to be told. */
export function ownerLocked(lockedUntil: Date): ProblemError {
  return new ProblemError('account_locked', { retryAt: endOf(lockedUntil)?.toISOString() });
}
