import { randomUUID } from 'node:crypto';
import type { Challenge } from '../../contract/identity.ts';
import type { BodyOf } from '../../contract/route.ts';
import { type answerStepUp, type StepUp, type StepUpWay } from '../../contract/step-up.ts';
import type { LocalizedText } from '../../contract/text.ts';
import { keyedHash } from '../platform/crypto.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import { codeAddressOf, codeKindOf } from './address.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import { answerChallenge, codeIncorrect, deliver, issueChallenge } from './challenges.ts';
import type { Client, Context } from './context.ts';
import { takeCode } from './code-limits.ts';
import { askForPasskey, type PasskeyRequest, takePasskey } from './passkeys.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';
import { selectContacts } from './queries/contacts.ts';
import { selectCredentials } from './queries/customers.ts';
import { selectFactors } from './queries/log-ins.ts';
import { confirmNetworkOfSession } from './queries/networks.ts';
import {
  insertStepUp,
  selectStepUp,
  type StepUpRow,
  takeStepUps,
  updateStepUpChallenge,
  updateStepUpProven,
} from './queries/step-ups.ts';
import { recordWrongPassword } from './record-wrong-password.ts';
import { guessSecondFactor } from './second-factor.ts';

type Customer = Callers['customer'];

const openMilliseconds = 10 * 60_000;

/** A risky operation, to the letter: whatever of it must not change once it is confirmed stands in `parts`. */
export interface Operation {
  /** payment, change_phone, … */
  name: string;
  parts: readonly string[];
  /** What the owner reads, in the app and in the message with the code. */
  summary: LocalizedText;
}

/** Of operations asked for again, those confirmed. */
export type StepUpResult = 'confirmed' | 'refused';

/**
 * The refusal with which a confirmation is asked for.
 * @param needsPassword of account changes: a code alone is not enough
 * @param needsStrong a code by SMS does not count
 */
export async function stepUpRequired(
  context: Context,
  caller: Customer,
  operation: Operation,
  needsPassword: boolean,
  needsStrong = false,
): Promise<ProblemError> {
  const { db, clock } = context.platform;
  const at = clock.now();
  const expiresAt = new Date(at.getTime() + openMilliseconds);
  const id = randomUUID();
  const { summary, name } = operation;
  const row = { id, customer_id: caller.customerId, session_id: caller.sessionId, operation: name, summary };
  const fingerprint = fingerprintOf(context, caller.customerId, operation);
  const needs = { needs_password: needsPassword, needs_strong: needsStrong };
  await insertStepUp(db, { ...row, ...needs, fingerprint }, { at, expiresAt });
  const stepUp: StepUp = {
    id,
    ways: await waysOf(context, { ...row, ...needs }),
    needsPassword,
    summary,
    expiresAt: expiresAt.toISOString(),
  };
  return new ProblemError('step_up_required', { stepUp });
}

/** A code to the phone (the email, where there is no phone) is offered where there is no authenticator: who has one is not to be weaker than it. */
async function waysOf(
  { platform: { db } }: Context,
  stepUp: Pick<StepUpRow, 'customer_id' | 'needs_strong'>,
): Promise<StepUpWay[]> {
  const { totp, passkeys, recoveryCodes } = await selectFactors(db, stepUp.customer_id);
  const contacts = await selectContacts(db, stepUp.customer_id);
  if (contacts === undefined) throw new ProblemError('not_found');
  return [
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(totp ? (['totp'] as const) : stepUp.needs_strong ? [] : [codeKindOf(contacts)]),
    ...(totp && recoveryCodes > 0 ? (['recovery_code'] as const) : []),
  ];
}

async function requireOpen(context: Context, caller: Customer, id: string): Promise<StepUpRow> {
  const { db, clock } = context.platform;
  const found = await selectStepUp(db, { id, sessionId: caller.sessionId, now: clock.now() });
  if (found === undefined) throw new ProblemError('not_found');
  return found;
}

export async function sendStepUpCode(
  context: Context,
  caller: Customer,
  id: string,
  client: Client,
): Promise<Challenge> {
  const { db } = context.platform;
  const stepUp = await requireOpen(context, caller, id);
  const customer = await selectCredentials(db, stepUp.customer_id);
  if (customer === undefined) throw new ProblemError('not_found');
  if (!(await waysOf(context, stepUp)).includes(codeKindOf(customer))) throw new ProblemError('not_found');
  const address = codeAddressOf(customer);
  await takeCode(context, address, client);
  await context.limiter.take('stepUpCodes', address);
  const issued = await db.transaction(async (tx) => {
    const { id: customerId } = customer;
    const purpose = 'step_up' as const;
    const challenge = randomUUID();
    await updateStepUpChallenge(tx, stepUp.id, challenge);
    return issueChallenge(
      context,
      tx,
      { purpose, address, customerId, language: caller.language },
      challenge,
    );
  });
  return deliver(context, issued);
}

export async function askStepUpPasskey(
  context: Context,
  caller: Customer,
  id: string,
): Promise<PasskeyRequest> {
  await requireOpen(context, caller, id);
  return askForPasskey(context, 'step_up', caller.customerId);
}

