import { appendAudit } from '../../identity/identity.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { append } from '../append.ts';
import { publishState } from '../publish.ts';
import { lockConversations } from '../queries.ts';
import type { Staff } from '../support.ts';
import { event, joined } from '../words.ts';
import { endPromise } from './waits.ts';

export interface Given {
  conversationId: string;
  customerId: string;
  waitingSince: Date;
  agentId: string;
  agentName: string;
  /** Routed by the house, taken by the agent, or assigned by somebody else. */
  how: 'routed' | 'taken' | 'assigned';
  /** Who did it, where a person did. */
  by?: Staff;
}

/**
 * Gives a conversation to an agent with room for it, who owes the customer a word from then on. The caller holds the agent's row, and the conversation's place in
 * the queue, which this ends, or the conversation itself.
 */
export async function give(platform: Platform, tx: Transaction, given: Given): Promise<void> {
  const { conversationId, customerId, agentId, agentName, waitingSince, how, by } = given;
  const at = platform.clock.now();
  await lockConversations(tx, [conversationId]);
  await tx.query(
    {
      name: 'support.give',
      text: `with left_queue as (delete from support.queue where conversation_id = $1),
             ended as (update support.assignment set ended_at = $4 where conversation_id = $1 and ended_at is null),
             changed as (update support.conversation set status = 'assigned', agent_id = $2, agent_name = $3,
               snoozed_until = null, awaits_reply = true where id = $1)
             update support.agent set assigned_at = $4 where staff_id = $2`,
    },
    [conversationId, agentId, agentName, at],
  );
  await tx.query(
    {
      name: 'support.begin_assignment',
      text: `insert into support.assignment (conversation_id, agent_id, waiting_since, assigned_at) values ($1, $2, $3, $4)`,
    },
    [conversationId, agentId, waitingSince, at],
  );
  await endPromise(tx, { conversationId, outcome: 'answered', at });
  await append(platform, tx, [
    { conversationId, sender: { kind: 'system' }, content: event('assigned', joined(agentName)) },
  ]);
  await appendAudit(tx, [
    {
      at,
      action: `conversation.${how}`,
      staffId: by?.staffId ?? agentId,
      ...(by === undefined ? {} : { sessionId: by.sessionId }),
      conversationId,
      customerId,
      ...(how === 'assigned' ? { details: { agentId } } : {}),
    },
  ]);
  platform.events.append(tx, [
    {
      topic: 'conversation.assigned',
      subjectId: conversationId,
      payload: { customerId, agentId, how, waitedMilliseconds: at.getTime() - waitingSince.getTime() },
    },
  ]);
  publishState(platform.bus, tx, { id: conversationId, customer_id: customerId });
}
