import { awaitsReplyAfter, type Message } from '../../contract/support.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Settled } from '../platform/group-commit.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { publishMessages } from './publish.ts';
import { advanceSequences, findSent, insertMessages } from './message-queries.ts';
import {
  type AppendedRow,
  lockConversations,
  lockFreeConversations,
  type MessageRow,
  toMessage,
} from './queries.ts';
import type { NewMessage, Sender } from './support.ts';
import { indexWords, isSearched } from './words-said.ts';

export interface AppendEntry {
  message: NewMessage;
  /** The refusal, if this conversation is not this sender's to write in. */
  refuse?: (conversation: AppendedRow) => ProblemError | undefined;
  /** Only in an open conversation; what is told late by the system is kept in a closed one too. */
  needsOpen?: boolean;
}

/** What is decided with others in one transaction waits for nothing: another has this conversation locked, and waiting could be in a circle. */
export class NotTogetherError extends Error {
  override name = 'NotTogetherError';
}

interface Added {
  message: Message;
  sender: Sender;
  conversation: AppendedRow;
}

type AppendPlatform = Pick<Platform, 'clock' | 'events' | 'bus' | 'metrics'>;

const onceKey = (conversationId: string, kind: Sender['kind'], clientMessageId: string) =>
  `${conversationId} ${kind} ${clientMessageId}`;

/** A message as it is kept and told. */
export function toAppended(
  { conversationId, sender, content, clientMessageId }: NewMessage,
  id: string,
  sequence: number,
  sentAt: string,
): Message {
  return {
    id,
    conversationId,
    sequence,
    sender: { kind: sender.kind, ...(sender.name === undefined ? {} : { name: sender.name }) },
    content,
    ...(clientMessageId === undefined ? {} : { clientMessageId: clientMessageId.toLowerCase() }),
    sentAt,
  };
}

/** What two people say to each other concerns nobody else, save a colleague whom a note names; it is read from the transcript. */
function isToldOf({ sender, conversation, message: { content } }: Added): boolean {
  return (
    conversation.status !== 'assigned' ||
    (sender.kind !== 'customer' && sender.kind !== 'agent') ||
    (content.type === 'note' && content.text.includes('@'))
  );
}

/**
 * Appends messages, one result an entry, in order; a refused one does not fail its neighbours. Sequence numbers are
 * given under the conversations' locks, so they have no gap and no two are the same.
 * @param waits false: entries whose conversation is locked elsewhere come out as NotTogetherError
 */
export async function appendSettled(
  { clock, events, bus, metrics }: AppendPlatform,
  tx: Transaction,
  entries: readonly AppendEntry[],
  { waits = true }: { waits?: boolean } = {},
): Promise<Array<Settled<Message>>> {
  const ids = [...new Set(entries.map((entry) => entry.message.conversationId))].toSorted();
  // Sent together: the second reads behind the locks of the first.
  const [conversations, known]: [Map<string, AppendedRow>, MessageRow[]] = await Promise.all([
    waits ? lockConversations(tx, ids) : lockFreeConversations(tx, ids),
    findSent(
      tx,
      entries.flatMap(({ message: { conversationId, sender, clientMessageId } }) =>
        clientMessageId === undefined ? [] : [{ conversationId, senderKind: sender.kind, clientMessageId }],
      ),
    ),
  ]);
  const sent = new Map<string, Message>();
  for (const row of known)
    if (row.client_message_id !== null)
      sent.set(onceKey(row.conversation_id, row.sender_kind, row.client_message_id), toMessage(row));

  const at = clock.now().toISOString();
  const added: Added[] = [];
  const awaitsReply = new Map<string, boolean | undefined>();
  const results = entries.map(({ message: entry, refuse, needsOpen }): Settled<Message> => {
    const conversation = conversations.get(entry.conversationId);
    if (conversation === undefined)
      return { error: waits ? new ProblemError('not_found') : new NotTogetherError() };
    const refusal = refuse?.(conversation);
    if (refusal !== undefined) return { error: refusal };
    const { clientMessageId, sender, content } = entry;
    const key =
      clientMessageId === undefined
        ? undefined
        : onceKey(entry.conversationId, sender.kind, clientMessageId.toLowerCase());
    const first = key === undefined ? undefined : sent.get(key);
    if (first !== undefined) return { value: first };
    if (needsOpen && conversation.status === 'closed')
      return { error: new ProblemError('conversation_closed') };

    conversation.last_sequence++;
    if (content.type !== 'note') conversation.last_public_sequence = conversation.last_sequence;
    const message = toAppended(entry, entry.id ?? newId(), conversation.last_sequence, at);
    if (key !== undefined) sent.set(key, message);
    added.push({ message, sender, conversation });
    awaitsReply.set(
      conversation.id,
      awaitsReplyAfter(entry, conversation.status) ?? awaitsReply.get(conversation.id),
    );
    return { value: message };
  });
  if (added.length === 0) return results;

  const changed = Map.groupBy(added, ({ conversation }) => conversation);
  advanceSequences(
    tx,
    [...changed.keys()].map((conversation) => ({
      id: conversation.id,
      last: conversation.last_sequence,
      lastPublic: conversation.last_public_sequence,
      awaitsReply: awaitsReply.get(conversation.id),
    })),
  );
  insertMessages(tx, added, at);
  const saidLate = added.filter(
    ({ message, conversation }) => conversation.status === 'closed' && isSearched(message.content),
  );
  if (saidLate.length > 0)
    await indexWords(
      tx,
      saidLate.map(({ conversation }) => conversation.id),
    );
  events.append(
    tx,
    added.filter(isToldOf).map(({ message, conversation }) => ({
      topic: 'conversation.message',
      subjectId: conversation.id,
      payload: {
        customerId: conversation.customer_id,
        messageId: message.id,
        sequence: message.sequence,
        senderKind: message.sender.kind,
        contentType: message.content.type,
        status: conversation.status,
        ...(message.content.type === 'text' ? { text: message.content.text } : {}),
        ...(message.content.type === 'event' ? { event: message.content.event } : {}),
      },
    })),
  );
  tx.afterCommit(() => {
    for (const [kind, { length }] of Map.groupBy(added, ({ sender }) => sender.kind))
      metrics.messages.inc({ sender: kind }, length);
    for (const [conversation, entries] of changed)
      publishMessages(
        bus,
        conversation,
        entries.map((entry) => entry.message),
      );
  });
  return results;
}

/** As `appendSettled`, but all or nothing: the first refusal is thrown. */
export async function append(
  platform: AppendPlatform,
  tx: Transaction,
  messages: readonly NewMessage[],
): Promise<Message[]> {
  const results = await appendSettled(
    platform,
    tx,
    messages.map((message) => ({ message })),
  );
  return results.map((result) => {
    if ('error' in result) throw result.error;
    return result.value;
  });
}
