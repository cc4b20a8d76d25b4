import type { Event } from '../platform/events.ts';
import type { Transaction } from '../platform/database/database.ts';
import { type ActDeps, act, handOff, stay } from './act.ts';
import { type Reading, readingOf, understandMessage } from './clauses.ts';
import { closeSolved } from './closing.ts';
import { type Decision, decide } from './decide.ts';
import { commonIntents, intents, smallTalk } from './intents.ts';
import { withoutPrivateParts } from './learning/learning.ts';
import { insertMisunderstood } from './learning/queries.ts';
import type { Speak } from './phrasing/phrasing.ts';
import * as queries from './queries.ts';
import { type Said, said, statement, suggestionsOf } from './say.ts';
import type { Understand } from './understanding/understanding.ts';
import { type Intent, isIntent } from './understanding/utterances.ts';
import { weighByPayments } from './weigh-by-payments.ts';

interface CustomerMessage {
  messageId: string;
  /** Absent: a file. */
  text: string | undefined;
  /** Written while the customer waited for a person. */
  inLine: boolean;
}

/** What a customer sent, if that is what the event tells of. */
function customerMessage({ payload }: Event): CustomerMessage | undefined {
  const { messageId, senderKind, contentType, text, status } = payload;
  if (senderKind !== 'customer' || typeof messageId !== 'string') return undefined;
  const inLine = status === 'queued';
  if (typeof text === 'string') return { messageId, text, inLine };
  return contentType === 'attachment' ? { messageId, text: undefined, inLine } : undefined;
}

const cannotSee = said(
  '文件收到了，我看不懂图片里的内容，客服可以看。请用文字告诉我发生了什么，或转人工。',
  'I have your file but cannot read what is in it; a person can. Tell me in words what happened, or talk to a person.',
  { suggest: ['talk-to-a-person'] },
);

export const isFromCustomer = (event: Event): boolean => customerMessage(event) !== undefined;

