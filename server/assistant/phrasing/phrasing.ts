import type { Language } from '../../../contract/text.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Support } from '../../support/support.ts';
import { withoutPrivateParts } from '../learning/learning.ts';
import { type Said, statement } from '../say.ts';
import { saysTheSame } from './check.ts';
import { createPhrasingModel } from './model.ts';

const task = 'assistant.phrase';

export interface Answer {
  conversationId: string;
  /** The message it answers, and what that said. */
  messageId: string;
  customerSaid: string;
  language: Language;
  said: Said;
}

/** Says an answer in the conversation, in the house's words or, where a model is configured, perhaps in its. */
export type Speak = (tx: Transaction, answer: Answer) => Promise<void>;

/**
 * A model may put answers into other words. It is asked by a job, outside of any transaction, and sees the answer and the
 * message without its private parts. Its words are said if they say the same as the house's; whatever goes wrong, the
 * house's are. What an article says is quoted, not phrased.
 */
export function createSpeak(platform: Platform, support: Support): Speak {
  const { config, clock, db, jobs, log, metrics } = platform;
  const sayAsItIs: Speak = async (tx, { conversationId, messageId, said }) => {
    await support.append(tx, [statement(conversationId, messageId, said)]);
  };
  if (config.languageModel === undefined) return sayAsItIs;
  const model = createPhrasingModel(config.languageModel, clock);

  async function inOtherWords({ said, language, customerSaid }: Answer): Promise<Said> {
    const answer = said.text[language];
    try {
      const words = await model.phrase({ language, answer, customerSaid: withoutPrivateParts(customerSaid) });
      const isSame = saysTheSame(words, answer, language);
      metrics.phrasings.inc({ outcome: isSame ? 'used' : 'refused' });
      return isSame ? { ...said, text: { ...said.text, [language]: words } } : said;
    } catch (error) {
      log.warn({ err: error }, 'the language model failed; the built-in words are said');
      metrics.phrasings.inc({ outcome: 'failed' });
      return said;
    }
  }

  jobs.define(task, async (payload) => {
    const answer = payload as unknown as Answer;
    const said = await inOtherWords(answer);
    await db.transaction((tx) => sayAsItIs(tx, { ...answer, said }));
  });

  return async (tx, answer) => {
    if (!model.isAvailable || answer.said.articleId !== undefined) return sayAsItIs(tx, answer);
    await jobs.add(tx, [{ task, payload: { ...answer } }]);
  };
}
