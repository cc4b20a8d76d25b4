import type { Challenge } from '../../contract/identity.ts';
import type { Language, LocalizedText } from '../../contract/text.ts';
import { equalInConstantTime, keyedHash, newCode } from '../platform/crypto.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Context, SmsMessage } from './context.ts';
import { maskAddress } from './address.ts';
import { send } from './send.ts';
import {
  type ChallengePurpose,
  type ChallengeRow,
  countChallengeFailure,
  insertChallenge,
  lockChallenge,
  updateChallengeCode,
  useChallenge,
} from './queries/challenges.ts';
import { selectIdByAddress } from './queries/contacts.ts';
import { selectSummaryOfChallenge } from './queries/step-ups.ts';
import { smsTexts } from './sms-texts.ts';

const codeMilliseconds = 10 * 60_000;
const resendMilliseconds = 60_000;
const codeTries = 5;

/** A challenge and the message that must go out once it is committed. */
export interface IssuedChallenge {
  challenge: Challenge;
  message: SmsMessage;
}

/** A code to a phone or an email. For a registration of one that is registered, a code nobody learns and a word to its owner. */
export async function issueChallenge(
  context: Context,
  tx: Transaction,
  request: { purpose: ChallengePurpose; address: string; customerId: string | null; language: Language },
  id = newId(),
): Promise<IssuedChallenge> {
  const { row, message } = await issueCode(context, tx, {
    id,
    purpose: request.purpose,
    address: request.address,
    customer_id: request.customerId,
    language: request.language,
  });
  await insertChallenge(tx, row);
  return { challenge: challengeOf(row), message };
}

/** Whether another code may be sent now. @throws not_found, or too_many_requests when the last code is too young */
export function requireResendable(
  context: Context,
  challenge: ChallengeRow | undefined,
): asserts challenge is ChallengeRow {
  const now = context.platform.clock.now().getTime();
  if (challenge === undefined || !isOpen(challenge, now)) throw new ProblemError('not_found');
  const resendAt = challenge.sent_at.getTime() + resendMilliseconds;
  if (now < resendAt)
    throw new ProblemError('too_many_requests', { retryAt: new Date(resendAt).toISOString() });
}

/** A new code for a challenge; wrong answers so far stay counted. */
export async function reissueChallenge(
  context: Context,
  tx: Transaction,
  challenge: ChallengeRow,
): Promise<IssuedChallenge> {
  const { row, message } = await issueCode(context, tx, challenge);
  await updateChallengeCode(tx, row);
  return { challenge: challengeOf(row), message };
}

type UnsentChallenge = Pick<ChallengeRow, 'id' | 'purpose' | 'address' | 'customer_id' | 'language'>;

async function issueCode(
  context: Context,
  tx: Transaction,
  challenge: UnsentChallenge,
): Promise<{ row: Omit<ChallengeRow, 'failures' | 'used_at'>; message: SmsMessage }> {
  const { clock, config } = context.platform;
  const code = newCode();
  const word = await insteadOfCode(tx, challenge);
  const text = word ?? (await textWithCode(tx, challenge, code));
  const sentAt = clock.now();
  return {
    row: {
      ...challenge,
      code_hash: hashCode(config.pepper, challenge.id, word === undefined ? code : newCode()),
      sent_at: sentAt,
      expires_at: new Date(sentAt.getTime() + codeMilliseconds),
    },
    message: { reference: newId(), to: challenge.address, text: text[challenge.language] },
  };
}

async function textWithCode(
  tx: Transaction,
  challenge: UnsentChallenge,
  code: string,
): Promise<LocalizedText> {
  if (challenge.purpose !== 'step_up') return smsTexts[challenge.purpose](code);
  return smsTexts.step_up(code, await selectSummaryOfChallenge(tx, challenge.id));
}

/** Where a code would be wrong, its owner gets a word instead, and nobody learns the code: the answer looks the same. */
async function insteadOfCode(
  tx: Transaction,
  challenge: UnsentChallenge,
): Promise<LocalizedText | undefined> {
  if (challenge.purpose === 'recovery' && challenge.customer_id === null) return smsTexts.not_registered();
  if (challenge.purpose === 'code_log_in' && challenge.customer_id === null)
    return smsTexts.not_registered_log_in();
  if (challenge.purpose !== 'new_contact' && challenge.purpose !== 'registration') return undefined;
  if ((await selectIdByAddress(tx, challenge.address)) === undefined) return undefined;
  return challenge.purpose === 'registration' ? smsTexts.already_registered() : smsTexts.already_bound();
}

/** Hands the message over. @throws service_unavailable */
export async function deliver(context: Context, { challenge, message }: IssuedChallenge): Promise<Challenge> {
  try {
    await send(context, message);
  } catch (error) {
    context.platform.log.warn({ err: error, reference: message.reference }, 'a text message was not taken');
    throw new ProblemError('service_unavailable');
  }
  return challenge;
}

export type Answer = { right: true; challenge: ChallengeRow } | { right: false; triesLeft?: number };

/**
 * Checks an answer, under the challenge's lock. A wrong one is counted, so the caller must let `tx` commit and refuse
 * afterwards. `use`: a right one is the last.
 */
export async function answerChallenge(
  context: Context,
  tx: Transaction,
  answer: { id: string; purpose: ChallengePurpose; code: string; use: boolean },
): Promise<Answer> {
  const { clock, config } = context.platform;
  const now = clock.now();
  const challenge = await lockChallenge(tx, answer.id);
  if (challenge === undefined || challenge.purpose !== answer.purpose) return { right: false };
  if (!isOpen(challenge, now.getTime())) return { right: false, triesLeft: 0 };
  if (!equalInConstantTime(challenge.code_hash, hashCode(config.pepper, challenge.id, answer.code))) {
    await countChallengeFailure(tx, challenge.id);
    return { right: false, triesLeft: codeTries - challenge.failures - 1 };
  }
  if (answer.use) await useChallenge(tx, challenge.id, now);
  return { right: true, challenge };
}

export function codeIncorrect(answer: { triesLeft?: number }): ProblemError {
  return new ProblemError('code_incorrect', { triesLeft: answer.triesLeft });
}

function isOpen(challenge: ChallengeRow, now: number): boolean {
  return challenge.used_at === null && challenge.failures < codeTries && now < challenge.expires_at.getTime();
}

/** Bound to its challenge: the code of one is worth nothing at another. */
function hashCode(pepper: Buffer, challengeId: string, code: string): Buffer {
  return keyedHash(pepper, 'challenge', challengeId, code);
}

function challengeOf(row: Pick<ChallengeRow, 'id' | 'address' | 'sent_at' | 'expires_at'>): Challenge {
  return {
    id: row.id,
    sentTo: maskAddress(row.address),
    expiresAt: row.expires_at.toISOString(),
    resendAt: new Date(row.sent_at.getTime() + resendMilliseconds).toISOString(),
  };
}
