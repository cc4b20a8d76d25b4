import type { transferConversation } from '../../../contract/routing.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { staffMay } from '../../identity/identity.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { refuseAgent } from '../access.ts';
import { append } from '../append.ts';
import { audit, auditRefusals } from '../audit.ts';
import { publishState } from '../publish.ts';
import { findConversation, lockConversations } from '../queries.ts';
import type { Staff } from '../support.ts';
import { lockColleague } from './agent-queries.ts';
import { give } from './give.ts';
import { claimFromQueue, setTeam } from './queue-queries.ts';
import { returnToFront } from './return.ts';
import { promiseWait } from './waits.ts';

/**
 * Hands a conversation on: to a colleague at once, to a team or to whoever is next by way of the front of the queue. The
 * note stays between agents. Locks in the order of taking: the colleague's row, the place in the queue, the conversation.
 */
export async function transfer(
  platform: Platform,
  staff: Staff,
  conversationId: string,
  { to, note }: BodyOf<typeof transferConversation>,
): Promise<void> {
  await auditRefusals(platform, staff, { conversationId, attempted: 'transfer' }, () =>
    platform.db.transaction(async (tx) => {
      const agentId = to.kind === 'agent' ? to.agentId.toLowerCase() : undefined;
      const colleague = agentId === undefined ? undefined : await lockColleague(tx, agentId);
      const before = await findConversation(tx, conversationId);
      if (before === undefined) throw new ProblemError('not_found');
      const refusal = staffMay(staff, 'assign', 'conversation') ? undefined : refuseAgent(staff, before);
      if (refusal !== undefined) throw refusal;
      if (before.status === 'closed') throw new ProblemError('conversation_closed');

      const place =
        before.status === 'queued' && agentId !== undefined
          ? await claimFromQueue(tx, conversationId)
          : undefined;
      const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
      const hadBy = conversation?.agent_id ?? undefined;
      const waits = conversation?.status === 'queued';
      if (
        conversation === undefined ||
        (conversation.status !== 'assigned' && !waits) ||
        hadBy !== (before.agent_id ?? undefined) ||
        (waits && (agentId === undefined ? to.kind === 'queue' : place === undefined))
      )
        throw new ProblemError('conflict');
      if (agentId !== undefined && agentId === hadBy) return;

      await append(platform, tx, [
        {
          conversationId,
          sender: { kind: 'agent', id: staff.staffId, name: staff.name },
          content: { type: 'note', text: note },
        },
      ]);
      if (agentId !== undefined) {
        if (!colleague?.present || colleague.places < conversation.weight)
          throw new ProblemError('agent_not_available');
        return give(platform, tx, {
          conversationId,
          customerId: conversation.customer_id,
          waitingSince: place?.waiting_since ?? platform.clock.now(),
          agentId,
          agentName: colleague.name,
          how: 'assigned',
          by: staff,
        });
      }
      if (to.kind === 'team') await setTeam(tx, conversationId, to);
      if (waits) await promiseWait(tx, platform.clock.now(), conversationId);
      if (hadBy !== undefined && !waits)
        await returnToFront(platform, tx, conversation, {
          agentId: hadBy,
          why: to.kind === 'team' ? 'transferred' : 'handed_back',
        });
      else publishState(platform.bus, tx, conversation);
      await audit(platform, tx, staff, {
        action: 'conversation.transferred',
        conversationId,
        customerId: conversation.customer_id,
        details: to,
      });
    }),
  );
}
