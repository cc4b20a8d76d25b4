import type { LocalizedText } from '../../contract/text.ts';
import { intents, smallTalk } from './intents.ts';
import { areKin, leastProbability, type Reading } from './clauses.ts';
import type { Intent } from './understanding/utterances.ts';

export interface Suggestion {
  id: Intent;
  label: LocalizedText;
}

/** What to do about a message. */
export type Decision =
  /** `also`: what else the message surely names. */
  | { type: 'act'; intent: Intent; also: Intent[] }
  | { type: 'clarify'; between: [Intent, Intent] }
  /** `likely`: what it may be about all the same. */
  | { type: 'ask_again'; likely: Intent[] }
  /** It seems to belong to the card that waits for an answer. */
  | { type: 'stay'; guide: Intent; likely: Intent[] }
  | { type: 'hand_off' };

/** Above it the likeliest intent is acted on; measured: right in nine of ten on utterances kept from training. */
export const sureProbability = 0.6;
/** Two intents that together reach it are asked about. */
const closeProbability = 0.6;

/** Asking for a person works whatever else is made of a message. */
const personWords =
  /^(转?人工|客服|真人|agent|human|operator|representative)[!！。.?？]*$|转\s*人\s*工|(找|要|接|换|给我|联系)\s*(个)?(人工|真人)|人工(客服|服务)|真人客服|(talk|speak)\s+(to|with)\s+(a|an|some|the)?\s*(human|person|agent|someone|representative)|(human|live|real)\s+agent|(?<!are\s+you\s+(a\s+)?)real\s+person/i;

const ordinals: ReadonlyArray<RegExp> = [
  /^(1|一|第一个|前者|the first( one)?|first)$/i,
  /^(2|二|第二个|后者|the second( one)?|second)$/i,
  /^(3|三|第三个|third)$/i,
  /^(4|四|第四个|fourth)$/i,
];

/** Said while a card waits, they are about what it shows. */
const asides: ReadonlySet<Intent> = new Set(['greeting', 'out-of-scope']);
/** Ways that the card of an unpaid payment offers itself. */
const offeredBy: Partial<Record<Intent, readonly Intent[]>> = { 'payment-failed': ['pay', 'top-up'] };

/** To the only thing offered. */
const agreement =
  /^(好|好的|好吧|好啊|可以|行|嗯+|是|是的|对|要|看|现在看|yes|yes please|yeah|yep|ok|okay|sure|please|please do)$/;

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[。.!！?？]+$/u, '');

/**
 * The suggestion that the customer chose: by its id, its words in either language, or its place.
 * @param isOffer it was asked about, so that a mere yes means the only one
 */
export function chosenSuggestion(
  text: string,
  suggestions: readonly Suggestion[],
  isOffer = true,
): Intent | undefined {
  const said = plain(text);
  const [only] = suggestions;
  if (only !== undefined && suggestions.length === 1 && isOffer && agreement.test(said)) return only.id;
  const place = ordinals.findIndex((ordinal) => ordinal.test(said));
  return suggestions.find(
    ({ id, label }, index) =>
      index === place || [id, label.zh, label.en].some((words) => plain(words) === said),
  )?.id;
}

/** Where a conversation stands when a message comes. */
export interface Situation {
  suggestions: readonly Suggestion[];
  /** Messages in a row before this one that were not understood. */
  unsure: number;
  /** Problems that were named and are kept for later. */
  pending: readonly Intent[];
  /** The guide whose card waits for an answer. */
  waiting?: Intent | undefined;
}

/**
 * Sure: act. Two readings close: one question with choices. Unsure: back to the card that waits, or ask once in other words;
 * then hand off.
 */
export function decide(
  text: string,
  { whole: { ranked, isScarce }, wants }: Reading,
  { suggestions, unsure, pending, waiting }: Situation,
): Decision {
  // What is kept for later was not asked about while a card waits.
  const isOffer = waiting === undefined || suggestions.some(({ id }) => !pending.includes(id));
  const chosen = chosenSuggestion(text, suggestions, isOffer);
  if (chosen !== undefined) return { type: 'act', intent: chosen, also: [] };
  if (personWords.test(text.normalize('NFKC').trim()))
    return { type: 'act', intent: 'talk-to-a-person', also: [] };
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return { type: 'hand_off' };
  // A greeting, thanks or a curse around a problem is not what the message is about.
  const isSure = !isScarce && first.probability >= sureProbability;
  const [named] = wants;
  const urgent = named !== undefined && intents[named].priority === 'urgent';
  // Several are taken up in the order in which they were named, the urgent first.
  const isOne = isSure && !smallTalk.has(first.intent) && !urgent && wants.length < 2;
  const intent = isOne ? first.intent : (named ?? first.intent);
  const isAside =
    waiting !== undefined &&
    (asides.has(intent) || agreement.test(plain(text)) || offeredBy[waiting]?.includes(intent));
  if ((isSure && !isAside) || named !== undefined)
    return { type: 'act', intent, also: wants.filter((other) => !areKin(other, intent)) };
  if (unsure > 0) return { type: 'hand_off' };
  const isClose =
    second.probability >= leastProbability && first.probability + second.probability >= closeProbability;
  const isProblem = ({ intent }: typeof first) => intent === 'talk-to-a-person' || !smallTalk.has(intent);
  if (isClose && isProblem(first) && isProblem(second))
    return { type: 'clarify', between: [first.intent, second.intent] };
  const likely = ranked.filter((one) => one.probability >= leastProbability && isProblem(one));
  return waiting === undefined
    ? { type: 'ask_again', likely: likely.map(({ intent }) => intent) }
    : { type: 'stay', guide: waiting, likely: likely.map(({ intent }) => intent) };
}
