import { type Language, languages } from '../../../contract/text.ts';
import { probabilities, trainCalibrated } from './calibrate.ts';
import { createVectorizer, languageOfText, normalize } from './features.ts';

export interface Utterance<Intent extends string = string> {
  text: string;
  intent: Intent;
}

export interface Understanding<Intent extends string = string> {
  language: Language;
  /** Every intent with its calibrated probability, the likeliest first. */
  ranked: ReadonlyArray<{ intent: Intent; probability: number }>;
}

/** A word by itself names a thing and not what is the matter with it. */
function isScarce(text: string): boolean {
  const plain = normalize(text);
  return languageOfText(plain) === 'zh' ? [...plain].length <= 2 : !plain.includes(' ');
}

/** How much less a reading of a scarce text that nobody has taught is trusted. */
const scarceTrust = 1 / 4;

/** Learns from utterances what texts mean; the same utterances always give the same understanding. */
export function trainUnderstanding<Intent extends string>(
  utterances: ReadonlyArray<Utterance<Intent>>,
): (text: string) => Understanding<Intent> {
  const intents = [...new Set(utterances.map(({ intent }) => intent))].toSorted();
  const taught = new Set(utterances.map(({ text }) => normalize(text)));
  const trained = new Map(
    languages.map((language) => {
      const own = utterances.filter(({ text }) => languageOfText(text) === language);
      const vectorize = createVectorizer(
        own.map(({ text }) => text),
        language,
      );
      const examples = own.map(({ text, intent }) => ({
        features: vectorize(text),
        label: intents.indexOf(intent),
      }));
      return [language, { vectorize, ...trainCalibrated(examples, intents.length) }];
    }),
  );
  return (text) => {
    const language = languageOfText(text);
    const own = trained.get(language);
    if (own === undefined) throw new Error(`nothing was learnt in ${language}`);
    const plain = normalize(text);
    const trust = isScarce(text) && !taught.has(plain) ? scarceTrust : 1;
    // A text without a letter or digit says nothing; every intent is as likely.
    const certainty = plain === '' ? 0 : own.sharpness * trust;
    const chances = probabilities(own.model.scores(own.vectorize(text)), certainty);
    return {
      language,
      ranked: intents
        .map((intent, index) => ({ intent, probability: chances[index] as number }))
        .toSorted((a, b) => b.probability - a.probability),
    };
  };
}
