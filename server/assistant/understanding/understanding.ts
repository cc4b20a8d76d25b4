import type { Language } from '../../../contract/text.ts';
import { correct, probabilities } from './calibrate.ts';
import type { Encoder } from './encoder/encoder.ts';
import { languageOfText, normalize } from './features.ts';
import { createReader, isScarce, type Model } from './model.ts';
import { createScores } from './scorer.ts';

export interface Utterance<Intent extends string = string> {
  text: string;
  intent: Intent;
}

export interface Understanding<Intent extends string = string> {
  language: Language;
  /** Every intent with its calibrated probability, the likeliest first. */
  ranked: ReadonlyArray<{ intent: Intent; probability: number }>;
  /** A word by itself, and nobody has taught what it means: customers who write it may want anything to do with it. */
  isScarce: boolean;
}

export type Understand<Intent extends string = string> = (text: string) => Understanding<Intent>;

/**
 * Reads texts with what was learnt.
 * @param encoder needed for a model that uses it
 */
export function createUnderstanding<Intent extends string>(
  model: Model,
  encoder?: Encoder,
): Understand<Intent> {
  if (model.usesEncoder && encoder === undefined) throw new Error('this model reads with the encoder');
  const { intents, usesEncoder } = model;
  const taught = new Set(model.taught);
  const createLanguage = (language: Language) => {
    const { rarities, scorer, sharpness, trust } = model.languages[language];
    const read = createReader(rarities, language, usesEncoder ? encoder : undefined);
    return { read, scores: createScores(scorer), sharpness, trust };
  };
  const readers = { zh: createLanguage('zh'), en: createLanguage('en') };
  return (text) => {
    const language = languageOfText(text);
    const { read, scores, sharpness, trust: correction } = readers[language];
    const plain = normalize(text);
    // A text without a letter or digit says nothing; every intent is as likely.
    const certainty = plain === '' ? 0 : sharpness;
    const said = probabilities(scores(read(text)), certainty);
    const chances = certainty === 0 ? said : correct(said, correction);
    return {
      language,
      ranked: intents
        .map((intent, index) => ({ intent: intent as Intent, probability: chances[index] as number }))
        .toSorted((a, b) => b.probability - a.probability),
      isScarce: isScarce(text) && !taught.has(plain),
    };
  };
}
