import { readLocal, writeLocal } from '../session/local-data.ts';

/** What the composer holds: an answer to the customer, or a note between agents. */
export type ReplyKind = 'reply' | 'note';

const name = (conversationId: string, kind: ReplyKind) => `draft.${conversationId}.${kind}`;

/** What was begun in a conversation on this device, apart for answers and notes. */
export function readDraft(conversationId: string, kind: ReplyKind): string {
  return readLocal(name(conversationId, kind)) ?? '';
}

export function keepDraft(conversationId: string, kind: ReplyKind, text: string): void {
  writeLocal(name(conversationId, kind), text.trim() === '' ? '' : text);
}