/** @throws not_found, not_allowed (a way that is not offered), wrong_credentials, code_incorrect, passkey_refused, account_locked */
export async function proveStepUp(
  context: Context,
  caller: Customer,
  request: { id: string; answer: BodyOf<typeof answerStepUp>; address: string },
): Promise<void> {
  const { db, clock } = context.platform;
  const { answer, address } = request;
  const stepUp = await requireOpen(context, caller, request.id);
  if (!(await waysOf(context, stepUp)).includes(answer.way)) throw new ProblemError('not_allowed');
  if (stepUp.needs_password && answer.way !== 'passkey')
    await requirePassword(context, caller, answer.password ?? '', address);
  await requireAnswer(context, stepUp, answer);
  await db.transaction(async (tx) => {
    const at = clock.now();
    await updateStepUpProven(tx, stepUp.id, answer.way, at);
    await insertAudit(tx, [
      {
        at,
        action: 'step_up.proven',
        customerId: caller.customerId,
        deviceId: caller.deviceId,
        address,
        details: { operation: stepUp.operation, by: answer.way },
      },
    ]);
  });
}

async function requireAnswer(
  context: Context,
  stepUp: StepUpRow,
  answer: BodyOf<typeof answerStepUp>,
): Promise<void> {
  const { customer_id: customerId } = stepUp;
  if (answer.way === 'passkey') {
    const taken = await takePasskey(context, { purpose: 'step_up', ownerId: customerId, ...answer });
    if (taken === undefined) throw new ProblemError('passkey_refused');
    return;
  }
  if (answer.way === 'phone_code' || answer.way === 'email_code') {
    if (answer.challengeId !== stepUp.challenge_id) throw codeIncorrect({});
    const result = await context.platform.db.transaction((tx) =>
      answerChallenge(context, tx, {
        id: answer.challengeId,
        purpose: 'step_up',
        code: answer.code,
        use: true,
      }),
    );
    if (!result.right) throw codeIncorrect(result);
    return;
  }
  const wrong = await guessSecondFactor(context, customerId, { kind: answer.way, code: answer.code });
  if (wrong !== undefined)
    throw new ProblemError('code_incorrect', {
      triesLeft: wrong.triesLeft,
      retryAt: wrong.lockedUntil?.toISOString(),
    });
}

/** The login password of who is logged in, asked for again. @throws wrong_credentials, account_locked */
export async function requirePassword(
  context: Context,
  { customerId, deviceId }: Customer,
  password: string,
  address: string,
): Promise<void> {
  const { db } = context.platform;
  const customer = await selectCredentials(db, customerId);
  if (customer === undefined) throw new Error('a session names its customer');
  const lane = laneOf(context, 'customer', codeAddressOf(customer), deviceId);
  const wrong = await guessPassword(context, 'customer', lane, customer.password_hash, password);
  if (wrong !== undefined) {
    await recordWrongPassword(context, lane, wrong, { customerId, address, purpose: 'step_up' });
    throw wrongCredentials(wrong);
  }
  await db.transaction(async (tx) => deleteAttempts(tx, lane));
}

/**
 * Looks at the confirmations that operations bring along, and uses them up: one that is not for exactly this operation, this
 * session and this customer is void from now on. In the caller's transaction, which must commit for that.
 */
export async function consumeStepUps(
  context: Context,
  q: Queryable,
  asked: ReadonlyArray<{ stepUpId: string; caller: Customer; operation: Pick<Operation, 'name' | 'parts'> }>,
): Promise<StepUpResult[]> {
  if (asked.length === 0) return [];
  const at = context.platform.clock.now();
  const taken = await takeStepUps(q, [...new Set(asked.map(({ stepUpId }) => stepUpId))], at);
  const unused = new Map(taken.map((row) => [row.id, row]));
  const results = asked.map(({ stepUpId, caller, operation }): StepUpResult => {
    const row = unused.get(stepUpId);
    unused.delete(stepUpId);
    const isFor =
      row !== undefined &&
      row.proven &&
      row.customer_id === caller.customerId &&
      row.session_id === caller.sessionId &&
      row.operation === operation.name &&
      row.fingerprint.equals(fingerprintOf(context, caller.customerId, operation));
    return isFor ? 'confirmed' : 'refused';
  });
  // Who has proven this much is who they say, where they are too.
  const confirmed = asked.filter((_, place) => results[place] === 'confirmed').map(({ caller }) => caller);
  await confirmNetworkOfSession(
    q,
    confirmed.map(({ sessionId }) => sessionId),
    at,
  );
  return results;
}

/**
 * Demands a confirmation for a change of the caller's account, and uses it up.
 * @param needsPassword false where the request itself brings the login password
 * @throws step_up_required, step_up_void
 */
export async function requireStepUp(
  context: Context,
  caller: Customer,
  operation: Operation,
  needsPassword = true,
  needsStrong = false,
): Promise<void> {
  const { stepUpId } = caller;
  if (stepUpId === undefined)
    throw await stepUpRequired(context, caller, operation, needsPassword, needsStrong);
  const [result] = await consumeStepUps(context, context.platform.db, [{ stepUpId, caller, operation }]);
  if (result !== 'confirmed') throw new ProblemError('step_up_void');
}

function fingerprintOf(
  { platform: { config } }: Context,
  customerId: string,
  { name, parts }: Pick<Operation, 'name' | 'parts'>,
): Buffer {
  return keyedHash(config.pepper, 'step_up', customerId, name, ...parts);
}
