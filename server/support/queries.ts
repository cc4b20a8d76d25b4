import type { Message, MessageContent, ScreenContext } from '../../contract/support.ts';
import type { RatingReason } from '../../contract/ratings.ts';
import type { Language, LocalizedText } from '../../contract/text.ts';
import { plainArray } from '../platform/database/array.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { ConversationStatus, Priority, Sender, Skill } from './support.ts';

/** A conversation with its place in the queue and its rating. */
export interface ConversationRow {
  id: string;
  customer_id: string;
  status: ConversationStatus;
  language: Language;
  topic: LocalizedText | null;
  priority: Priority;
  agent_id: string | null;
  agent_name: string | null;
  skill: Skill | null;
  level: 1 | 2;
  /** Places it takes of its agent's capacity. */
  weight: number;
  last_sequence: number;
  last_public_sequence: number;
  awaits_reply: boolean;
  /** While its agent has put it off. */
  snoozed_until: Date | null;
  /** The later conversation in which it goes on. */
  merged_into: string | null;
  opened_at: Date;
  closed_at: Date | null;
}

export interface ViewRow extends ConversationRow {
  waiting_since: Date | null;
  rank: number | null;
  score: number | null;
  comment: string | null;
  last_message: MessageRow | null;
}

export interface MessageRow {
  conversation_id: string;
  sequence: number;
  id: string;
  sender_kind: Sender['kind'];
  sender_name: string | null;
  content: MessageContent;
  client_message_id: string | null;
  /** Text where the row comes out of JSON. */
  sent_at: Date | string;
}

const conversationColumns = `c.id, c.customer_id, c.status, c.language, c.topic, c.priority, c.agent_id, c.agent_name,
  c.skill, c.level, c.weight, c.last_sequence, c.last_public_sequence, c.awaits_reply, c.snoozed_until,
  c.merged_into, c.opened_at, c.closed_at`;
export const messageColumns =
  'm.conversation_id, m.sequence, m.id, m.sender_kind, m.sender_name, m.content, m.client_message_id, m.sent_at';

/** Everything a list shows of a conversation `c`. */
export const viewColumns = `${conversationColumns}, q.waiting_since, q.rank, r.score, r.comment, to_jsonb(l) as last_message`;
export const queueJoin = 'left join support.queue q on q.conversation_id = c.id';
export const viewJoins = `${queueJoin}
  left join support.rating r on r.conversation_id = c.id
  left join lateral (
    (select ${messageColumns}, 0 as place from support.message m
     where m.conversation_id = c.id and m.content ->> 'type' = 'text' order by m.sequence desc limit 1)
    union all
    (select ${messageColumns}, 1 from support.message m where m.conversation_id = c.id and m.sequence = c.last_public_sequence)
    order by place limit 1) l on true`;

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    sequence: row.sequence,
    sender: { kind: row.sender_kind, ...(row.sender_name === null ? {} : { name: row.sender_name }) },
    content: row.content,
    ...(row.client_message_id === null ? {} : { clientMessageId: row.client_message_id }),
    sentAt: new Date(row.sent_at).toISOString(),
  };
}

/** Starts a conversation unless the customer has one open; links it to the last one if that closed after `linkedAfter`. */
export async function insertConversation(
  tx: Transaction,
  conversation: {
    id: string;
    customerId: string;
    language: Language;
    customerName: string;
    phoneEnd: string;
    at: Date;
    linkedAfter: Date;
  },
): Promise<{ reopened: boolean } | undefined> {
  const [row] = await tx.query<{ previous_id: string | null }>(
    {
      name: 'support.open',
      text: `insert into support.conversation (id, customer_id, language, customer_name, phone_end, opened_at, previous_id)
             values ($1, $2, $3, $4, $5, $6, (select id from support.conversation
               where customer_id = $2 and status = 'closed' and closed_at > $7 order by closed_at desc limit 1))
             on conflict (customer_id) where status <> 'closed' do nothing returning previous_id`,
    },
    [
      conversation.id,
      conversation.customerId,
      conversation.language,
      conversation.customerName,
      conversation.phoneEnd,
      conversation.at,
      conversation.linkedAfter,
    ],
  );
  return row && { reopened: row.previous_id !== null };
}

export async function lockOpenConversation(
  tx: Transaction,
  customerId: string,
): Promise<ConversationRow | undefined> {
  const [row] = await tx.query<ConversationRow>(
    {
      name: 'support.lock_open',
      text: `select ${conversationColumns} from support.conversation c
             where customer_id = $1 and status <> 'closed' for no key update`,
    },
    [customerId],
  );
  return row;
}

