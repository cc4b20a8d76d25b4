import { staffMay } from '../identity/identity.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import { isMentioned } from './hands/mentions.ts';
import { hasLater } from './hands/link-queries.ts';
import { type ConversationRow, lockConversations } from './queries.ts';
import type { Reader, Staff } from './support.ts';

type Owned = Pick<ConversationRow, 'customer_id' | 'agent_id' | 'status'>;

/** A supervisor reads every conversation; an agent those they have or had. */
export function readsAll(staff: Staff): boolean {
  return staffMay(staff, 'read_any', 'conversation');
}

/** Only the agent who has a conversation writes in it, sends guides in it, closes it. */
export function hasConversation(staff: Staff, conversation: Owned): boolean {
  return conversation.agent_id === staff.staffId;
}

export function refuseCustomer(customerId: string, conversation: Owned): ProblemError | undefined {
  // Another's conversation is answered as if it did not exist.
  return conversation.customer_id === customerId ? undefined : new ProblemError('not_found');
}

export function refuseAgent(staff: Staff, conversation: Owned): ProblemError | undefined {
  return hasConversation(staff, conversation) ? undefined : new ProblemError('not_allowed');
}

/** The open conversation that a member of staff has, locked. Refused with not_found, not_allowed, conversation_closed. */
export async function lockOwnConversation(
  tx: Transaction,
  staff: Staff,
  conversationId: string,
): Promise<ConversationRow> {
  const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
  if (conversation === undefined) throw new ProblemError('not_found');
  const refusal = refuseAgent(staff, conversation);
  if (refusal !== undefined) throw refusal;
  if (conversation.status === 'closed') throw new ProblemError('conversation_closed');
  return conversation;
}

/** The customer reads their own; staff what they have or oversee, what goes on or was taken up again in that, and where a colleague's note names them. */
export async function refuseReader(
  q: Queryable,
  reader: Reader,
  conversation: Owned & { id: string },
): Promise<ProblemError | undefined> {
  if (reader.kind === 'customer') return refuseCustomer(reader.caller.customerId, conversation);
  const staff = reader.caller;
  if (readsAll(staff) || hasConversation(staff, conversation)) return undefined;
  const isLetIn =
    (await isMentioned(q, conversation.id, staff.staffId)) ||
    (await hasLater(q, conversation.id, staff.staffId));
  return isLetIn ? undefined : new ProblemError('not_allowed');
}
