import type { Payment } from '../../contract/payments.ts';
import type { LocalizedText } from '../../contract/text.ts';
import { type Guides, paymentText, unpaidOf } from '../guides/guides.ts';
import type { Payments } from '../payments/payments.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { ConversationRecord, Support } from '../support/support.ts';
import { paymentMeant } from './details.ts';
import { commonIntents, intents } from './intents.ts';
import type { Standing } from './queries.ts';
import type { Said } from './say.ts';
import type { Intent } from './understanding/utterances.ts';

export interface ActDeps {
  payments: Payments;
  support: Support;
  guides: Guides;
}

const said = (zh: string, en: string, more: Omit<Said, 'text'> = {}): Said => ({ text: { zh, en }, ...more });

/** Starts the guide about exactly one payment and says which. */
export async function lookAtPayment(
  { guides }: ActDeps,
  tx: Transaction,
  conversation: ConversationRecord,
  payment: Payment,
  now: Date,
): Promise<Said> {
  await guides.start(tx, {
    guide: 'payment-failed',
    customerId: conversation.customerId,
    subject: { paymentId: payment.id },
    door: 'chat',
    conversationId: conversation.id,
  });
  const about = paymentText(payment, now);
  return said(`我正在查${about.zh}，请稍等。`, `I am looking at ${about.en}; one moment.`, {
    paymentId: payment.id,
  });
}

async function lookAtPayments(
  deps: ActDeps,
  tx: Transaction,
  conversation: ConversationRecord,
  message: string,
  now: Date,
): Promise<Said> {
  const { customerId } = conversation;
  const { payments } = await deps.payments.list(tx, customerId, { limit: 50 });
  const unpaid = unpaidOf(payments, now);
  const meant = paymentMeant(message, payments, now) ?? (unpaid.length === 1 ? unpaid[0] : undefined);
  if (meant !== undefined) return lookAtPayment(deps, tx, conversation, meant, now);
  await deps.guides.start(tx, {
    guide: 'payment-failed',
    customerId,
    subject: {},
    door: 'chat',
    conversationId: conversation.id,
  });
  return said('我来看看您最近的付款，请稍等。', 'Let me look at your recent payments; one moment.');
}

/** What whoever takes over is told the customer came for. */
function topicOf(standing: Standing): LocalizedText | undefined {
  return standing.intent && intents[standing.intent].label;
}

/** Passes the customer to a person at once, with what is known. */
export async function handOff(
  { support, guides }: ActDeps,
  tx: Transaction,
  standing: Standing,
  reason: 'requested' | 'unsure',
): Promise<Said> {
  const concern = await guides.concern(tx, standing.conversationId);
  const urgent = standing.intent !== undefined && intents[standing.intent].priority === 'urgent';
  await support.enqueue(tx, standing.conversationId, {
    reason,
    topic: urgent ? topicOf(standing) : (concern?.topic ?? topicOf(standing)),
    priority: urgent ? 'urgent' : (concern?.priority ?? 'normal'),
  });
  return reason === 'requested'
    ? said(
        '好的，已为您转人工。我查到的客服都能看到，您不用重复说。',
        'Of course, you are in line for a person. They see everything I found; no need to repeat it.',
      )
    : said(
        '抱歉，我没能听懂。已为您转人工，客服能看到我们说过的话。',
        'Sorry, I did not get that. You are in line for a person, who can read what we said.',
      );
}

/** Guides that the assistant starts by their intent; those about a payment look for the one meant first. */
const aboutPayments: ReadonlySet<Intent> = new Set(['payment-failed', 'payment-processing']);

const offer = {
  zh: '这类问题要由客服处理，要现在转人工吗？',
  en: 'This takes a person. Shall I pass you on now?',
};
const safety = {
  zh: '请不要把密码或验证码告诉任何人。',
  en: 'Never tell anyone a password or code.',
};

/** Does what an intent calls for, and says so. Nothing here acts on the customer's account. */
export async function act(
  deps: ActDeps,
  tx: Transaction,
  conversation: ConversationRecord,
  standing: Standing,
  intent: Intent,
  message: string,
  now: Date,
): Promise<Said> {
  switch (intent) {
    case 'talk-to-a-person':
      return handOff(deps, tx, standing, 'requested');
    case 'greeting':
      return said('您好，请说说您遇到的问题，或选一个：', 'Hello, tell me what happened, or choose:', {
        suggest: commonIntents,
      });
    case 'thanks':
      return said('不客气，有问题随时找我。', 'You are welcome. I am here whenever you need me.');
    case 'anger':
      return said(
        '很抱歉让您不愉快。请告诉我发生了什么，我马上查；也可以直接转人工。',
        'I am sorry about this. Tell me what happened and I will look at once; a person is one tap away.',
        { suggest: ['talk-to-a-person', 'complaint'] },
      );
    case 'out-of-scope':
      return said(
        '这个我帮不上忙。我能查付款失败和没有结果的付款，其他账户问题可以转人工。',
        'I cannot help with that. I can look into payments that failed or have no result; for anything else about your account, a person can.',
        { suggest: commonIntents },
      );
    default: {
      if (aboutPayments.has(intent)) return lookAtPayments(deps, tx, conversation, message, now);
      const { label, priority } = intents[intent];
      await deps.support.setTopic(tx, conversation.id, label);
      return priority === 'urgent'
        ? said(
            `“${label.zh}”关系到您的资金安全，我会标为紧急。${safety.zh}${offer.zh}`,
            `“${label.en}” concerns your money, so I will mark it urgent. ${safety.en} ${offer.en}`,
            { suggest: ['talk-to-a-person'] },
          )
        : said(`您要问的是“${label.zh}”。${offer.zh}`, `This is about “${label.en}”. ${offer.en}`, {
            suggest: ['talk-to-a-person'],
          });
    }
  }
}
