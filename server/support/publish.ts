import type { ServerFrame } from '../../contract/realtime.ts';
import type { Message } from '../../contract/support.ts';
import type { Bus } from '../platform/bus.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import type { ConversationStatus, InboxChange } from './support.ts';

interface Changed {
  id: string;
  customer_id: string;
}

const conversationTopic = (id: string) => `conversation:${id}`;

export function publishMessages(
  bus: Bus,
  conversation: Changed & { status: ConversationStatus; agent_id: string | null },
  messages: Message[],
): void {
  const frame: ServerFrame = { type: 'messages', conversationId: conversation.id, messages };
  bus.publish(conversationTopic(conversation.id), frame);
  const change: InboxChange = {
    conversationId: conversation.id,
    customerId: conversation.customer_id,
    change: 'message',
    status: conversation.status,
    agentId: conversation.agent_id,
  };
  bus.publish('inbox', change);
}

/** Tells the inbox, once `tx` has committed, that the conversation's state has changed. */
export function publishState(bus: Bus, tx: Transaction, conversation: Changed): void {
  const change: InboxChange = {
    conversationId: conversation.id,
    customerId: conversation.customer_id,
    change: 'state',
  };
  tx.afterCommit(() => bus.publish('inbox', change));
}

export function publishRead(
  bus: Bus,
  position: { conversationId: string; reader: 'customer' | 'agent'; sequence: number; delivered: number },
): void {
  const frame: ServerFrame = { type: 'read', ...position };
  bus.publish(conversationTopic(position.conversationId), frame);
}

/** Tells everybody, once `tx` has committed, that a conversation was closed. @param agentId who had it */
export function publishClosed(
  { events, bus }: Pick<Platform, 'events' | 'bus'>,
  tx: Transaction,
  conversation: Changed,
  { resolution, agentId }: { resolution: 'resolved' | 'unresolved'; agentId?: string | undefined },
): void {
  events.append(tx, [
    {
      topic: 'conversation.closed',
      subjectId: conversation.id,
      payload: { customerId: conversation.customer_id, agentId, resolution },
    },
  ]);
  publishState(bus, tx, conversation);
}