/** Answers a customer's message, while nobody else attends to the conversation. */
export async function reply(
  deps: ActDeps,
  understand: Understand<Intent>,
  speak: Speak,
  tx: Transaction,
  event: Event,
  now: Date,
): Promise<void> {
  const message = customerMessage(event);
  if (message === undefined) return;
  const { support, guides } = deps;
  const conversationId = event.subjectId;
  const standing = await queries.lockStanding(tx, conversationId);
  const conversation = await support.conversation(tx, conversationId);
  if (conversation === undefined) return;

  if (conversation.status === 'queued' && !standing.queueAcknowledged) {
    const acknowledgement = said(
      '收到。您在排队中，客服接入后会先看到这些内容。',
      'Got it. You are in line, and the person who joins will read this first.',
    );
    await support.append(tx, [statement(conversationId, message.messageId, acknowledgement)]);
    await queries.saveStanding(tx, { ...standing, queueAcknowledged: true });
  }
  // What was said in line was said to a person, also when it is read after the customer has left it.
  if (conversation.status !== 'assistant' || message.inLine) return;
  if (message.text === undefined) {
    await support.append(tx, [statement(conversationId, message.messageId, cannotSee)]);
    return;
  }

  const understood = understandMessage(understand, message.text);
  const reading = readingOf(
    await weighByPayments(deps, tx, conversation.customerId, understood, message.text, now),
  );
  const { isAnswer: answered, waiting } = await guides.answerInWords(tx, conversation, message.text);
  const decision = decide(message.text, reading, {
    ...standing,
    waiting: isIntent(waiting) ? waiting : undefined,
  });
  const isNew = await queries.insertReading(tx, {
    messageId: message.messageId,
    conversationId,
    understanding: reading.whole,
    decision: answered ? 'answered_card' : decision.type,
    at: now,
  });
  if (!isNew || answered) return;
  if (isMisunderstood(decision, reading))
    await insertMisunderstood(tx, {
      messageId: message.messageId,
      conversationId,
      understanding: reading.whole,
      text: withoutPrivateParts(message.text),
      decision: decision.type,
      at: now,
    });

  const intent = decision.type === 'act' ? decision.intent : undefined;
  if (intent === 'thanks' && standing.solved) {
    await closeSolved(support, tx, conversationId, message.messageId);
    return;
  }
  const after: queries.Standing = {
    ...standing,
    queueAcknowledged: false,
    unsure: ['clarify', 'ask_again', 'stay'].includes(decision.type) ? standing.unsure + 1 : 0,
    intent: intent === undefined || smallTalk.has(intent) ? standing.intent : intent,
    solved: false,
    pending:
      decision.type === 'act'
        ? [...new Set([...standing.pending, ...decision.also])].filter((one) => one !== intent)
        : standing.pending,
  };
  const answer = await carryOut(decision);
  const spoken =
    decision.type === 'act' ? withManners(answer, decision, reading.isAngry, after.pending) : answer;
  await speak(tx, {
    conversationId,
    messageId: message.messageId,
    customerSaid: message.text,
    language: conversation.language,
    said: spoken,
  });
  await queries.saveStanding(tx, { ...after, suggestions: suggestionsOf(spoken.suggest ?? []) });

  async function carryOut(decided: Decision): Promise<Said> {
    if (conversation === undefined || message?.text === undefined) throw new Error('nothing to reply to');
    switch (decided.type) {
      case 'act':
        return act(deps, tx, conversation, after, decided.intent, message.text, now);
      case 'clarify': {
        const [first, second] = decided.between.map((one) => intents[one].label);
        return said(
          `您说的是“${first?.zh}”还是“${second?.zh}”？`,
          `Is it about “${first?.en}” or “${second?.en}”?`,
          { suggest: [...new Set<Intent>([...decided.between, 'talk-to-a-person'])] },
        );
      }
      case 'ask_again':
        return said(
          '抱歉，我没太明白。可以换个说法，或选一个：',
          'Sorry, I did not quite get that. Could you put it another way, or choose:',
          { suggest: [...new Set([...decided.likely, ...commonIntents])] },
        );
      case 'stay':
        return stay(deps, tx, conversation, decided.guide, {
          message: message.text,
          likely: decided.likely,
          now,
        });
      case 'hand_off':
        return handOff(deps, tx, after, 'unsure');
    }
  }
}

/** What an editor should look at: what it asked back about, gave up on, took to be nobody's business, or acted on half sure. */
function isMisunderstood(decision: Decision, { whole: { ranked } }: Reading): boolean {
  const [first] = ranked;
  if (decision.type !== 'act') return true;
  return decision.intent === 'out-of-scope' || (first?.probability ?? 0) < halfSure;
}
const halfSure = 0.75;

/** Sorry first, and a person, to somebody who is angry about a problem; and what else was named is not forgotten. */
function withManners(
  answer: Said,
  { intent }: Extract<Decision, { type: 'act' }>,
  isAngry: boolean,
  pending: readonly Intent[],
): Said {
  if (smallTalk.has(intent)) return answer;
  const sorry = isAngry
    ? { zh: '很抱歉给您添麻烦了。', en: 'I am sorry for the trouble. ' }
    : { zh: '', en: '' };
  const label = pending[0] && intents[pending[0]].label;
  const also = label
    ? {
        zh: `您还提到“${label.zh}”，这件之后我们接着看，也可以现在选。`,
        en: ` You also mentioned “${label.en}”: we take it up after this, or choose it now.`,
      }
    : { zh: '', en: '' };
  const suggest = new Set([...(answer.suggest ?? []), ...pending]);
  if (isAngry) suggest.add('talk-to-a-person');
  return {
    ...answer,
    text: { zh: sorry.zh + answer.text.zh + also.zh, en: sorry.en + answer.text.en + also.en },
    ...(suggest.size > 0 && { suggest: [...suggest] }),
  };
}
