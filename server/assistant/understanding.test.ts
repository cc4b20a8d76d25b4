import { beforeAll, expect, test } from 'vitest';
import { languages } from '../../contract/text.ts';
import { sureProbability } from './decide.ts';
import { trainUnderstanding } from './understanding/understanding.ts';
import { type Intent, splitForMeasuring, utterances } from './understanding/utterances.ts';

type Understand = ReturnType<typeof trainUnderstanding<Intent>>;
const { training, held } = splitForMeasuring();
let understand: Understand;
let trainingMilliseconds = 0;

beforeAll(() => {
  const before = process.cpuUsage();
  understand = trainUnderstanding(training);
  const { user, system } = process.cpuUsage(before);
  trainingMilliseconds = (user + system) / 1000;
});

test('there are enough utterances of every intent, each of one intent only', () => {
  const counts = new Map<string, { zh: number; en: number }>();
  for (const { text, intent } of utterances) {
    const count = counts.get(intent) ?? { zh: 0, en: 0 };
    count[/\p{Script=Han}/u.test(text) ? 'zh' : 'en'] += 1;
    counts.set(intent, count);
  }
  for (const [intent, { zh, en }] of counts) {
    expect(zh, intent).toBeGreaterThanOrEqual(60);
    expect(en, intent).toBeGreaterThanOrEqual(40);
  }
  const owners = Map.groupBy(utterances, ({ text }) => text.toLowerCase());
  expect([...owners.values()].filter((owned) => new Set(owned.map(({ intent }) => intent)).size > 1)).toEqual(
    [],
  );
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
    const bins = Array.from({ length: 10 }, (_, bin) =>
      own.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === bin),
    ).filter((bin) => bin.length > 0);
    const calibrationError = bins.reduce((sum, bin) => {
      const mean = bin.reduce((total, { probability }) => total + probability, 0) / bin.length;
      return sum + (Math.abs(mean - share(bin)) * bin.length) / own.length;
    }, 0);
    console.log(
      `${language}: ${own.length} held out, right ${(share(own) * 100).toFixed(1)} %, sure of ${((sure.length / own.length) * 100).toFixed(1)} % and then right ${(share(sure) * 100).toFixed(1)} %, calibration error ${(calibrationError * 100).toFixed(1)} %`,
    );
    expect(share(own)).toBeGreaterThanOrEqual(0.9);
    expect(share(sure)).toBeGreaterThanOrEqual(0.93);
    expect(calibrationError).toBeLessThanOrEqual(0.06);
  }
});

test('it is quick to learn and to read', () => {
  for (const { text } of held) understand(text);
  const times = held
    .map(({ text }) => {
      const before = performance.now();
      understand(text);
      return performance.now() - before;
    })
    .toSorted((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] as number;
  console.log(
    `training ${trainingMilliseconds.toFixed(0)} ms of processor, reading p50 ${at(0.5).toFixed(3)} ms, p99 ${at(0.99).toFixed(3)} ms`,
  );
  // Wide, for a loaded machine: what is asserted is the order of magnitude.
  expect(trainingMilliseconds).toBeLessThan(3_000);
  expect(at(0.5)).toBeLessThan(2);
});

test('the same utterances always give the same reading', () => {
  const again = trainUnderstanding(training);
  for (const { text } of held.slice(0, 50)) expect(again(text)).toEqual(understand(text));
});

test('nothing said is nothing understood', () => {
  for (const text of ['。。。', '?!', '👍']) {
    const { ranked } = understand(text);
    expect(ranked[0]?.probability).toBeLessThan(0.2);
  }
});

test('a text made to be slow is read as quickly as any', () => {
  const before = performance.now();
  for (const text of ['付'.repeat(50_000), 'pay '.repeat(12_500), '!'.repeat(50_000), '1,'.repeat(25_000)])
    understand(text);
  expect(performance.now() - before).toBeLessThan(1_000);
});
