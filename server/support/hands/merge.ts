import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import { refuseAgent } from '../access.ts';
import { append } from '../append.ts';
import { audit, auditRefusals } from '../audit.ts';
import { publishState } from '../publish.ts';
import { lockConversations } from '../queries.ts';
import type { Staff } from '../support.ts';
import { writeMerge } from './link-queries.ts';
import { event, mergedFrom, words } from '../words.ts';

/**
 * Lets an earlier conversation go on in the one the agent has: both transcripts say so, whoever has the later one reads the
 * earlier, and that one counts no more as solved and is not rated. A customer has one open conversation, so the earlier is
 * closed. Again, without effect.
 */
export async function mergeConversation(
  platform: Platform,
  staff: Staff,
  { source, into }: { source: string; into: string },
): Promise<void> {
  if (source === into) throw new ProblemError('link_to_itself');
  await auditRefusals(platform, staff, { conversationId: into, attempted: 'merge' }, () =>
    platform.db.transaction(async (tx) => {
      const locked = await lockConversations(tx, [source, into]);
      const [earlier, later] = [locked.get(source), locked.get(into)];
      if (later === undefined) throw new ProblemError('not_found');
      const refusal = refuseAgent(staff, later);
      if (refusal !== undefined) throw refusal;
      if (later.status === 'closed') throw new ProblemError('conversation_closed');
      if (earlier === undefined) throw new ProblemError('link_target_not_found');
      if (earlier.customer_id !== later.customer_id) throw new ProblemError('merge_other_customer');
      if (earlier.merged_into === into) return;
      if (earlier.merged_into !== null) throw new ProblemError('already_merged');

      await writeMerge(tx, source, into);
      const sender = { kind: 'system' as const };
      await append(platform, tx, [
        {
          conversationId: source,
          sender,
          content: event('merged', words.merged, { conversationId: into }),
        },
        {
          conversationId: into,
          sender,
          content: event('merged', mergedFrom(earlier.opened_at), { conversationId: source }),
        },
      ]);
      const { customer_id: customerId } = later;
      await audit(platform, tx, staff, {
        action: 'conversation.merged',
        conversationId: into,
        customerId,
        details: { conversationId: source },
      });
      platform.events.append(tx, [
        { topic: 'conversation.merged', subjectId: source, payload: { customerId, into } },
      ]);
      publishState(platform.bus, tx, earlier);
    }),
  );
}
