import type { Misunderstood } from '../../../contract/learning.ts';
import type { Language } from '../../../contract/text.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { intents } from '../intents.ts';
import type { Understanding } from '../understanding/understanding.ts';
import { type Intent, isIntent } from '../understanding/utterances.ts';

export interface NewMisunderstood {
  messageId: string;
  conversationId: string;
  understanding: Understanding<Intent>;
  text: string;
  decision: string;
  at: Date;
}

export async function insertMisunderstood(tx: Queryable, one: NewMisunderstood): Promise<void> {
  const [first, second] = one.understanding.ranked;
  await tx.query(
    {
      name: 'assistant.insert_misunderstood',
      text: `insert into assistant.misunderstood
               (message_id, conversation_id, language, text, intent, probability, second_intent, decision, read_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    },
    [
      one.messageId,
      one.conversationId,
      one.understanding.language,
      one.text,
      first?.intent,
      first?.probability,
      second?.intent,
      one.decision,
      one.at,
    ],
  );
}

interface Row {
  message_id: string;
  conversation_id: string;
  language: Language;
  text: string;
  intent: string;
  probability: number;
  second_intent: string;
  decision: string;
  read_at: Date;
  label: string | null;
}

export const nameOf = (id: string) => ({ id, label: isIntent(id) ? intents[id].label : { zh: id, en: id } });

const toMisunderstood = (row: Row): Misunderstood => ({
  messageId: row.message_id,
  conversationId: row.conversation_id,
  language: row.language,
  text: row.text,
  read: nameOf(row.intent),
  secondRead: nameOf(row.second_intent),
  probability: row.probability,
  decision: row.decision,
  readAt: row.read_at.toISOString(),
  ...(row.label === null ? {} : { label: nameOf(row.label) }),
});

const shown = 100;

/** Nobody has said yet what these meant; newest first. */
export async function selectWaiting(q: Queryable): Promise<Misunderstood[]> {
  const rows = await q.query<Row>({
    name: 'assistant.waiting',
    text: `select * from assistant.misunderstood where labelled_at is null order by read_at desc limit ${shown}`,
  });
  return rows.map(toMisunderstood);
}

export async function selectLabelled(q: Queryable): Promise<Misunderstood[]> {
  const rows = await q.query<Row>({
    name: 'assistant.labelled',
    text: `select * from assistant.misunderstood where label is not null order by labelled_at desc limit ${shown}`,
  });
  return rows.map(toMisunderstood);
}

/** Most labelled messages that are learnt; the newest count. */
const mostLessons = 5_000;

export async function selectLessons(q: Queryable): Promise<Array<{ text: string; intent: Intent }>> {
  const rows = await q.query<{ text: string; label: string }>({
    name: 'assistant.lessons',
    text: `select text, label from assistant.misunderstood where label is not null
           order by labelled_at desc, message_id limit ${mostLessons}`,
  });
  return rows.flatMap(({ text, label }) => (isIntent(label) ? [{ text, intent: label }] : []));
}

export async function countUnlearnt(q: Queryable, since: Date): Promise<number> {
  const [row] = await q.query<{ count: number }>(
    {
      name: 'assistant.unlearnt',
      text: 'select count(*)::int as count from assistant.misunderstood where label is not null and labelled_at > $1',
    },
    [since],
  );
  return row?.count ?? 0;
}

/** @returns whether there is such a message */
export async function setLabel(
  tx: Queryable,
  label: { messageId: string; intent: Intent | undefined; by: string; at: Date },
): Promise<boolean> {
  const rows = await tx.query(
    {
      name: 'assistant.set_label',
      text: `update assistant.misunderstood set label = $2::text, dismissed = $2::text is null, labelled_by = $3, labelled_at = $4
             where message_id = $1 returning 1`,
    },
    [label.messageId, label.intent ?? null, label.by, label.at],
  );
  return rows.length === 1;
}

export async function forgetUnlabelled(q: Queryable, before: Date): Promise<void> {
  await q.query(
    {
      name: 'assistant.forget_unlabelled',
      text: 'delete from assistant.misunderstood where label is null and read_at < $1',
    },
    [before],
  );
}
