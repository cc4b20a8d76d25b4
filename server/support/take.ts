import { assertStaffMay } from '../identity/identity.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { append } from './append.ts';
import { audit } from './audit.ts';
import { assign, claimFromQueue, lockAgent } from './desk-queries.ts';
import { publishState } from './publish.ts';
import { findConversation, lockConversations } from './queries.ts';
import type { Staff } from './support.ts';
import { event, joined } from './words.ts';

/**
 * Gives a waiting conversation to an agent. Locks are taken in this order, here and wherever two of them are needed: the
 * agent's row, so that no agent takes two at once past their capacity; the queue's row without waiting, so that of two
 * agents one gets it and the other is told at once; the conversation's.
 */
export async function take(platform: Platform, staff: Staff, conversationId: string): Promise<void> {
  assertStaffMay(staff, 'work', 'conversation');
  await platform.db.transaction(async (tx) => {
    const freePlaces = await lockAgent(tx, staff);
    const before = await findConversation(tx, conversationId);
    if (before === undefined) throw new ProblemError('not_found');
    // Taking one's own again is a repeated request.
    if (before.status === 'assigned' && before.agent_id === staff.staffId) return;
    if (before.status === 'closed') throw new ProblemError('conversation_closed');
    if (before.status === 'assigned') throw new ProblemError('already_taken');
    if (before.status === 'assistant') throw new ProblemError('conflict');
    if (freePlaces <= 0) throw new ProblemError('at_capacity');
    const place = await claimFromQueue(tx, conversationId);
    if (place === undefined) {
      const now = await findConversation(tx, conversationId);
      throw new ProblemError(now?.status === 'assistant' ? 'conflict' : 'already_taken');
    }
    await lockConversations(tx, [conversationId]);
    const at = platform.clock.now();
    await assign(tx, {
      conversationId,
      agentId: staff.staffId,
      agentName: staff.name,
      waitingSince: place.waiting_since,
      at,
    });
    await append(platform, tx, [
      { conversationId, sender: { kind: 'system' }, content: event('assigned', joined(staff.name)) },
    ]);
    await audit(platform, tx, staff, {
      action: 'conversation.taken',
      conversationId,
      customerId: before.customer_id,
    });
    platform.events.append(tx, [
      {
        topic: 'conversation.assigned',
        subjectId: conversationId,
        payload: {
          customerId: before.customer_id,
          agentId: staff.staffId,
          waitedMilliseconds: at.getTime() - place.waiting_since.getTime(),
        },
      },
    ]);
    publishState(platform.bus, tx, before);
  });
}
