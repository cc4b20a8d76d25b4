import { expect, test } from 'vitest';
import type { GuideRun } from '../../../contract/guides.ts';
import { chosenOptions } from './chosen-options.ts';

const at = '2026-11-23T09:00:00.000Z';
const step = (kind: string, words: string): GuideRun['history'][number] => ({
  stepId: kind,
  kind,
  at,
  summary: { zh: words, en: words },
  evidence: {},
});

function run(history: GuideRun['history']): GuideRun {
  const title = { zh: '付款失败', en: 'A payment failed' };
  const id = '019ab000-0000-7000-8000-0000000000aa';
  return {
    id,
    guide: 'g',
    version: 1,
    title,
    door: 'chat',
    status: 'active',
    subject: {},
    history,
    startedAt: at,
  };
}

test('an answer belongs to the card shown before it', () => {
  const chosen = chosenOptions(
    run([
      step('start', 'started'),
      step('look', 'looked'),
      step('choose', 'which payment'),
      step('answer', 'the coffee'),
      step('tell', 'a moment'),
      step('ask', 'is it the right amount'),
      step('answer', 'yes'),
      step('end', 'done'),
    ]),
  );
  expect([...chosen].map(([card, { en }]) => [card, en])).toEqual([
    [1, 'the coffee'],
    [3, 'yes'],
  ]);
});

test('a card that ended by itself has no answer', () => {
  expect(
    chosenOptions(run([step('choose', 'top up'), step('event', 'paid'), step('end', 'done')])).size,
  ).toBe(0);
});
