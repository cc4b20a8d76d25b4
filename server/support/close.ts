import type { Platform } from '../platform/platform.ts';
import { lockOwnConversation } from './access.ts';
import { append } from './append.ts';
import { audit, auditRefusals } from './audit.ts';
import { close } from './desk-queries.ts';
import { publishClosed } from './publish.ts';
import type { Staff } from './support.ts';
import { event, words } from './words.ts';

/** Closes an agent's conversation: the note stays between agents, the customer is asked to rate. */
export async function closeConversation(
  platform: Platform,
  staff: Staff,
  conversationId: string,
  { resolution, note }: { resolution: 'resolved' | 'unresolved'; note?: string },
): Promise<void> {
  await auditRefusals(platform, staff, { conversationId, attempted: 'close' }, () =>
    platform.db.transaction(async (tx) => {
      const conversation = await lockOwnConversation(tx, staff, conversationId);
      await close(tx, { conversationId, resolution, at: platform.clock.now() });
      const agent = { kind: 'agent' as const, id: staff.staffId, name: staff.name };
      await append(platform, tx, [
        ...(note === undefined
          ? []
          : [{ conversationId, sender: agent, content: { type: 'note' as const, text: note } }]),
        { conversationId, sender: { kind: 'system' }, content: event('closed', words.closed) },
      ]);
      await audit(platform, tx, staff, {
        action: 'conversation.closed',
        conversationId,
        customerId: conversation.customer_id,
        details: { resolution },
      });
      publishClosed(platform, tx, conversation, { resolution, agentId: staff.staffId });
    }),
  );
}
