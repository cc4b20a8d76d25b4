import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { append } from './append.ts';
import { close } from './desk-queries.ts';
import { publishClosed } from './publish.ts';
import { lockConversations } from './queries.ts';
import { event, words } from './words.ts';

const quietDays = 7;
const atOnce = 200;

/** Closes what no person has or waits for; a rating is then of the assistant, since no agent has had it. */
export async function closeAlone(
  platform: Platform,
  tx: Transaction,
  conversationId: string,
  resolution: 'resolved' | 'unresolved',
): Promise<boolean> {
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
  if (conversation?.status !== 'assistant') return false;
  const said = resolution === 'resolved' ? words.closed : words.closed_quiet;
  await append(platform, tx, [
    { conversationId, sender: { kind: 'system' }, content: event('closed', said) },
  ]);
  await close(tx, { conversationId, resolution, at: platform.clock.now() });
  publishClosed(platform, tx, conversation, { resolution });
  return true;
}

/** With the assistant, and nobody has said anything since. */
async function findQuiet(q: Queryable, since: Date): Promise<string[]> {
  const rows = await q.query<{ id: string }>(
    {
      name: 'support.quiet',
      text: `select c.id from support.conversation c
             join support.message m on m.conversation_id = c.id and m.sequence = c.last_sequence
             where c.status = 'assistant' and c.opened_at < $1 and m.sent_at < $1 order by c.opened_at limit ${atOnce}`,
    },
    [since],
  );
  return rows.map(({ id }) => id);
}

/** Customers leave the assistant without a word: what has been quiet for long closes by itself, as not resolved. */
export function defineQuietClosing(platform: Platform): void {
  const { db, clock, jobs } = platform;
  jobs.define(
    'support.close_quiet',
    async () => {
      const since = new Date(clock.now().getTime() - quietDays * 86_400_000);
      let found: string[];
      do {
        found = await findQuiet(db, since);
        for (const id of found) await db.transaction((tx) => closeAlone(platform, tx, id, 'unresolved'));
      } while (found.length === atOnce);
    },
    { every: 'hour' },
  );
}
