import type { Message } from '../../../contract/support.ts';

/** It brought the customer here and says nothing of the matter. */
const personRequest =
  /^(我?(要|想)?(转|找)?\s*(人工|真人|客服)(客服|服务)?|((i want to|can i|please) )?(talk|speak) (to|with) (a |an )?((real )?person|human|agent)|(human|person|agent)( please)?)[.。!！?？]*$/i;

/** What the customer asked since somebody answered, the newest that says more than that they want a person. */
export function lastQuestion(messages: readonly Message[]): string | undefined {
  const texts = messages.flatMap(({ content, sender }) =>
    content.type === 'text' && sender.kind !== 'system' ? [{ text: content.text, by: sender.kind }] : [],
  );
  const open = texts.slice(texts.findLastIndex(({ by }) => by !== 'customer') + 1);
  return (open.findLast(({ text }) => !personRequest.test(text.trim())) ?? open.at(-1))?.text;
}
