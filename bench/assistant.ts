import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createEncoder, type Encoder } from '../server/assistant/understanding/encoder/encoder.ts';
import { trainModel } from '../server/assistant/understanding/model.ts';
import { teachOwn } from '../server/assistant/understanding/teach.ts';
import {
  createUnderstanding,
  type Understand,
  type Utterance,
} from '../server/assistant/understanding/understanding.ts';
import { readUtterances, splitForMeasuring } from '../server/assistant/understanding/utterances.ts';
import type { Bench } from './run.ts';
import { type Figure, figure, percentile } from './support/figures.ts';
import { accuracy, calibrationError, macroF1, precisionOfSurest, type Reading } from './support/measures.ts';
import { outOfScope, readBanking77, readClinc150 } from './support/question-sets.ts';

const percent = (share: number) => share * 100;
const megabytes = (bytes: number) => bytes / 1e6;

/** Encodes each text once, however many models learn from it; what is timed is not kept. */
function remembering(encoder: Encoder): Encoder {
  const known = new Map<string, Float32Array>();
  return {
    encode(text) {
      const found = known.get(text) ?? encoder.encode(text);
      known.set(text, found);
      return found;
    },
  };
}

function readAll(understand: Understand, utterances: readonly Utterance[]): Reading[] {
  return utterances.map(({ text, intent }) => {
    const [first] = understand(text).ranked;
    return { intent, read: first?.intent ?? '', probability: first?.probability ?? 0 };
  });
}

/** Milliseconds of each reading, one after the other, once the code is warm. */
function timesOf(understand: Understand, texts: readonly string[]): number[] {
  for (const text of texts.slice(0, 100)) understand(text);
  return texts.slice(0, 1000).map((text) => {
    const before = performance.now();
    understand(text);
    return performance.now() - before;
  });
}

function seconds<Result>(work: () => Result): { result: Result; took: number } {
  const before = performance.now();
  const result = work();
  return { result, took: (performance.now() - before) / 1000 };
}

function measureOwn(encoder: Encoder): Figure[] {
  const { training, held } = splitForMeasuring(readUtterances());
  const { result: model, took } = seconds(() => trainModel(training, encoder));
  const understand = createUnderstanding(model, encoder);
  return [
    ...(['zh', 'en'] as const).flatMap((language) => {
      const own = held.filter(({ text }) => /\p{Script=Han}/u.test(text) === (language === 'zh'));
      const readings = readAll(understand, own);
      const times = timesOf(
        understand,
        own.map(({ text }) => text),
      );
      const allowed = language === 'zh' ? 1 : 25;
      return [
        figure(`own ${language}`, '%', percent(accuracy(readings)), 'every right', 100),
        figure(`own ${language} macro-F1`, '%', percent(macroF1(readings)), 'every right', 100),
        figure(`own ${language} calibration error`, '%', percent(calibrationError(readings)), 'limit', 5),
        figure(`own ${language} p50`, 'ms', percentile(times, 0.5), 'limit', allowed),
        figure(`own ${language} p99`, 'ms', percentile(times, 0.99), 'limit', allowed),
      ];
    }),
    figure('own training', 's', took, 'limit', 30),
  ];
}

function measureBanking77(encoder: Encoder, timed: Encoder): Figure[] {
  const { training, test } = readBanking77();
  for (const { text } of training) encoder.encode(text);
  const { result: model, took } = seconds(() => trainModel(training, encoder));
  const readings = readAll(createUnderstanding(model, encoder), test);
  const times = timesOf(
    createUnderstanding(model, timed),
    test.map(({ text }) => text),
  );
  return [
    figure('banking77', '%', percent(accuracy(readings)), 'BERT, tuned', 93.7),
    figure('banking77 macro-F1', '%', percent(macroF1(readings)), 'every right', 100),
    figure('banking77 surest 80 %', '%', percent(precisionOfSurest(readings, 0.8)), 'goal', 98.5),
    figure('banking77 calibration error', '%', percent(calibrationError(readings)), 'limit', 5),
    figure('banking77 p50', 'ms', percentile(times, 0.5), 'limit', 25),
    figure('banking77 p99', 'ms', percentile(times, 0.99), 'limit', 25),
    figure('banking77 training', 's', took, 'limit', 120),
  ];
}

/**
 * One threshold for all, chosen on the validation questions so that what is gained and lost on both sides is balanced: below
 * it a question is taken to be out of scope.
 */
function measureClinc150(encoder: Encoder): Figure[] {
  const { training, validation, test } = readClinc150();
  const understand = createUnderstanding(trainModel(training, encoder), encoder);
  const validated = readAll(understand, validation);
  const thresholds = Array.from({ length: 96 }, (_, index) => index / 100);
  const scored = thresholds.map((threshold) => {
    const { inScope, recall } = outcome(validated, threshold);
    return { threshold, sum: inScope + recall };
  });
  const best = scored.reduce((one, other) => (other.sum > one.sum ? other : one));
  const { inScope, recall } = outcome(readAll(understand, test), best.threshold);
  return [
    figure('clinc150', '%', percent(inScope), 'BERT, tuned', 96.2),
    figure('clinc150 out-of-scope', '%', percent(recall), 'BERT, tuned, threshold', 52.3),
  ];
}

function outcome(readings: readonly Reading[], threshold: number): { inScope: number; recall: number } {
  const judged = readings.map((reading) => ({
    ...reading,
    read: reading.probability < threshold ? outOfScope : reading.read,
  }));
  return {
    inScope: accuracy(judged.filter(({ intent }) => intent !== outOfScope)),
    recall: accuracy(judged.filter(({ intent }) => intent === outOfScope)),
  };
}

/**
 * How well customers' words are understood, on the product's own utterances (a fifth held out) and on two public sets: learnt
 * on their training part, measured on their test part, with the code and the settings of the product. Peers are published.
 */
const bench: Bench = async ({ say }) => {
  teachOwn();
  const loaded = await measureLoading();
  const encoder = createEncoder();
  say('product’s own utterances');
  const figures = measureOwn(encoder);
  say('BANKING77');
  figures.push(...measureBanking77(remembering(encoder), encoder));
  say('CLINC150');
  figures.push(...measureClinc150(remembering(encoder)));
  return [
    ...figures,
    figure('loading', 's', loaded.milliseconds / 1000, 'limit', 2),
    figure('memory', 'MB', megabytes(loaded.bytes), 'limit', 150),
  ];
};

/** What a start spends on what was learnt before, in a process of its own. */
async function measureLoading(): Promise<{ bytes: number; milliseconds: number }> {
  const child = fork(new URL('support/memory-of-understanding.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
  });
  const [told] = (await once(child, 'message')) as [{ bytes: number; milliseconds: number }];
  return told;
}

export default bench;
