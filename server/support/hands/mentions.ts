import type { Mention } from '../../../contract/agent-hands.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { findMessage } from '../message-queries.ts';
import { readAgents } from '../routing/agent-queries.ts';

const longestList = 50;
/** A conversation's owner can call in no more at once. */
const mostInANote = 10;

interface NoteEvent {
  conversationId: string;
  messageId: string;
}

/** Notes that name colleagues (@name) tell them, once each. */
export function tellOfMentions({ events, clock }: Platform): void {
  events.consume('support.mentions', ['conversation.message'], async (tx, batch) => {
    const notes = batch
      .filter(({ payload }) => payload.contentType === 'note')
      .map(({ subjectId, payload }) => ({ conversationId: subjectId, messageId: String(payload.messageId) }));
    if (notes.length === 0) return;
    const colleagues = await readAgents(tx);
    for (const note of notes) await tell(tx, note, colleagues, clock.now());
  });
}

async function tell(
  tx: Transaction,
  { conversationId, messageId }: NoteEvent,
  colleagues: ReadonlyArray<{ id: string; name: string }>,
  at: Date,
): Promise<void> {
  const message = await findMessage(tx, conversationId, messageId);
  if (message?.content.type !== 'note') return;
  const by = message.sender_name ?? '';
  const named = namedIn(message.content.text, colleagues)
    .filter(({ name }) => name !== by)
    .slice(0, mostInANote);
  await tx.query(
    {
      name: 'support.mention',
      text: `insert into support.mention (staff_id, conversation_id, message_id, by_name, at)
             select id, $2, $3, $4, $5 from unnest($1::uuid[]) as id on conflict do nothing`,
    },
    [named.map(({ id }) => id), conversationId, messageId, by, at],
  );
}

/** The longest names first, so that @王小明 does not name 王 too. */
function namedIn<Colleague extends { name: string }>(
  text: string,
  colleagues: readonly Colleague[],
): Colleague[] {
  let rest = text;
  return colleagues
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => b.name.length - a.name.length)
    .filter(({ name }) => {
      const isNamed = rest.includes(`@${name}`);
      rest = rest.replaceAll(`@${name}`, ' ');
      return isNamed;
    });
}

/** Whether a note in this conversation named this member of staff, who may then read it. */
export async function isMentioned(q: Queryable, conversationId: string, staffId: string): Promise<boolean> {
  const rows = await q.query(
    {
      name: 'support.is_mentioned',
      text: 'select 1 from support.mention where conversation_id = $1 and staff_id = $2 limit 1',
    },
    [conversationId, staffId],
  );
  return rows.length > 0;
}

/** The newest first; seen ones too. */
export async function listMentions(q: Queryable, staffId: string): Promise<Mention[]> {
  const rows = await q.query<{
    conversation_id: string;
    message_id: string;
    customer_name: string;
    by_name: string;
    text: string | null;
    at: Date;
    seen_at: Date | null;
  }>(
    {
      name: 'support.mentions_of',
      text: `select m.conversation_id, m.message_id, c.customer_name, m.by_name, n.content ->> 'text' as text, m.at, m.seen_at
             from support.mention m join support.conversation c on c.id = m.conversation_id
             join support.message n on n.id = m.message_id
             where m.staff_id = $1 order by m.at desc limit $2`,
    },
    [staffId, longestList],
  );
  return rows.map((row) => ({
    messageId: row.message_id,
    conversationId: row.conversation_id,
    customerName: row.customer_name,
    by: row.by_name,
    text: row.text ?? '',
    at: row.at.toISOString(),
    seen: row.seen_at !== null,
  }));
}

export async function seeMentions(
  q: Queryable,
  staffId: string,
  conversationId: string,
  at: Date,
): Promise<void> {
  await q.query(
    {
      name: 'support.see_mentions',
      text: `update support.mention set seen_at = $3 where staff_id = $1 and conversation_id = $2 and seen_at is null`,
    },
    [staffId, conversationId, at],
  );
}
