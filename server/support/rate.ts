import type { RatingReason } from '../../contract/ratings.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { refuseCustomer } from './access.ts';
import { append } from './append.ts';
import { publishState } from './publish.ts';
import { insertRating, lockConversations } from './queries.ts';
import { event, rated } from './words.ts';

/** Rates a closed conversation, once. Refused with conflict while it is open and when it has been rated. */
export async function rateConversation(
  platform: Platform,
  customerId: string,
  conversationId: string,
  rating: { score: number; reason?: RatingReason; comment?: string },
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const conversation = (await lockConversations(tx, [conversationId])).get(conversationId);
    if (conversation === undefined) throw new ProblemError('not_found');
    const refusal = refuseCustomer(customerId, conversation);
    if (refusal !== undefined) throw refusal;
    const fresh =
      conversation.status === 'closed' &&
      (await insertRating(tx, {
        ...rating,
        conversationId,
        agentId: conversation.agent_id,
        at: platform.clock.now(),
      }));
    if (!fresh) throw new ProblemError('conflict');
    await append(platform, tx, [
      { conversationId, sender: { kind: 'system' }, content: event('rated', rated(rating.score)) },
    ]);
    platform.events.append(tx, [
      {
        topic: 'conversation.rated',
        subjectId: conversationId,
        payload: {
          customerId,
          score: rating.score,
          ...(rating.reason === undefined ? {} : { reason: rating.reason }),
          ...(conversation.agent_id === null ? {} : { agentId: conversation.agent_id }),
        },
      },
    ]);
    publishState(platform.bus, tx, conversation);
  });
}
