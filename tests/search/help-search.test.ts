import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { trainModel } from '../../server/assistant/understanding/model.ts';
import { createUnderstanding } from '../../server/assistant/understanding/understanding.ts';
import { readUtterances, splitForMeasuring } from '../../server/assistant/understanding/utterances.ts';
import { createSearch } from '../../server/guides/knowledge/search.ts';
import { readShippedArticles } from '../../server/guides/knowledge/shipped.ts';

interface Question {
  text: string;
  /** The articles that answer it, any of them. */
  answers: string[];
}

const articles = readShippedArticles();
const search = createSearch(articles);
const { training, held } = splitForMeasuring(readUtterances());
// Words alone, which take a second to learn; with the encoder the figures are a little higher.
const understand = createUnderstanding(trainModel(training));

const questions = readFileSync(new URL('questions.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): Question => {
    const [text = '', answers = ''] = line.split(' | ');
    return { text, answers: answers.split(',') };
  });
/** What customers wrote to the assistant, which did not learn it: an answer is an article that names the guide meant. */
const sentences = held.flatMap(({ text, intent }): Question[] => {
  const answers = articles.filter(({ guides }) => guides.includes(intent)).map(({ id }) => id);
  return answers.length === 0 ? [] : [{ text, answers }];
});
const someSentences = sentences.filter((_sentence, index) => index % 3 === 0);

const byWords = (text: string) => search(text, 3);
const bySubjectToo = (text: string) => search(text, 3, understand(text).ranked);

/** Percent of the questions answered by the article found first, and by one of the first three. */
function ratesOf(asked: readonly Question[], find: (text: string) => string[]): [number, number] {
  const found = asked.map(({ text, answers }) => find(text).map((id) => answers.includes(id)));
  const percent = (right: number) => Math.round((1000 * right) / asked.length) / 10;
  return [
    percent(found.filter(([first]) => first).length),
    percent(found.filter((three) => three.includes(true)).length),
  ];
}

const isHeldOut = (_question: Question, index: number) => index % 3 === 2;

test.each([
  ['questions, by words alone', questions, byWords, 94, 98],
  ['questions tuned with', questions.filter((one, index) => !isHeldOut(one, index)), bySubjectToo, 96, 99],
  ['questions held out', questions.filter(isHeldOut), bySubjectToo, 96, 99],
  ['sentences held out, by words alone', someSentences, byWords, 60, 80],
  ['sentences held out', someSentences, bySubjectToo, 86, 93],
] as const)('%s: %#', (what, asked, find, leastFirst, leastThree) => {
  const [first, three] = ratesOf(asked, find);
  console.log(`${what}: ${asked.length}, first ${first} %, among three ${three} %`);
  expect(first).toBeGreaterThanOrEqual(leastFirst);
  expect(three).toBeGreaterThanOrEqual(leastThree);
});

test('every answer is an article, and each question is asked once', () => {
  const ids = new Set(articles.map(({ id }) => id));
  expect(questions.flatMap(({ answers }) => answers).filter((id) => !ids.has(id))).toEqual([]);
  expect(new Set(questions.map(({ text }) => text)).size).toBe(questions.length);
  expect(questions.length).toBeGreaterThanOrEqual(120);
});
