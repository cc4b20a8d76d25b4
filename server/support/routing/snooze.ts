import type { snoozeConversation } from '../../../contract/routing.ts';
import type { BodyOf } from '../../../contract/route.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { lockOwnConversation } from '../access.ts';
import { append } from '../append.ts';
import { audit, auditRefusals } from '../audit.ts';
import { publishState } from '../publish.ts';
import { type ConversationRow, lockConversations } from '../queries.ts';
import type { Staff } from '../support.ts';
import { lockAgent, lockColleague } from './agent-queries.ts';
import { returnToFront } from './return.ts';
import { momentsOf } from './times.ts';
import { countSnoozed, findDue, setSnooze } from './snooze-queries.ts';

const mostDays = 30;
/** Of one agent; all of their own stand on one page. */
const mostSnoozed = 40;
/** Woken at once; the next beat sees to more. */
const mostWoken = 200;

/**
 * Puts an agent's own conversation off until a time, or until the customer writes; meanwhile it takes no place of theirs.
 * The note stays between agents.
 */
export async function snooze(
  platform: Platform,
  staff: Staff,
  conversationId: string,
  { until, note }: BodyOf<typeof snoozeConversation>,
): Promise<void> {
  const at = platform.clock.now();
  const time = new Date(until);
  if (time <= at || time.getTime() > at.getTime() + mostDays * 86_400_000)
    throw new ProblemError('invalid_request', { fields: [{ path: 'body.until', message: 'out_of_range' }] });
  await auditRefusals(platform, staff, { conversationId, attempted: 'snooze' }, () =>
    platform.db.transaction(async (tx) => {
      await lockAgent(tx, staff);
      const conversation = await lockOwnConversation(tx, staff, conversationId);
      if (conversation.snoozed_until === null && (await countSnoozed(tx, staff.staffId)) >= mostSnoozed)
        throw new ProblemError('at_capacity');
      await setSnooze(tx, conversationId, time);
      if (note !== undefined)
        await append(platform, tx, [
          {
            conversationId,
            sender: { kind: 'agent', id: staff.staffId, name: staff.name },
            content: { type: 'note', text: note },
          },
        ]);
      await audit(platform, tx, staff, {
        action: 'conversation.snoozed',
        conversationId,
        customerId: conversation.customer_id,
        details: { until: time.toISOString() },
      });
      publishState(platform.bus, tx, conversation);
    }),
  );
}

/** Takes up again what was put off. Refused with at_capacity where the agent has no room for it. */
export async function resume(platform: Platform, staff: Staff, conversationId: string): Promise<void> {
  await auditRefusals(platform, staff, { conversationId, attempted: 'resume' }, () =>
    platform.db.transaction(async (tx) => {
      const places = await lockAgent(tx, staff);
      const conversation = await lockOwnConversation(tx, staff, conversationId);
      if (conversation.snoozed_until === null) return;
      if (places < conversation.weight) throw new ProblemError('at_capacity');
      await setSnooze(tx, conversationId, null);
      publishState(platform.bus, tx, conversation);
    }),
  );
}

/**
 * What is due goes back among its agent's own, if they are there and have room. From one who has left it goes to the
 * front of the queue, and from one without room too, once the customer waits; otherwise it stays until there is room.
 */
export async function wakeSnoozed(platform: Platform): Promise<void> {
  const now = platform.clock.now();
  const { goneBefore } = momentsOf(now);
  const isDue = (conversation: Pick<ConversationRow, 'snoozed_until' | 'awaits_reply'>) =>
    conversation.snoozed_until !== null && (conversation.awaits_reply || conversation.snoozed_until <= now);
  for (const { id, agent_id: agentId } of await findDue(platform.db, now, mostWoken))
    await platform.db.transaction(async (tx) => {
      const holder = await lockColleague(tx, agentId);
      if (holder === undefined) return;
      const isThere = holder.seen_at !== null && holder.seen_at > goneBefore;
      const conversation = (await lockConversations(tx, [id])).get(id);
      if (conversation?.agent_id !== agentId || !isDue(conversation)) return;
      if (isThere && holder.places >= conversation.weight) {
        await setSnooze(tx, id, null);
        publishState(platform.bus, tx, conversation);
      } else if (!isThere || conversation.awaits_reply)
        await returnToFront(platform, tx, conversation, { agentId, why: 'handed_back' });
    });
}
