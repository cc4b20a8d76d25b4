import { type Card, type Fact, type SuggestedReply } from '../../contract/guides.ts';
import { moneyText } from '../../contract/money.ts';
import type { LocalizedText } from '../../contract/text.ts';
import type { Queryable } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import type { ConversationRecord } from '../support/support.ts';
import type { AnyGuide, Commands } from './definition.ts';
import * as queries from './queries.ts';
import { newRun, type Run } from './run.ts';
import { type Surroundings, walk } from './walk.ts';
import { text, timeText } from './wording.ts';

const refuse = () => Promise.reject(new ProblemError('conflict'));
/** Nothing is done for the customer while a reply is thought out. */
const nothing: Commands = {
  inquire: refuse,
  cancel: refuse,
  freeze: refuse,
  requestCallback: refuse,
  cancelCallback: refuse,
};

/**
 * What an agent may answer: what the conversation's newest guide finds as things are now, in its own words. The guide is
 * walked from its look on a copy that is not kept, so the customer's run stays where it is. Where no guide was walked, the
 * one for payments looks at the payment the customer came from.
 * @returns undefined where nothing was found out
 */
export async function suggestReply(
  q: Queryable,
  guideOf: (id: string) => AnyGuide | undefined,
  surroundings: Surroundings,
  conversation: ConversationRecord,
): Promise<SuggestedReply | undefined> {
  const [newest] = await queries.readRunsOfConversation(q, conversation.id);
  const paymentId = conversation.context?.paymentId;
  if (newest === undefined && paymentId === undefined) return undefined;
  const guide = guideOf(newest?.guide ?? 'payment-failed');
  if (guide === undefined) return undefined;
  const fresh = newRun(guide, {
    customerId: conversation.customerId,
    door: 'agent',
    conversationId: conversation.id,
    subject: { paymentId },
    startedAt: surroundings.now(),
  });
  const { id, version, subject, stepId, facts, startedAt } = newest ?? fresh;
  const copy: Run = { ...fresh, id, version, subject, stepId, facts, startedAt };
  const input = {
    type: guide.resume === undefined ? 'start' : 'resume',
    by: 'staff',
    door: 'agent',
  } as const;
  const { cards, taken } = await walk(guide, copy, [input], { ...surroundings, commandsOf: () => nothing });
  const told = taken.at(-1)?.kind === 'hand_off' ? cards.slice(0, -1) : cards;
  const card = told.at(-1);
  // A mere question is the guide's to ask.
  if (card === undefined || !taken.some(({ kind }) => kind === 'look') || card.facts.length === 0)
    return undefined;
  return {
    title: card.title,
    text: replyOf(card, surroundings.now()),
    ...(card.paymentId === undefined ? {} : { paymentId: card.paymentId }),
  };
}

function valueOf({ value }: Fact, now: Date): LocalizedText {
  if (value.type === 'text') return value.text;
  if (value.type === 'time') {
    const { zh, en } = timeText(new Date(value.time), now);
    return text(zh, en.replace(/^(at|on) /, ''));
  }
  const money = moneyText(value.amount, value.currency);
  return text(money, money);
}

const sentence = ({ zh, en }: LocalizedText): LocalizedText =>
  text(/[。？！]$/.test(zh) ? zh : `${zh}。`, /[.?!]$/.test(en) ? en : `${en}.`);

/** A greeting, what was found, the facts it rests on, what the customer can do, and the source. */
function replyOf(card: Card, now: Date): LocalizedText {
  const found = sentence(card.title);
  const { zh = '', en = '' } = card.body ?? {};
  const facts = card.facts
    .map((fact) => ({ label: fact.label, value: valueOf(fact, now) }))
    // The title has said it.
    .filter(({ value }) => value.zh !== card.title.zh)
    .map(({ label, value }) => text(`${label.zh}：${value.zh}`, `${label.en}: ${value.en}`));
  // Answers are for the guide's card; these open something of the wallet.
  const ways = card.options.filter(({ action }) => action.type !== 'answer').map(({ label }) => label);
  const read = timeText(now, now);
  const source = card.paymentId;
  const lines: LocalizedText[][] = [
    [text(`您好，我为您查过了。${found.zh}${zh}`, `Hello, I have looked into it. ${found.en} ${en}`.trim())],
    facts,
    ways.length === 0
      ? []
      : [
          text(
            `您可以：${ways.map((way) => way.zh).join('；')}。`,
            `You can: ${ways.map((way) => way.en).join('; ')}.`,
          ),
        ],
    [
      source === undefined
        ? text(`——依据：您的账户记录，${read.zh} 查询`, `— Based on your account’s records, read ${read.en}`)
        : text(
            `——依据：交易 ${source} 的记录，${read.zh} 查询`,
            `— Based on payment ${source}, read ${read.en}`,
          ),
    ],
  ];
  const join = (language: keyof LocalizedText) =>
    lines
      .filter((part) => part.length > 0)
      .map((part) => part.map((line) => line[language]).join('\n'))
      .join('\n\n');
  return text(join('zh'), join('en'));
}
