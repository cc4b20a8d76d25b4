import { intents, smallTalk } from './intents.ts';
import type { Understand, Understanding } from './understanding/understanding.ts';
import type { Intent } from './understanding/utterances.ts';

/** Where one thing ends and another may begin; a point or comma within a number is neither. */
const breaks =
  /(?<!\d)[,.]|[,.](?!\d)|[，。；;！!？?\n]+|另外|顺便|还有(?=\S{3})|而且|(?:^|\s)(?:also|besides|plus|by the way|and also|another thing)(?=\s)/giu;

const mostClauses = 6;

/** The parts of a message that may each want something. */
export function clausesOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .split(breaks)
    .map((part) => part.trim())
    .filter((part) => [...part].length >= 2)
    .slice(0, mostClauses);
}

/** Problems that are told in one breath and are one problem. */
const kin: ReadonlyArray<ReadonlySet<Intent>> = [
  new Set([
    'payment-failed',
    'payment-processing',
    'charged-twice',
    'top-up-failed',
    'network-check',
    'app-crash',
  ]),
  new Set([
    'payment-failed',
    'reset-payment-password',
    'limits-and-fees',
    'add-card-or-bank',
    'pay',
    'top-up',
  ]),
  new Set([
    'log-in-help',
    'account-locked',
    'reset-password',
    'change-password',
    'new-device',
    'change-phone',
    'register',
  ]),
  new Set(['lost-phone', 'account-locked', 'unrecognised-transaction', 'security-checkup', 'new-device']),
  new Set(['withdraw', 'withdrawal-late', 'limits-and-fees']),
  new Set(['top-up', 'top-up-failed', 'limits-and-fees']),
  new Set(['refund-where', 'charged-twice', 'transfer-to-wrong-person']),
  new Set(['complaint', 'complaint-progress', 'talk-to-a-person', 'request-callback']),
];
const areKin = (one: Intent, other: Intent) =>
  one === other || kin.some((family) => family.has(one) && family.has(other));

/** What a message wants, part by part. */
export interface Reading {
  whole: Understanding<Intent>;
  /** Problems that parts of it surely name, each once, the urgent first; of kin, the first named. */
  wants: Intent[];
  isAngry: boolean;
}

/** A message and its parts, each understood by itself. */
export interface Understood {
  whole: Understanding<Intent>;
  parts: Array<Understanding<Intent>>;
}

export function understandMessage(understand: Understand<Intent>, text: string): Understood {
  const clauses = clausesOf(text);
  return { whole: understand(text), parts: clauses.length > 1 ? clauses.map(understand) : [] };
}

/** What is less likely is not taken into account. */
export const leastProbability = 0.2;

/** A curse within a sentence is not what it is about: the rest of the readings share what anger has. */
function withoutAnger(understanding: Understanding<Intent>): Understanding<Intent> {
  const { ranked } = understanding;
  const anger = ranked.find(({ intent }) => intent === 'anger')?.probability ?? 0;
  const isProblem = ranked.some(
    ({ intent, probability }) => !smallTalk.has(intent) && probability >= leastProbability,
  );
  if (anger < leastProbability || !isProblem) return understanding;
  return {
    ...understanding,
    ranked: ranked
      .map(({ intent, probability }) => ({
        intent,
        probability: intent === 'anger' ? 0 : probability / (1 - anger),
      }))
      .toSorted((a, b) => b.probability - a.probability),
  };
}

/** A part has less to go by than a whole message, so it must be surer. */
const surePart = 0.7;

export function readingOf({ whole, parts }: Understood): Reading {
  const sureOf = ({ ranked: [first], isScarce }: Understanding<Intent>) =>
    first !== undefined && !isScarce && first.probability >= surePart ? first.intent : undefined;
  const surely = parts.flatMap((part) => sureOf(part) ?? []);
  const wants: Intent[] = [];
  for (const intent of surely)
    if (!smallTalk.has(intent) && !wants.some((known) => areKin(known, intent))) wants.push(intent);
  const rank = (intent: Intent) => (intents[intent].priority === 'urgent' ? 0 : 1);
  return {
    whole: withoutAnger(whole),
    wants: wants.toSorted((a, b) => rank(a) - rank(b)),
    isAngry: surely.includes('anger') || sureOf(whole) === 'anger' || withoutAnger(whole) !== whole,
  };
}

export { areKin };
