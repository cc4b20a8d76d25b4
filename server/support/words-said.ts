import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageContent } from '../../contract/support.ts';
import { plainArray, textArray } from '../platform/database/array.ts';
import type { Database, Queryable, Transaction } from '../platform/database/database.ts';
import { pairsOf } from './pairs.ts';

/** Conversations indexed in one transaction. */
const atOnce = 10;
/** Between two transactions, as a multiple of what the last one took: indexing leaves the processor to those who talk. */
const restFactor = 9;
/** Transactions of one run that index closed conversations anew; open ones come first again in the next. */
const mostAgain = 200;

/** What every conversation says of itself in the same words, so that it would only be found beside every other. */
const unsearchedEvents: readonly string[] = ['opened', 'context', 'queued', 'closed'];

export function isSearched(content: MessageContent): boolean {
  return content.type !== 'event' || !unsearchedEvents.includes(content.event);
}

/**
 * SQL: the words that message `m` shows at the desk, in both languages, or null. What each reader's door words itself, such as
 * money and times on a card, is none.
 */
export const wordsOf = `case
  when m.content ->> 'type' in ('text', 'note') then m.content ->> 'text'
  when m.content ->> 'type' = 'attachment' then m.content ->> 'name'
  when m.content ->> 'event' in (${unsearchedEvents.map((name) => `'${name}'`).join(', ')}) then null
  else (select string_agg(concat_ws(E'\\n', zh, en), E'\\n') from jsonb_to_recordset(jsonb_path_query_array(
    coalesce(m.content -> 'deskText', m.content), 'strict $.** ? (exists (@.zh))')) as told (zh text, en text))
end`;

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
      text: `select c.id, c.last_sequence, (select string_agg(${wordsOf}, E'\\n') from support.message m
               where m.conversation_id = c.id and m.sequence > ${indexedThrough}) as text
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

/** Does one transaction, then rests. */
async function gently<Result>(db: Database, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const begunAt = performance.now();
  const result = await db.transaction(work);
  await sleep((performance.now() - begunAt) * restFactor);
  return result;
}

/** Indexes what has been said in open conversations, some at a time. */
export async function indexOpen(db: Database): Promise<void> {
  const ids = await findUnindexed(db);
  for (let start = 0; start < ids.length; start += atOnce)
    await gently(db, (tx) => indexWords(tx, ids.slice(start, start + atOnce)));
}

/**
 * Indexes anew some closed conversations of which only the texts are, the newest first. Whoever adds to one or erases it
 * holds its row, so that neither meets this.
 */
async function indexSomeAgain(tx: Transaction): Promise<number> {
  const rows = await tx.query<{ id: string }>({
    name: 'support.forget_words_of_texts',
    text: `with due as materialized (select id from support.conversation
             where id in (select conversation_id from support.words_said where texts_only order by conversation_id desc limit ${atOnce})
             for no key update skip locked)
           delete from support.words_said w using due where w.conversation_id = due.id returning due.id`,
  });
  await indexWords(tx, [...new Set(rows.map(({ id }) => id))]);
  return rows.length;
}

/** A part of what is to be indexed anew since notes, cards, statements, events and names of files are searched as well. */
export async function indexAgain(db: Database): Promise<void> {
  for (let times = 0; times < mostAgain; times++) if ((await gently(db, indexSomeAgain)) === 0) return;
}
