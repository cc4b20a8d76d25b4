import type { Message } from '../../contract/support.ts';
import { plainArray, textArray } from '../platform/database/array.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import { type MessageRow, messageColumns, toMessage } from './queries.ts';
import type { Sender } from './support.ts';

/** Messages already kept under these keys. */
export async function findSent(
  tx: Transaction,
  keys: ReadonlyArray<{ conversationId: string; senderKind: Sender['kind']; clientMessageId: string }>,
): Promise<MessageRow[]> {
  if (keys.length === 0) return [];
  return tx.query<MessageRow>(
    {
      name: 'support.sent',
      text: `select ${messageColumns} from unnest($1::uuid[], $2::text[], $3::uuid[]) as key (conversation, sender, client)
             join support.message m on m.conversation_id = key.conversation and m.sender_kind = key.sender
               and m.client_message_id = key.client`,
    },
    [
      plainArray(keys.map((key) => key.conversationId)),
      plainArray(keys.map((key) => key.senderKind)),
      plainArray(keys.map((key) => key.clientMessageId)),
    ],
  );
}

/** Writes the new ends of locked conversations; `awaitsReply` undefined leaves it as it is. */
export function advanceSequences(
  tx: Transaction,
  ends: ReadonlyArray<{ id: string; last: number; lastPublic: number; awaitsReply: boolean | undefined }>,
): void {
  tx.write(
    {
      name: 'support.advance',
      text: `update support.conversation c set last_sequence = e.last, last_public_sequence = e.last_public,
               awaits_reply = coalesce(e.awaits_reply, c.awaits_reply)
             from unnest($1::uuid[], $2::int[], $3::int[], $4::boolean[]) as e (id, last, last_public, awaits_reply)
             where c.id = e.id`,
    },
    [
      plainArray(ends.map((end) => end.id)),
      plainArray(ends.map((end) => end.last)),
      plainArray(ends.map((end) => end.lastPublic)),
      plainArray(ends.map((end) => end.awaitsReply ?? null)),
    ],
  );
}

/** @param at when all of them were said */
export function insertMessages(
  tx: Transaction,
  messages: ReadonlyArray<{ message: Message; sender: Sender }>,
  at: string,
): void {
  tx.write(
    {
      name: 'support.insert_messages',
      text: `insert into support.message
               (conversation_id, sequence, id, sender_kind, sender_id, sender_name, content, client_message_id, sent_at)
             select conversation, sequence, id, kind, sender, name, content, client, $9
             from rows from (
               unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[]),
               jsonb_array_elements($8::jsonb)
             ) as m (conversation, sequence, id, kind, sender, name, client, content)`,
    },
    [
      plainArray(messages.map(({ message }) => message.conversationId)),
      plainArray(messages.map(({ message }) => message.sequence)),
      plainArray(messages.map(({ message }) => message.id)),
      plainArray(messages.map(({ sender }) => sender.kind)),
      plainArray(messages.map(({ sender }) => sender.id ?? null)),
      textArray(messages.map(({ sender }) => sender.name ?? null)),
      plainArray(messages.map(({ message }) => message.clientMessageId ?? null)),
      JSON.stringify(messages.map(({ message }) => message.content)),
      at,
    ],
  );
}

/** Oldest first. */
export async function messagesAfter(
  q: Queryable,
  request: { conversationId: string; after: number; limit: number; notes: boolean },
): Promise<Message[]> {
  const rows = await q.query<MessageRow>(
    {
      name: 'support.messages_after',
      text: `select ${messageColumns} from support.message m where conversation_id = $1 and sequence > $2
               and ($4 or content ->> 'type' <> 'note') order by sequence limit $3`,
    },
    [request.conversationId, request.after, request.limit, request.notes],
  );
  return rows.map(toMessage);
}

/** The newest `limit`, oldest first, notes too. */
export async function newestMessages(
  q: Queryable,
  conversationId: string,
  limit: number,
): Promise<Message[]> {
  const rows = await q.query<MessageRow>(
    {
      name: 'support.newest_messages',
      text: `select ${messageColumns} from support.message m where conversation_id = $1 order by sequence desc limit $2`,
    },
    [conversationId, limit],
  );
  return rows.map(toMessage).reverse();
}

export async function findMessage(
  q: Queryable,
  conversationId: string,
  id: string,
): Promise<MessageRow | undefined> {
  const [row] = await q.query<MessageRow>(
    {
      name: 'support.message',
      text: `select ${messageColumns} from support.message m where id = $1 and conversation_id = $2`,
    },
    [id, conversationId],
  );
  return row;
}

/** How many files there are in a conversation. */
export async function countAttachments(q: Queryable, conversationId: string): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    {
      name: 'support.count_attachments',
      text: `select count(*)::int as count from support.message
             where conversation_id = $1 and content ->> 'type' = 'attachment'`,
    },
    [conversationId],
  );
  return row?.count ?? 0;
}

/** Of conversations delivered so far, those that have come further. */
export async function findAhead(
  q: Queryable,
  positions: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const rows = await q.query<{ id: string; last_sequence: number }>(
    {
      name: 'support.ahead',
      text: `select c.id, c.last_sequence from unnest($1::uuid[], $2::int[]) as at (id, position)
             join support.conversation c on c.id = at.id where c.last_sequence > at.position`,
    },
    [plainArray([...positions.keys()]), plainArray([...positions.values()])],
  );
  return new Map(rows.map((row) => [row.id, row.last_sequence]));
}

/** How far a side says to be. */
export interface ReadMark {
  conversationId: string;
  reader: 'customer' | 'agent';
  /** Whoever says so; only the customer, and the agent who has the conversation, move a position. */
  callerId: string;
  /** Up to where it was read; what was read was delivered. */
  sequence: number;
  delivered: number;
}

export interface ReadPosition {
  conversation_id: string;
  reader: ReadMark['reader'];
  sequence: number;
  delivered: number;
}

/** Keeps the furthest of each; returns those that moved. At most one mark a conversation and reader. */
export async function advanceReadPositions(
  q: Queryable,
  marks: readonly ReadMark[],
): Promise<ReadPosition[]> {
  return q.query(
    {
      name: 'support.read',
      text: `insert into support.read_position (conversation_id, reader, sequence, delivered)
             select c.id, k.reader, least(k.sequence, c.last_sequence), least(k.delivered, c.last_sequence)
             from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::int[]) as k (id, reader, caller, sequence, delivered)
             join support.conversation c
               on c.id = k.id and k.caller = case k.reader when 'customer' then c.customer_id else c.agent_id end
             order by c.id, k.reader
             on conflict (conversation_id, reader) do update set sequence = greatest(read_position.sequence, excluded.sequence),
               delivered = greatest(read_position.delivered, excluded.delivered)
               where read_position.sequence < excluded.sequence or read_position.delivered < excluded.delivered
             returning conversation_id, reader, sequence, delivered`,
    },
    [
      marks.map((mark) => mark.conversationId),
      marks.map((mark) => mark.reader),
      marks.map((mark) => mark.callerId),
      marks.map((mark) => mark.sequence),
      marks.map((mark) => mark.delivered),
    ],
  );
}

export async function readPositions(q: Queryable, conversationId: string): Promise<ReadPosition[]> {
  return q.query(
    {
      name: 'support.read_positions',
      text: 'select conversation_id, reader, sequence, delivered from support.read_position where conversation_id = $1',
    },
    [conversationId],
  );
}
