import { assertStaffMay } from '../../identity/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { findConversation, lockConversations } from '../queries.ts';
import type { Staff } from '../support.ts';
import { lockAgent } from './agent-queries.ts';
import { give } from './give.ts';
import { lockNext } from './match.ts';
import { claimFromQueue } from './queue-queries.ts';
import { momentsOf } from './times.ts';

/**
 * Gives a waiting conversation to an agent. Locks are taken in this order, here and wherever two of them are needed: the
 * agent's row, so that no agent takes two at once past their capacity; the queue's row without waiting, so that of two
 * agents one gets it and the other is told at once; the conversation's.
 */
export async function take(platform: Platform, staff: Staff, conversationId: string): Promise<void> {
  assertStaffMay(staff, 'work', 'conversation');
  await platform.db.transaction(async (tx) => {
    const places = await lockAgent(tx, staff);
    const before = await findConversation(tx, conversationId);
    if (before === undefined) throw new ProblemError('not_found');
    // Taking one's own again is a repeated request.
    if (before.status === 'assigned' && before.agent_id === staff.staffId) return;
    if (before.status === 'closed') throw new ProblemError('conversation_closed');
    if (before.status === 'assigned') throw new ProblemError('already_taken');
    if (before.status === 'assistant') throw new ProblemError('conflict');
    if (places < before.weight) throw new ProblemError('at_capacity');
    const place = await claimFromQueue(tx, conversationId);
    if (place === undefined) {
      const now = await findConversation(tx, conversationId);
      throw new ProblemError(now?.status === 'assistant' ? 'conflict' : 'already_taken');
    }
    await give(platform, tx, {
      conversationId,
      customerId: before.customer_id,
      waitingSince: place.waiting_since,
      agentId: staff.staffId,
      agentName: staff.name,
      how: 'taken',
      by: staff,
    });
  });
}

/**
 * Gives an agent the next conversation that they can serve. Refused with at_capacity.
 * @returns its id; undefined when nobody waits for them
 */
export async function takeNext(platform: Platform, staff: Staff): Promise<string | undefined> {
  assertStaffMay(staff, 'work', 'conversation');
  return platform.db.transaction(async (tx) => {
    const places = await lockAgent(tx, staff);
    if (places <= 0) throw new ProblemError('at_capacity');
    const { patientSince } = momentsOf(platform.clock.now());
    const match = await lockNext(tx, { agentId: staff.staffId, places, patientSince });
    if (match === undefined) return undefined;
    await give(platform, tx, {
      ...match,
      agentId: staff.staffId,
      agentName: staff.name,
      how: 'taken',
      by: staff,
    });
    return match.conversationId;
  });
}

/**
 * Gives the conversation of a customer whom an agent calls to that agent.
 * @returns whether it is theirs: not where a colleague has it or is just getting it, nor where it has closed
 * @throws at_capacity
 */
export async function takeForCall(
  platform: Platform,
  tx: Transaction,
  staff: Staff,
  conversationId: string,
): Promise<boolean> {
  const places = await lockAgent(tx, staff);
  const place = await claimFromQueue(tx, conversationId);
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
  if (conversation === undefined || conversation.status === 'closed') return false;
  if (conversation.status === 'assigned') return conversation.agent_id === staff.staffId;
  if (conversation.status === 'queued' && place === undefined) return false;
  if (places < 1) throw new ProblemError('at_capacity');
  await give(platform, tx, {
    conversationId,
    customerId: conversation.customer_id,
    waitingSince: place?.waiting_since ?? platform.clock.now(),
    agentId: staff.staffId,
    agentName: staff.name,
    how: 'taken',
    by: staff,
  });
  return true;
}
