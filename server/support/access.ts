import { staffMay } from '../identity/identity.ts';
import type { Queryable } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import { isMentioned } from './hands/mentions.ts';
import type { ConversationRow } from './queries.ts';
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

/** As `refuseReader`, for staff, who also read where a colleague's note names them. */
export async function refuseStaffReader(
  q: Queryable,
  staff: Staff,
  conversation: Owned & { id: string },
): Promise<ProblemError | undefined> {
  const refusal = refuseReader({ kind: 'staff', caller: staff }, conversation);
  return refusal !== undefined && (await isMentioned(q, conversation.id, staff.staffId))
    ? undefined
    : refusal;
}

export function refuseReader(reader: Reader, conversation: Owned): ProblemError | undefined {
  if (reader.kind === 'customer') return refuseCustomer(reader.caller.customerId, conversation);
  return readsAll(reader.caller) ? undefined : refuseAgent(reader.caller, conversation);
}
