import { languages } from '../../../contract/text.ts';
import { createEncoder } from './encoder/encoder.ts';
import { languageOfText } from './features.ts';
import {
  createKeptEncoder,
  keepLanguage,
  keepModel,
  keyOf,
  readKeptLanguages,
  readKeptModel,
} from './kept.ts';
import { packModel, trainModel } from './model.ts';
import { createUnderstanding, type Utterance } from './understanding.ts';
import { type Intent, readRegressionSet, readUtterances, splitForMeasuring } from './utterances.ts';

/** A text of the regression set that was read otherwise than it must be. */
export interface Regression {
  text: string;
  intent: string;
  read: string;
}

export type LessonStep = 'checking' | 'learning';

export interface Lesson {
  /** Absent where it may not serve. */
  packed?: Uint8Array;
  /** Empty: it may serve. */
  regressions: Regression[];
  /** Shares of the held-out utterances that were read right, by language, without having learnt them. */
  heldOut: { zh: number; en: number };
  milliseconds: number;
}

/**
 * Learns from the house's utterances and from what editors labelled. Before, a model that has not learnt the held-out
 * utterances nor the regression set is asked both: only if it reads the whole regression set right may the new one serve.
 * A language in which nothing was labelled is not learnt anew where it was kept.
 */
export function teach(
  labelled: ReadonlyArray<Utterance<Intent>>,
  onStep: (step: LessonStep) => void,
): Lesson {
  const began = performance.now();
  onStep('checking');
  const encoder = createKeptEncoder(createEncoder);
  const utterances = readUtterances();
  const key = keyOf(utterances);
  const untouched = languages.filter(
    (language) => !labelled.some(({ text }) => languageOfText(text) === language),
  );
  const regressionSet = readRegressionSet();
  const protectedTexts = new Set(regressionSet.map(({ text }) => text));
  const { training, held } = splitForMeasuring(utterances);
  const examinedModel = trainModel(
    [...training.filter(({ text }) => !protectedTexts.has(text)), ...labelled],
    encoder,
    readKeptLanguages(key, untouched),
  );
  for (const language of untouched) keepLanguage(key, language, examinedModel.languages[language]);
  const examined = createUnderstanding(examinedModel, encoder);
  const readOf = (text: string) => examined(text).ranked[0]?.intent ?? '';
  const regressions = regressionSet.flatMap(({ text, intent }) => {
    const read = readOf(text);
    return read === intent ? [] : [{ text, intent, read }];
  });
  const share = (language: string) => {
    const own = held.filter(({ text }) => languageOfText(text) === language);
    return own.filter(({ text, intent }) => readOf(text) === intent).length / Math.max(1, own.length);
  };
  const heldOut = { zh: share('zh'), en: share('en') };
  const examination = { regressions, heldOut };
  if (regressions.length > 0) return { ...examination, milliseconds: performance.now() - began };
  onStep('learning');
  const known = readKeptModel(key)?.languages;
  const model = trainModel(
    [...utterances, ...labelled],
    encoder,
    known && Object.fromEntries(untouched.map((language) => [language, known[language]])),
  );
  encoder.keep();
  return { ...examination, packed: packModel(model), milliseconds: performance.now() - began };
}

/** Learns the house's own utterances and keeps what was learnt for the starts to come. */
export function teachOwn(): void {
  const utterances = readUtterances();
  const encoder = createKeptEncoder(createEncoder);
  keepModel(keyOf(utterances), trainModel(utterances, encoder));
  encoder.keep();
}
