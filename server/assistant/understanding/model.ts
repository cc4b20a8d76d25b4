import { deserialize, serialize } from 'node:v8';
import { type Language, languages } from '../../../contract/text.ts';
import { fitSharpness, fitTrust, scoreUnseen, type Trust } from './calibrate.ts';
import type { Encoder } from './encoder/encoder.ts';
import { createVectorizer, type Features, languageOfText, normalize, raritiesOf } from './features.ts';
import { type Scorer, trainScorer } from './scorer.ts';
import type { Utterance } from './understanding.ts';

/** What was learnt in one language. */
export interface LanguageModel {
  rarities: Float32Array;
  scorer: Scorer;
  /** How much the scores are to be trusted, fitted on what the model had not seen. */
  sharpness: number;
  /** What the likeliest reading's probability is corrected by. */
  trust: Trust;
}

/** All that was learnt from utterances; plain data, so that it can be kept and sent. */
export interface Model {
  /** In the order of the labels. */
  intents: string[];
  /** Whether English is read with the sentence encoder too. */
  usesEncoder: boolean;
  /** Scarce texts that were taught as they stand, in one spelling. */
  taught: string[];
  languages: Record<Language, LanguageModel>;
}

/** Nobody types more of a question than this. */
const mostCharacters = 300;
/** How much the encoder's reading counts beside words and characters; chosen by cross-validation. */
const meaningWeight = 0.9;

/** Features of a text: words and characters, and in English what the encoder makes of the sentence. */
export function createReader(
  rarities: Float32Array,
  language: Language,
  encoder: Encoder | undefined,
): (text: string) => Features {
  const vectorize = createVectorizer(rarities, language);
  if (encoder === undefined || language !== 'en') return vectorize;
  return (text) => ({
    ...vectorize(text),
    meaning: encoder.encode(text.slice(0, mostCharacters)).map((value) => value * meaningWeight),
  });
}

/** A word by itself names a thing and not what is the matter with it. */
export function isScarce(text: string): boolean {
  const plain = normalize(text);
  return languageOfText(plain) === 'zh' ? [...plain].length <= 2 : !plain.includes(' ');
}

/**
 * Learns what texts mean. The same utterances always give the same model.
 * @param known languages that are known already and need not be learnt
 */
export function trainModel<Intent extends string>(
  utterances: ReadonlyArray<Utterance<Intent>>,
  encoder?: Encoder,
  known: Partial<Record<Language, LanguageModel>> = {},
): Model {
  const intents = [...new Set(utterances.map(({ intent }) => intent))].toSorted();
  const trainLanguage = (language: Language): LanguageModel => {
    const own = utterances.filter(({ text }) => languageOfText(text) === language);
    const rarities = raritiesOf(
      own.map(({ text }) => text),
      language,
    );
    const read = createReader(rarities, language, encoder);
    const examples = own.map(({ text, intent }) => ({
      features: read(text),
      label: intents.indexOf(intent),
    }));
    const unseen = scoreUnseen(examples, intents.length);
    const sharpness = fitSharpness(unseen);
    return {
      rarities,
      scorer: trainScorer(examples, intents.length),
      sharpness,
      trust: fitTrust(unseen, sharpness),
    };
  };
  return {
    intents,
    usesEncoder: encoder !== undefined,
    taught: [...new Set(utterances.map(({ text }) => normalize(text)))].filter(isScarce),
    languages: Object.fromEntries(
      languages.map((language) => [language, known[language] ?? trainLanguage(language)]),
    ) as Model['languages'],
  };
}

export const packModel = (model: Model): Buffer => serialize(model);
export const unpackModel = (packed: Uint8Array): Model => deserialize(packed) as Model;
