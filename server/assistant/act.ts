import { isDeepStrictEqual } from 'node:util';
import type { LocalizedText } from '../../contract/text.ts';
import type { Guides, Knowledge } from '../guides/guides.ts';
import type { Payments } from '../payments/payments.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { ConversationRecord, Support } from '../support/support.ts';
import { aboutPayments, findMeant, standingOf, startAbout } from './about-payments.ts';
import { commonIntents, intents } from './intents.ts';
import type { Standing } from './queries.ts';
import { after, type Said, said } from './say.ts';
import type { Intent } from './understanding/utterances.ts';

export interface ActDeps {
  payments: Payments;
  support: Support;
  guides: Guides;
  knowledge: Knowledge;
}

/** What whoever takes over is told the customer came for. */
function topicOf(standing: Standing): LocalizedText | undefined {
  return standing.intent && intents[standing.intent].label;
}

const isUrgent = ({ intent }: Standing) => intent !== undefined && intents[intent].priority === 'urgent';
const priorityOf = (standing: Standing, concern: { priority: 'normal' | 'urgent' } | undefined) =>
  isUrgent(standing) ? 'urgent' : (concern?.priority ?? 'normal');

/** Passes the customer to a person at once, with what is known. */
export async function handOff(
  { support, guides }: ActDeps,
  tx: Transaction,
  standing: Standing,
  reason: 'requested' | 'unsure',
): Promise<Said> {
  const concern = await guides.concern(tx, standing.conversationId);
  await support.enqueue(tx, standing.conversationId, {
    reason,
    topic: isUrgent(standing) ? topicOf(standing) : (concern?.topic ?? topicOf(standing)),
    priority: priorityOf(standing, concern),
    skill: concern?.skill ?? guides.catalogue.find(({ id }) => id === standing.intent)?.area,
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

/**
 * To a person; in a surge, what works without one is offered first, and asking again joins the queue. What is urgent is
 * served first and never held up.
 */
async function askForPerson(
  deps: ActDeps,
  tx: Transaction,
  conversation: ConversationRecord,
  standing: Standing,
): Promise<Said> {
  const { intent } = standing;
  const concern = await deps.guides.concern(tx, conversation.id);
  const ways = new Set<Intent>([
    ...(deps.guides.catalogue.some(({ id }) => id === intent) && intent !== undefined
      ? [intent]
      : commonIntents.filter((common) => common !== 'talk-to-a-person')),
    'request-callback',
    'talk-to-a-person',
  ]);
  const wasOffered = isDeepStrictEqual(new Set(standing.suggestions.map(({ id }) => id)), ways);
  if (wasOffered || priorityOf(standing, concern) === 'urgent')
    return handOff(deps, tx, standing, 'requested');
  const { surge, expectedWaitSeconds } = await deps.support.forecastWait(tx, conversation.language);
  if (!surge) return handOff(deps, tx, standing, 'requested');
  const minutes = Math.ceil(expectedWaitSeconds / 60);
  return said(
    `现在咨询的人多，预计要等 ${minutes} 分钟。下面的马上能办，也可以约个时间给您打电话。还是要等人工，再说一次“转人工”就排队。`,
    `Many people are asking now; the wait is about ${minutes} minutes. What is below works at once, or have us call you at a time you choose. To wait in line all the same, ask for a person once more.`,
    { suggest: [...ways] },
  );
}

const smallTalkAnswers: Partial<Record<Intent, Said>> = {
  greeting: said(
    '我是 UPay 智能助手，不是真人。付款、充值、提现、退款和账户的问题请直接说，我马上查；想找真人，说“人工”就行。',
    'I am UPay’s assistant, not a person. Ask me about payments, top-ups, withdrawals, refunds or your account and I look at once; for a person, just say so.',
    { suggest: commonIntents },
  ),
  thanks: said('不客气，有问题随时找我。', 'You are welcome. I am here whenever you need me.'),
  anger: said(
    '很抱歉让您不愉快。请告诉我发生了什么，我马上查；也可以直接转人工、约我们回电，或者投诉。',
    'I am sorry about this. Tell me what happened and I will look at once; you can also talk to a person, be called, or complain.',
    { suggest: ['talk-to-a-person', 'request-callback', 'complaint'] },
  ),
  'out-of-scope': said(
    '抱歉，这个我帮不上忙。付款、充值、提现、账户安全和投诉的问题可以问我，也可以转人工。',
    'Sorry, I cannot help with that. Ask me about payments, top-ups, withdrawals, account security or complaints; a person can help, too.',
    { suggest: commonIntents },
  ),
};

/** What an article says, where no guide puts it right, and the offer of a person. */
async function explain(
  { knowledge }: ActDeps,
  tx: Transaction,
  intent: Intent,
  message: string,
): Promise<Said> {
  const { label, priority } = intents[intent];
  const [article] = await knowledge.find(tx, message, 1, [{ intent, probability: 1 }]);
  const urgent =
    priority === 'urgent'
      ? said(
          '转人工时我会标为紧急。请不要把密码或验证码告诉任何人。',
          'With a person it will be marked urgent. Never tell anyone a password or code. ',
        ).text
      : { zh: '', en: '' };
  if (article === undefined)
    return said(
      `您要问的是“${label.zh}”，由客服处理。${urgent.zh}要现在转人工吗？`,
      `This is about “${label.en}”, which takes a person. ${urgent.en}Shall I pass you on now?`,
      { suggest: ['talk-to-a-person'] },
    );
  return said(
    `${article.title.zh}\n${article.body.zh}\n${urgent.zh}没有解决的话，可以转人工。`,
    `${article.title.en}\n${article.body.en}\n${urgent.en}If that does not solve it, a person can help.`,
    { suggest: ['talk-to-a-person'], articleId: article.id },
  );
}

/** The guide of an intent, with what the message says filled in; an intent without one is explained. */
async function startGuide(
  deps: ActDeps,
  tx: Transaction,
  conversation: ConversationRecord,
  intent: Intent,
  message: string,
  now: Date,
): Promise<Said> {
  const { label, priority } = intents[intent];
  if (!deps.guides.catalogue.some(({ id }) => id === intent)) {
    await deps.support.setTopic(tx, conversation.id, label);
    return explain(deps, tx, intent, message);
  }
  if (aboutPayments[intent] !== undefined) {
    const meant = await findMeant(deps, tx, conversation.customerId, intent, message, now);
    if (meant !== undefined) {
      await startAbout(deps, tx, conversation, intent, meant.payment);
      return standingOf(meant.payment, now);
    }
  }
  await deps.guides.start(tx, {
    guide: intent,
    customerId: conversation.customerId,
    subject: {},
    door: 'chat',
    conversationId: conversation.id,
  });
  if (priority === 'urgent')
    return said(
      `别着急，我们马上处理“${label.zh}”。`,
      `I am here to help; let us deal with this at once: ${label.en}.`,
    );
  return said(`好的，我们来看“${label.zh}”。`, `Of course. Let us look at this: ${label.en}.`);
}

/** Goes on with the guide whose card waits: about the payment that the message names, or by pointing at the card. */
export async function stay(
  deps: ActDeps,
  tx: Transaction,
  conversation: ConversationRecord,
  guide: Intent,
  { message, likely, now }: { message: string; likely: readonly Intent[]; now: Date },
): Promise<Said> {
  const meant = await findMeant(deps, tx, conversation.customerId, guide, message, now);
  if (meant?.isNamed) return startGuide(deps, tx, conversation, guide, message, now);
  const { zh, en } = intents[guide].label;
  return said(
    `我是智能助手，正在和您看“${zh}”。请在上面的卡片里选一项，我接着办；没有合适的，可以转人工。`,
    `I am the assistant, and we are at “${en}”. Choose on the card above and I go on from there; if nothing fits, a person can help.`,
    { suggest: [...new Set<Intent>([...likely.filter((one) => one !== guide), 'talk-to-a-person'])] },
  );
}

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
  if (intent === 'talk-to-a-person') return askForPerson(deps, tx, conversation, standing);
  const answer = smallTalkAnswers[intent];
  if (answer !== undefined) return answer;
  return after(
    await deps.guides.knownIncident(tx, intent),
    await startGuide(deps, tx, conversation, intent, message, now),
  );
}
