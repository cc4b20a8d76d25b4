import { beforeAll, expect, test } from 'vitest';
import { languages } from '../../contract/text.ts';
import { sureProbability } from './decide.ts';
import { createEncoder } from './understanding/encoder/encoder.ts';
import { languageOfText } from './understanding/features.ts';
import { createKeptEncoder } from './understanding/kept.ts';
import { type Model, packModel, trainModel, unpackModel } from './understanding/model.ts';
import { createUnderstanding, type Understand } from './understanding/understanding.ts';
import {
  type Intent,
  intentIds,
  readRegressionSet,
  readUtterances,
  splitForMeasuring,
} from './understanding/utterances.ts';

const utterances = readUtterances();
const { training, held } = splitForMeasuring(utterances);
const encoder = createKeptEncoder(createEncoder);
let model: Model;
let understand: Understand<Intent>;

beforeAll(() => {
  model = trainModel(training, encoder);
  understand = createUnderstanding(model, encoder);
}, 120_000);

test('there are enough utterances of every intent, each of one intent only', () => {
  for (const intent of intentIds)
    for (const [language, least] of [
      ['zh', 60],
      ['en', 40],
    ] as const) {
      const own = utterances.filter((one) => one.intent === intent && languageOfText(one.text) === language);
      expect(own.length, `${intent} ${language}`).toBeGreaterThanOrEqual(least);
    }
  const owners = Map.groupBy(utterances, ({ text }) => text.toLowerCase());
  expect([...owners.values()].filter((owned) => owned.length > 1)).toEqual([]);
  const texts = new Set(utterances.map(({ text, intent }) => `${intent} ${text}`));
  expect(readRegressionSet().filter(({ text, intent }) => !texts.has(`${intent} ${text}`))).toEqual([]);
});

test('utterances kept from training are understood, and a sure reading is nearly always right', () => {
  const readings = held.map(({ text, intent }) => {
    const { language, ranked } = understand(text);
    const [first] = ranked;
    return { language, right: first?.intent === intent, probability: first?.probability ?? 0 };
  });
  const share = (part: typeof readings) => part.filter(({ right }) => right).length / part.length;
  for (const language of languages) {
    const own = readings.filter((reading) => reading.language === language);
    const sure = own.filter(({ probability }) => probability >= sureProbability);
    console.log(
      `${language}: ${own.length} held out, right ${(share(own) * 100).toFixed(1)} %, sure of ${((sure.length / own.length) * 100).toFixed(1)} % and then right ${(share(sure) * 100).toFixed(1)} %`,
    );
    expect(share(own)).toBeGreaterThanOrEqual(0.82);
    expect(share(sure)).toBeGreaterThanOrEqual(0.89);
    // It says of itself what is true.
    const claimed = own.reduce((sum, { probability }) => sum + probability, 0) / own.length;
    expect(Math.abs(claimed - share(own))).toBeLessThan(0.04);
  }
});

test('a model that was kept reads as the one that was learnt, and learning again learns the same', () => {
  const kept = createUnderstanding<Intent>(unpackModel(packModel(model)), encoder);
  const again = createUnderstanding<Intent>(trainModel(training, encoder), encoder);
  for (const { text } of held.slice(0, 50)) {
    expect(kept(text)).toEqual(understand(text));
    expect(again(text)).toEqual(understand(text));
  }
}, 120_000);

test('nothing said is nothing understood', () => {
  for (const text of ['。。。', '?!', '👍']) {
    const { ranked } = understand(text);
    expect(ranked[0]?.probability).toBeLessThan(0.2);
  }
});

test('a text made to be slow is read as quickly as any', () => {
  // Not how quick it is, but that nothing grows with the square of a text's length.
  const before = performance.now();
  for (const text of ['付'.repeat(50_000), 'pay '.repeat(12_500), '!'.repeat(50_000), '1,'.repeat(25_000)])
    understand(text);
  expect(performance.now() - before).toBeLessThan(10_000);
});
