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

/** Learns from utterances what texts mean; the same utterances always give the same understanding. */
export function trainUnderstanding<Intent extends string>(
  utterances: ReadonlyArray<Utterance<Intent>>,
): (text: string) => Understanding<Intent> {
  const intents = [...new Set(utterances.map(({ intent }) => intent))].toSorted();
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
    // A text without a letter or digit says nothing; every intent is as likely.
    const certainty = normalize(text) === '' ? 0 : own.sharpness;
    const chances = probabilities(own.model.scores(own.vectorize(text)), certainty);
    return {
      language,
      ranked: intents
        .map((intent, index) => ({ intent, probability: chances[index] as number }))
        .toSorted((a, b) => b.probability - a.probability),
    };
  };
}
