import type { Event } from '../platform/events.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { ConversationRecord } from '../support/support.ts';
import { intentOf, standingOf, startAbout } from './about-payments.ts';
import type { ActDeps } from './act.ts';
import { commonIntents } from './intents.ts';
import * as queries from './queries.ts';
import { after, type Said, said, statement, suggestionsOf } from './say.ts';

const hello = { zh: '您好，我是 UPay 智能助手。', en: 'Hello, I am UPay’s assistant.' };

/**
 * A customer has come from a screen. Greets once a conversation; a payment of theirs on that screen that failed or is under
 * way is looked into without being asked.
 */
export async function greet(deps: ActDeps, tx: Transaction, event: Event, now: Date): Promise<void> {
  const { support, payments, guides } = deps;
  const conversationId = event.subjectId;
  const standing = await queries.lockStanding(tx, conversationId);
  const conversation = await support.conversation(tx, conversationId);
  if (conversation?.status !== 'assistant') return;
  if (await guides.adopt(tx, conversation.customerId, conversationId)) {
    await queries.saveStanding(tx, { ...standing, greeted: true });
    return;
  }
  const { context } = event.payload as { context?: ConversationRecord['context'] };
  const payment = context?.paymentId && (await payments.get(tx, conversation.customerId, context.paymentId));
  const isUnpaid = payment && payment.status !== 'succeeded' && payment.status !== 'canceled';
  if (!isUnpaid && standing.greeted) return;

  // Whoever has to wait for a person anyway is not kept with courtesies.
  const { surge } = await support.forecastWait(tx, conversation.language);
  let greeting: Said;
  if (isUnpaid) {
    const guide = intentOf(payment);
    await startAbout(deps, tx, conversation, guide, payment);
    greeting = after(await guides.knownIncident(tx, guide), standingOf(payment, now));
  } else {
    const more = { suggest: commonIntents };
    greeting = after(
      await guides.knownIncident(tx),
      surge
        ? said('请直接说问题，多数我马上能办。', 'Tell me the problem; most I can put right at once.', more)
        : said('请问遇到了什么问题？', 'What can I do for you?', more),
    );
  }
  if (!standing.greeted && !surge) greeting = after(hello, greeting);
  // About the screen's payment once, and once in general, whatever is redelivered.
  const about = isUnpaid ? `${conversation.lastSequence} ${payment.id}` : 'hello';
  await support.append(tx, [statement(conversationId, conversationId, greeting, about)]);
  await queries.saveStanding(tx, {
    ...standing,
    greeted: true,
    unsure: 0,
    suggestions: suggestionsOf(greeting.suggest ?? []),
  });
}
