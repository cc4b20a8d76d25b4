import { setTimeout as sleep } from 'node:timers/promises';
import { plainArray, textArray } from '../platform/database/array.ts';
import type { Database, Queryable, Transaction } from '../platform/database/database.ts';
import { pairsOf } from './pairs.ts';

/** Conversations indexed in one transaction. */
const atOnce = 10;
/** Between two transactions, as a multiple of what the last one took: indexing leaves the processor to those who talk. */
const restFactor = 9;

/**
 * SQL: up to which message the search index covers conversation `c`. What comes after is searched as it is, so that a message
 * is found as soon as it is said.
 */
export const indexedThrough =
  '(select coalesce(max(through), 0) from support.words_said where conversation_id = c.id)';

/**
 * Brings the search index of conversations up to date. One statement sees how far each has come and everything said up to
 * there; so it needs no lock, and two who do it at once say some of it twice.
 */
export async function indexWords(tx: Transaction, conversationIds: readonly string[]): Promise<void> {
  const rows = await tx.query<{ id: string; last_sequence: number; text: string | null }>(
    {
      name: 'support.words_to_index',
      text: `select c.id, c.last_sequence, (select string_agg(m.content ->> 'text', E'\\n') from support.message m
               where m.conversation_id = c.id and m.sequence > ${indexedThrough} and m.content ->> 'type' = 'text') as text
             from support.conversation c where id = any($1::uuid[]) and last_sequence > ${indexedThrough}`,
    },
    [plainArray(conversationIds)],
  );
  if (rows.length === 0) return;
  tx.write(
    {
      name: 'support.index_words',
      text: `insert into support.words_said (conversation_id, through, pairs)
             select id, through, pairs::int[] from unnest($1::uuid[], $2::int[], $3::text[]) as said (id, through, pairs)
             on conflict do nothing`,
    },
    [
      plainArray(rows.map(({ id }) => id)),
      plainArray(rows.map(({ last_sequence }) => last_sequence)),
      textArray(rows.map(({ text }) => plainArray(pairsOf(text ?? '')))),
    ],
  );
}

/** Open conversations in which something was said since they were indexed. Whoever closes one indexes it. */
async function findUnindexed(q: Queryable): Promise<string[]> {
  const rows = await q.query<{ id: string }>({
    name: 'support.unindexed',
    text: `select id from support.conversation c where status <> 'closed' and last_sequence > ${indexedThrough}`,
  });
  return rows.map(({ id }) => id);
}

/** Indexes what has been said in open conversations, some at a time. */
export async function indexOpen(db: Database): Promise<void> {
  const ids = await findUnindexed(db);
  for (let start = 0; start < ids.length; start += atOnce) {
    const begunAt = performance.now();
    await db.transaction((tx) => indexWords(tx, ids.slice(start, start + atOnce)));
    await sleep((performance.now() - begunAt) * restFactor);
  }
}
