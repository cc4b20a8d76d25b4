import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { append } from '../append.ts';
import { publishState } from '../publish.ts';
import { type ConversationRow, lockConversations } from '../queries.ts';
import { event, words } from '../words.ts';
import { isStillGone } from './agent-queries.ts';
import { insertAtFront } from './queue-queries.ts';
import { promiseWait } from './waits.ts';

/** Puts a locked conversation that `agentId` has back to the front of the queue, and says why. */
export async function returnToFront(
  platform: Platform,
  tx: Transaction,
  conversation: ConversationRow,
  { agentId, why }: { agentId: string; why: 'returned' | 'handed_back' | 'transferred' },
): Promise<void> {
  const at = platform.clock.now();
  await insertAtFront(tx, { conversationId: conversation.id, agentId, at });
  await promiseWait(tx, at, conversation.id);
  await append(platform, tx, [
    {
      conversationId: conversation.id,
      sender: { kind: 'system' },
      content: event(why === 'transferred' ? why : 'returned', words[why]),
    },
  ]);
  platform.events.append(tx, [
    {
      topic: 'conversation.returned',
      subjectId: conversation.id,
      payload: { customerId: conversation.customer_id, agentId },
    },
  ]);
  publishState(platform.bus, tx, conversation);
}

/** Takes a conversation back from an agent who has left, unless they are here again or no longer have it. */
export async function returnAbandoned(
  platform: Platform,
  { conversationId, agentId, goneBefore }: { conversationId: string; agentId: string; goneBefore: Date },
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    if (!(await isStillGone(tx, agentId, goneBefore))) return;
    const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
    if (conversation?.status !== 'assigned' || conversation.agent_id !== agentId) return;
    await returnToFront(platform, tx, conversation, { agentId, why: 'returned' });
  });
}
