import { readFileSync } from 'node:fs';
import { normalize } from './features.ts';
import type { Utterance } from './understanding.ts';

/** What a customer may want: one for every guide, by its id, what only articles answer, and what is said besides. One file each in `utterances/`. */
export const intentIds = [
  'install-app',
  'register',
  'log-in-help',
  'account-locked',
  'reset-password',
  'reset-payment-password',
  'change-password',
  'change-phone',
  'set-up-two-factor',
  'new-device',
  'security-checkup',
  'lost-phone',
  'top-up',
  'top-up-failed',
  'withdraw',
  'withdrawal-late',
  'add-card-or-bank',
  'pay',
  'payment-failed',
  'payment-processing',
  'charged-twice',
  'transfer-to-wrong-person',
  'refund-where',
  'unrecognised-transaction',
  'limits-and-fees',
  'network-check',
  'app-crash',
  'complaint',
  'complaint-progress',
  'talk-to-a-person',
  'request-callback',
  'manage-account',
  'statements',
  'greeting',
  'thanks',
  'anger',
  'out-of-scope',
] as const;

export type Intent = (typeof intentIds)[number];

export const isIntent = (id: string | null | undefined): id is Intent => intentIds.includes(id as Intent);

interface File {
  zh: string[];
  en: string[];
}

const readFile = (name: string) =>
  JSON.parse(readFileSync(new URL(`../utterances/${name}.json`, import.meta.url), 'utf8')) as unknown;

/** What customers really type; to teach the assistant, add to the files. */
export function readUtterances(): Array<Utterance<Intent>> {
  return intentIds.flatMap((intent) => {
    const { zh, en } = readFile(intent) as File;
    return [...zh, ...en].map((text) => ({ text, intent }));
  });
}

/** Texts that every model must read right before it may serve; some of the utterances, by intent. */
export function readRegressionSet(): Array<Utterance<Intent>> {
  const byIntent = readFile('regression-set') as Record<Intent, string[]>;
  return intentIds.flatMap((intent) => (byIntent[intent] ?? []).map((text) => ({ text, intent })));
}

/** One in five by what the text is, so that adding to the files moves no other text from one side to the other. */
export function isHeldOut(text: string): boolean {
  let state = 0x811c9dc5;
  for (const character of normalize(text))
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((state ^ (state >>> 15)) >>> 0) % 5 === 0;
}

/** A fifth of the utterances is kept from training when it is measured; none that is also among the others in other writing. */
export function splitForMeasuring<I extends string>(
  utterances: ReadonlyArray<Utterance<I>>,
): { training: Array<Utterance<I>>; held: Array<Utterance<I>> } {
  const training = utterances.filter(({ text }) => !isHeldOut(text));
  const known = new Set(training.map(({ text }) => normalize(text)));
  return { training, held: utterances.filter(({ text }) => isHeldOut(text) && !known.has(normalize(text))) };
}
