import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { append } from './append.ts';
import { close } from './desk-queries.ts';
import { publishState } from './publish.ts';
import { lockConversations } from './queries.ts';
import { event, words } from './words.ts';

/** Closes what was solved without a person; the rating is of the assistant, since no agent has had it. */
export async function closeSolved(
  platform: Platform,
  tx: Transaction,
  conversationId: string,
): Promise<boolean> {
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
  if (conversation?.status !== 'assistant') return false;
  await append(platform, tx, [
    { conversationId, sender: { kind: 'system' }, content: event('closed', words.closed) },
  ]);
  await close(tx, { conversationId, resolution: 'resolved', at: platform.clock.now() });
  platform.events.append(tx, [
    {
      topic: 'conversation.closed',
      subjectId: conversationId,
      payload: { customerId: conversation.customer_id, resolution: 'resolved' },
    },
  ]);
  publishState(platform.bus, tx, conversation);
  return true;
}
