import type { Message, ScreenContext } from '../../contract/support.ts';

/**
 * The payment a conversation is about: the one named last, by the screen the customer came from, by a guide's card or by
 * what a statement rests on.
 */
export function subjectPaymentId(
  messages: readonly Message[],
  screens: ReadonlyArray<{ sequence: number; context: ScreenContext }>,
): string | undefined {
  let subject: { sequence: number; paymentId: string } | undefined;
  const consider = (sequence: number, paymentId: string | undefined) => {
    if (paymentId !== undefined && (subject === undefined || sequence >= subject.sequence))
      subject = { sequence, paymentId };
  };
  for (const screen of screens) consider(screen.sequence, screen.context.paymentId);
  for (const message of messages) consider(message.sequence, paymentOf(message));
  return subject?.paymentId;
}

function paymentOf({ content }: Message): string | undefined {
  if (content.type === 'statement')
    return content.citations?.find((citation) => citation.kind === 'payment')?.id;
  if (content.type !== 'card') return undefined;
  if (content.card.paymentId !== undefined) return content.card.paymentId;
  for (const { action } of content.card.options)
    if ('paymentId' in action && action.paymentId !== undefined) return action.paymentId;
  return undefined;
}
