import type { Language } from '../../../contract/text.ts';
import { correct, probabilities } from './calibrate.ts';
import type { Encoder } from './encoder/encoder.ts';
import { languageOfText, normalize } from './features.ts';
import { createReader, isScarce, type Model } from './model.ts';
import { scoresBy } from './scorer.ts';

export interface Utterance<Intent extends string = string> {
  text: string;
  intent: Intent;
}

export interface Understanding<Intent extends string = string> {
  language: Language;
  /** Every intent with its calibrated probability, the likeliest first. */
  ranked: ReadonlyArray<{ intent: Intent; probability: number }>;
}

export type Understand<Intent extends string = string> = (text: string) => Understanding<Intent>;

/** How much less a reading of a scarce text that nobody has taught is trusted. */
const scarceTrust = 1 / 4;

/**
 * Reads texts with what was learnt.
 * @param encoder needed for a model that uses it
 */
export function createUnderstanding<Intent extends string>(
  model: Model,
  encoder?: Encoder,
): Understand<Intent> {
  if (model.usesEncoder && encoder === undefined) throw new Error('this model reads with the encoder');
  const taught = new Set(model.taught);
  const readers = {
    zh: createReader(model.languages.zh.rarities, 'zh', undefined),
    en: createReader(model.languages.en.rarities, 'en', model.usesEncoder ? encoder : undefined),
  };
  return (text) => {
    const language = languageOfText(text);
    const { scorer, sharpness, trust: correction } = model.languages[language];
    const plain = normalize(text);
    const trust = isScarce(text) && !taught.has(plain) ? scarceTrust : 1;
    // A text without a letter or digit says nothing; every intent is as likely.
    const certainty = plain === '' ? 0 : sharpness * trust;
    const said = probabilities(scoresBy(scorer, readers[language](text)), certainty);
    const chances = certainty === 0 ? said : correct(said, correction);
    return {
      language,
      ranked: model.intents
        .map((intent, index) => ({ intent: intent as Intent, probability: chances[index] as number }))
        .toSorted((a, b) => b.probability - a.probability),
    };
  };
}
