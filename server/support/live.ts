import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { hasConversation, refuseReader } from './access.ts';
import { audit, auditRefusals } from './audit.ts';
import { findAhead, messagesAfter, readPositions } from './message-queries.ts';
import { findConversation, findViews } from './queries.ts';
import { createReadPositions } from './read-positions.ts';
import { createSend } from './send.ts';
import type { LiveSupport } from './support.ts';
import { type Views, visibleTo } from './views.ts';

/** What the live channel asks of support. */
export function createLive(platform: Platform, views: Views): LiveSupport {
  const { db } = platform;
  const mark = createReadPositions(platform);
  return {
    ...createSend(platform),

    async requireReader(reader, conversationId) {
      const conversation = await findConversation(db, conversationId);
      if (conversation === undefined) throw new ProblemError('not_found');
      const refusal = await refuseReader(db, reader, conversation);
      if (reader.kind === 'staff') {
        const staff = reader.caller;
        await auditRefusals(platform, staff, { conversationId, attempted: 'subscribe' }, async () => {
          if (refusal !== undefined) throw refusal;
        });
        await audit(platform, db, staff, {
          action: 'conversation.viewed',
          conversationId,
          customerId: conversation.customer_id,
          details: { live: true },
        });
      } else if (refusal !== undefined) throw refusal;
      const positions = await readPositions(db, conversationId);
      const of = (side: 'customer' | 'agent') => {
        const { sequence = 0, delivered = 0 } = positions.find(({ reader: whose }) => whose === side) ?? {};
        return { sequence, delivered };
      };
      return {
        lastSequence: conversation.last_sequence,
        read: { customer: of('customer'), agent: of('agent') },
        takesPart: reader.kind === 'customer' || hasConversation(reader.caller, conversation),
      };
    },

    messagesAfter: (conversationId, after, limit) =>
      messagesAfter(db, { conversationId, after, limit, notes: true }),
    conversationsAhead: (positions) => findAhead(db, positions),

    mark: (reader, conversationId, sequence, reached) =>
      mark({
        conversationId,
        sequence: reached === 'read' ? sequence : 0,
        delivered: sequence,
        ...(reader.kind === 'customer'
          ? { reader: 'customer', callerId: reader.caller.customerId }
          : { reader: 'agent', callerId: reader.caller.staffId }),
      }),

    async customerConversations(customerIds, conversationIds) {
      const rows = await findViews(db, conversationIds, customerIds);
      const conversations = await views.asCustomer(db, rows);
      return conversations.flatMap((conversation, index) => {
        const row = rows[index];
        return row === undefined ? [] : [{ customerId: row.customer_id, conversation }];
      });
    },

    async deskConversations(conversationIds) {
      return views.asDesk(db, await findViews(db, conversationIds));
    },
    visibleTo,
  };
}
