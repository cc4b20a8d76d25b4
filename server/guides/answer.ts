import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { scheduleWalk } from './advance.ts';
import * as queries from './queries.ts';
import { insertAnswer, readAnswer } from './step-queries.ts';

export interface AnswerRequest {
  runId: string;
  customerId: string;
  /** The number of the card. */
  step: number;
  option: string;
}

/**
 * Records an answer under the run's lock, once a card; the walk follows after the commit.
 * @returns whether there is something to walk
 */
export async function recordAnswer(
  platform: Platform,
  tx: Transaction,
  request: AnswerRequest,
): Promise<boolean> {
  const run = await queries.lockRun(tx, request.runId);
  if (run === undefined || run.customerId !== request.customerId) throw new ProblemError('not_found');
  const before = await readAnswer(tx, run.id, request.step);
  if (before === request.option) return run.pending.length > 0;
  const card = run.card;
  if (before !== undefined || run.status !== 'active' || card === undefined || card.step !== request.step)
    throw new ProblemError('conflict');
  const option = card.options.find(({ id }) => id === request.option);
  if (option === undefined)
    throw new ProblemError('invalid_request', {
      fields: [{ path: 'body.option', message: 'unknown option' }],
    });
  // What opens a form of the wallet is done there; the run learns its outcome as an event.
  if (option.action.type !== 'answer') return false;
  await insertAnswer(
    tx,
    run,
    {
      stepId: run.stepId ?? '',
      kind: 'answer',
      cardNumber: card.step,
      at: platform.clock.now(),
      authority: 'customer',
      summary: option.label,
      evidence: { option: option.id },
    },
    { type: 'answer', card: card.step, option: option.id },
  );
  return true;
}

export interface AnswerInWords {
  isAnswer: boolean;
  waiting?: string | undefined;
}

const plain = (words: string) =>
  words
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[。.!！?？]+$/u, '');

/**
 * Takes words that are exactly an option of the card waiting in a conversation as the answer to it.
 * @returns whether they were, and else the guide of the newest card that waits
 */
export async function answerInWords(
  platform: Platform,
  tx: Transaction,
  conversation: { id: string; customerId: string },
  words: string,
): Promise<AnswerInWords> {
  const said = plain(words);
  let waiting: string | undefined;
  for (const runId of (await queries.lockRunsOfConversation(tx, conversation.id)).toReversed()) {
    const run = await queries.readRun(tx, runId);
    if (run?.status === 'active' && run.card !== undefined) waiting ??= run.guide;
    const option = run?.card?.options.find(
      ({ label, action }) =>
        action.type === 'answer' && (plain(label.zh) === said || plain(label.en) === said),
    );
    if (run?.card === undefined || option === undefined) continue;
    const answer = {
      runId,
      customerId: conversation.customerId,
      step: run.card.step,
      option: option.id,
    };
    if (await recordAnswer(platform, tx, answer)) await scheduleWalk(platform, tx, [runId]);
    return { isAnswer: true };
  }
  return { isAnswer: false, waiting };
}
