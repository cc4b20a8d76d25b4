import type { Queryable } from '../platform/database/database.ts';
import type { Suggestion } from './decide.ts';
import type { Understanding } from './understanding/understanding.ts';
import { type Intent, isIntent } from './understanding/utterances.ts';

/** Where the assistant stands in a conversation. */
export interface Standing {
  conversationId: string;
  greeted: boolean;
  queueAcknowledged: boolean;
  unsure: number;
  suggestions: Suggestion[];
  intent: Intent | undefined;
  /** A guide solved what the customer came for, and nothing has come up since. */
  solved: boolean;
  /** What the customer named besides, still to be taken up. */
  pending: Intent[];
}

interface StandingRow {
  greeted: boolean;
  queue_acknowledged: boolean;
  unsure: number;
  suggestions: Suggestion[];
  intent: string | null;
  solved: boolean;
  pending: string[];
}

/** Locked until `tx` ends. */
export async function lockStanding(tx: Queryable, conversationId: string): Promise<Standing> {
  const [row] = await tx.query<StandingRow>(
    {
      name: 'assistant.lock_standing',
      text: `insert into assistant.conversation (conversation_id) values ($1)
             on conflict (conversation_id) do update set conversation_id = excluded.conversation_id
             returning greeted, queue_acknowledged, unsure, suggestions, intent, solved, pending`,
    },
    [conversationId],
  );
  if (row === undefined) throw new Error('an upsert returned no row');
  return {
    conversationId,
    greeted: row.greeted,
    queueAcknowledged: row.queue_acknowledged,
    unsure: row.unsure,
    // What an earlier version of the house wrote down may be known no more.
    suggestions: row.suggestions.filter(({ id }) => isIntent(id)),
    intent: isIntent(row.intent) ? row.intent : undefined,
    solved: row.solved,
    pending: row.pending.filter(isIntent),
  };
}

export async function saveStanding(tx: Queryable, standing: Standing): Promise<void> {
  await tx.query(
    {
      name: 'assistant.save_standing',
      text: `update assistant.conversation set greeted = $2, queue_acknowledged = $3, unsure = $4, suggestions = $5,
               intent = $6, solved = $7, pending = $8 where conversation_id = $1`,
    },
    [
      standing.conversationId,
      standing.greeted,
      standing.queueAcknowledged,
      standing.unsure,
      JSON.stringify(standing.suggestions),
      standing.intent ?? null,
      standing.solved,
      JSON.stringify(standing.pending),
    ],
  );
}

export interface Reading {
  messageId: string;
  conversationId: string;
  understanding: Understanding<Intent>;
  decision: string;
  at: Date;
}

/** @returns false for a message that was read before */
export async function insertReading(tx: Queryable, reading: Reading): Promise<boolean> {
  const [first, second] = reading.understanding.ranked;
  const rows = await tx.query(
    {
      name: 'assistant.insert_reading',
      text: `insert into assistant.reading (message_id, conversation_id, language, intent, probability, second_intent,
               second_probability, decision, read_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning message_id`,
    },
    [
      reading.messageId,
      reading.conversationId,
      reading.understanding.language,
      first?.intent,
      first?.probability,
      second?.intent,
      second?.probability,
      reading.decision,
      reading.at,
    ],
  );
  return rows.length === 1;
}