/** Locks conversations in id order. */
export async function lockConversations(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, ConversationRow>> {
  const rows = await tx.query<ConversationRow>(
    {
      name: 'support.lock',
      text: `select ${conversationColumns} from support.conversation c where id = any($1::uuid[]) order by id
             for no key update`,
    },
    [plainArray(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a message is decided on. */
export type AppendedRow = Pick<
  ConversationRow,
  'id' | 'customer_id' | 'agent_id' | 'status' | 'last_sequence' | 'last_public_sequence'
>;

/** As `lockConversations`, without those that another transaction has locked, so that who holds one lock never waits for a second. */
export async function lockFreeConversations(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, AppendedRow>> {
  const rows = await tx.query<AppendedRow>(
    {
      name: 'support.lock_free',
      text: `select id, customer_id, agent_id, status, last_sequence, last_public_sequence from support.conversation
             where id = any($1::uuid[]) order by id for no key update skip locked`,
    },
    [plainArray(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export async function setLanguage(tx: Transaction, id: string, language: Language): Promise<void> {
  await tx.query(
    { name: 'support.language', text: 'update support.conversation set language = $2 where id = $1' },
    [id, language],
  );
}

export async function setTopic(tx: Transaction, id: string, topic: LocalizedText): Promise<void> {
  await tx.query(
    { name: 'support.topic', text: 'update support.conversation set topic = $2 where id = $1' },
    [id, topic],
  );
}

export async function setArea(tx: Transaction, id: string, area: Skill): Promise<void> {
  await tx.query(
    {
      name: 'support.area',
      text: `update support.conversation set skill = $2 where id = $1 and status = 'assistant' and skill is distinct from $2`,
    },
    [id, area],
  );
}

/** One conversation with the screen the customer came from last. */
export async function findConversation(
  q: Queryable,
  id: string,
): Promise<(ConversationRow & { context: ScreenContext | null }) | undefined> {
  const [row] = await q.query<ConversationRow & { context: ScreenContext | null }>(
    {
      name: 'support.find',
      text: `select ${conversationColumns}, (select context from support.screen s where s.conversation_id = c.id
               order by sequence desc limit 1) as context
             from support.conversation c where id = $1`,
    },
    [id],
  );
  return row;
}

export async function listByCustomer(q: Queryable, customerId: string, limit: number): Promise<ViewRow[]> {
  return q.query<ViewRow>(
    {
      name: 'support.by_customer',
      text: `select ${viewColumns} from support.conversation c ${viewJoins} where customer_id = $1
             order by opened_at desc limit $2`,
    },
    [customerId, limit],
  );
}

/** By id, and the open ones of the customers. */
export async function findViews(
  q: Queryable,
  ids: readonly string[],
  customerIds: readonly string[] = [],
): Promise<ViewRow[]> {
  return q.query<ViewRow>(
    {
      name: 'support.views',
      text: `select ${viewColumns} from support.conversation c ${viewJoins}
             where c.id = any($1::uuid[]) or (c.customer_id = any($2::uuid[]) and c.status <> 'closed')`,
    },
    [ids, customerIds],
  );
}

export async function insertScreen(
  tx: Transaction,
  screen: { conversationId: string; sequence: number; context: ScreenContext; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'support.insert_screen',
      text: 'insert into support.screen (conversation_id, sequence, context, at) values ($1, $2, $3, $4)',
    },
    [screen.conversationId, screen.sequence, screen.context, screen.at],
  );
}

/** The newest screen, and whether the customer has written since they came from it. */
export async function lastScreen(
  tx: Transaction,
  conversationId: string,
): Promise<{ context: ScreenContext; written_since: boolean } | undefined> {
  const [row] = await tx.query<{ context: ScreenContext; written_since: boolean }>(
    {
      name: 'support.last_screen',
      text: `select s.context, exists (select from support.message m where m.conversation_id = s.conversation_id
               and m.sequence > s.sequence and m.sender_kind = 'customer') as written_since
             from support.screen s where s.conversation_id = $1 order by s.sequence desc limit 1`,
    },
    [conversationId],
  );
  return row;
}

/** False when it has been rated before, and where it goes on in another. */
export async function insertRating(
  tx: Transaction,
  rating: {
    conversationId: string;
    score: number;
    reason?: RatingReason;
    comment?: string;
    agentId: string | null;
    at: Date;
  },
): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'support.rate',
      text: `insert into support.rating (conversation_id, score, comment, agent_id, rated_at, reason)
             select id, $2, $3, $4, $5, $6 from support.conversation where id = $1 and merged_into is null
             on conflict do nothing returning conversation_id`,
    },
    [
      rating.conversationId,
      rating.score,
      rating.comment ?? null,
      rating.agentId,
      rating.at,
      rating.reason ?? null,
    ],
  );
  return rows.length === 1;
}
