import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { refuseCustomer } from './access.ts';
import { append } from './append.ts';
import { publishState } from './publish.ts';
import { findConversation, lockConversations, setTopic } from './queries.ts';
import { claimFromQueue, insertIntoQueue, makeUrgent, returnToAssistant } from './routing/queue-queries.ts';
import { endPromise, promiseWait } from './routing/waits.ts';
import type { HandoffRequest } from './support.ts';
import { event, queuedUntil, words } from './words.ts';

/** Puts a conversation into the queue for people; no effect if it is there, has an agent or is closed. */
export async function enqueue(
  platform: Platform,
  tx: Transaction,
  conversationId: string,
  request: HandoffRequest,
): Promise<void> {
  // Before the conversation, as in taking. Whoever waits already may turn out to be urgent, never the other way round.
  const raised = request.priority === 'urgent' && (await makeUrgent(tx, conversationId));
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
  if (conversation === undefined) throw new ProblemError('not_found');
  if (raised) publishState(platform.bus, tx, conversation);
  if (conversation.status !== 'assistant') return;
  const now = platform.clock.now();
  if (request.topic !== undefined) await setTopic(tx, conversationId, request.topic);
  await insertIntoQueue(tx, {
    conversationId,
    priority: request.priority,
    skill: request.skill,
    waitingSince: now,
  });
  const opens = await promiseWait(tx, now, conversationId);
  const told = opens === undefined ? words.queued : queuedUntil(opens);
  await append(platform, tx, [
    { conversationId, sender: { kind: 'system' }, content: event('queued', told) },
  ]);
  platform.events.append(tx, [
    {
      topic: 'conversation.queued',
      subjectId: conversationId,
      payload: {
        customerId: conversation.customer_id,
        reason: request.reason,
        priority: request.priority,
      },
    },
  ]);
  publishState(platform.bus, tx, conversation);
}

/** The customer asks for a person. */
export async function requestPerson(
  platform: Platform,
  customerId: string,
  conversationId: string,
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
    if (conversation === undefined) throw new ProblemError('not_found');
    const refusal = refuseCustomer(customerId, conversation);
    if (refusal !== undefined) throw refusal;
    if (conversation.status === 'closed') throw new ProblemError('conversation_closed');
    await enqueue(platform, tx, conversationId, { reason: 'requested', priority: 'normal' });
  });
}

/** The customer leaves the queue and goes on with the assistant. Refused with conflict when not, or no longer, in it. */
export async function leaveQueue(
  platform: Platform,
  customerId: string,
  conversationId: string,
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const conversation = await findConversation(tx, conversationId);
    if (conversation === undefined) throw new ProblemError('not_found');
    const refusal = refuseCustomer(customerId, conversation);
    if (refusal !== undefined) throw refusal;
    // Queue row first, then the conversation, as in taking.
    const place = await claimFromQueue(tx, conversationId);
    if (place === undefined) throw new ProblemError('conflict');
    await lockConversations(tx, [conversationId]);
    await returnToAssistant(tx, conversationId);
    await endPromise(tx, { conversationId, outcome: 'left', at: platform.clock.now() });
    await append(platform, tx, [
      { conversationId, sender: { kind: 'system' }, content: event('left_queue', words.left_queue) },
    ]);
    platform.events.append(tx, [
      {
        topic: 'conversation.left_queue',
        subjectId: conversationId,
        payload: { customerId, waitingSince: place.waiting_since.toISOString() },
      },
    ]);
    publishState(platform.bus, tx, conversation);
  });
}
