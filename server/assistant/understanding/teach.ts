import { createEncoder } from './encoder/encoder.ts';
import { languageOfText } from './features.ts';
import { createKeptEncoder, keepModel, keyOf } from './kept.ts';
import { packModel, trainModel } from './model.ts';
import { createUnderstanding, type Utterance } from './understanding.ts';
import { type Intent, readRegressionSet, readUtterances, splitForMeasuring } from './utterances.ts';

/** A text of the regression set that was read otherwise than it must be. */
export interface Regression {
  text: string;
  intent: string;
  read: string;
}

export interface Lesson {
  packed: Uint8Array;
  /** Empty: it may serve. */
  regressions: Regression[];
  /** Shares of the held-out utterances that were read right, by language, without having learnt them. */
  heldOut: { zh: number; en: number };
  milliseconds: number;
}

/**
 * Learns from the house's utterances and from what editors labelled. Before, a model that has not learnt the held-out
 * utterances nor the regression set is asked both: only if it reads the whole regression set right may the new one serve.
 */
export function teach(labelled: ReadonlyArray<Utterance<Intent>>): Lesson {
  const began = performance.now();
  const encoder = createKeptEncoder(createEncoder);
  const utterances = readUtterances();
  const regressionSet = readRegressionSet();
  const protectedTexts = new Set(regressionSet.map(({ text }) => text));
  const { training, held } = splitForMeasuring(utterances);
  const examined = createUnderstanding(
    trainModel([...training.filter(({ text }) => !protectedTexts.has(text)), ...labelled], encoder),
    encoder,
  );
  const readOf = (text: string) => examined(text).ranked[0]?.intent ?? '';
  const regressions = regressionSet.flatMap(({ text, intent }) => {
    const read = readOf(text);
    return read === intent ? [] : [{ text, intent, read }];
  });
  const share = (language: string) => {
    const own = held.filter(({ text }) => languageOfText(text) === language);
    return own.filter(({ text, intent }) => readOf(text) === intent).length / Math.max(1, own.length);
  };
  const model = trainModel([...utterances, ...labelled], encoder);
  encoder.keep();
  return {
    packed: packModel(model),
    regressions,
    heldOut: { zh: share('zh'), en: share('en') },
    milliseconds: performance.now() - began,
  };
}

/** Learns the house's own utterances and keeps what was learnt for the starts to come. */
export function teachOwn(): void {
  const utterances = readUtterances();
  const encoder = createKeptEncoder(createEncoder);
  keepModel(keyOf(utterances), trainModel(utterances, encoder));
  encoder.keep();
}
