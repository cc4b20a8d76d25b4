import { v5 } from 'uuid';
import type { MessageContent } from '../../contract/support.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { NewMessage } from '../support/support.ts';
import type { Suggestion } from './decide.ts';
import { intents } from './intents.ts';
import type { Intent } from './understanding/utterances.ts';

type Statement = Extract<MessageContent, { type: 'statement' }>;

export interface Said {
  text: LocalizedText;
  /** The payment that the statement was read from. */
  paymentId?: string;
  suggest?: readonly Intent[];
  /** The article that it is told in. */
  articleId?: string;
}

export const said = (zh: string, en: string, more: Omit<Said, 'text'> = {}): Said => ({
  text: { zh, en },
  ...more,
});

/** An answer with something said before it: a greeting, or what many report now. */
export const after = (first: LocalizedText | undefined, answer: Said): Said =>
  first === undefined
    ? answer
    : { ...answer, text: { zh: first.zh + answer.text.zh, en: `${first.en} ${answer.text.en}` } };

export function suggestionsOf(suggest: readonly Intent[]): Suggestion[] {
  return suggest.map((intent) => ({ id: intent, label: intents[intent].label }));
}

/**
 * A statement, said once however often what it answers is handled.
 * @param about id of what it answers, and `part` tells apart several answers to it
 */
export function statement(conversationId: string, about: string, said: Said, part = ''): NewMessage {
  const content: Statement = { type: 'statement', text: said.text };
  const citations = [
    ...(said.paymentId === undefined ? [] : [{ kind: 'payment' as const, id: said.paymentId }]),
    ...(said.articleId === undefined ? [] : [{ kind: 'article' as const, id: said.articleId }]),
  ];
  if (citations.length > 0) content.citations = citations;
  if (said.suggest !== undefined) content.suggestions = suggestionsOf(said.suggest);
  return {
    conversationId,
    sender: { kind: 'assistant' },
    content,
    clientMessageId: v5(`assistant says ${part}`, about),
  };
}
