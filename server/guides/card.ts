import { isDeepStrictEqual } from 'node:util';
import type { Card } from '../../contract/guides.ts';
import type { AnyGuide, CardContent, Offer, OptionRule, Step } from './definition.ts';
import type { Run } from './run.ts';
import { text } from './wording.ts';

/** The option every waiting card has. */
export const personOption = 'person';
const personLabel = text('转人工', 'Talk to a person');

/** What is left to do after a hand-off where there is no conversation. */
export const openSupport: Card['options'][number] = {
  id: 'support',
  label: text('打开客服对话', 'Open the chat'),
  emphasis: 'primary',
  action: { type: 'open', screen: 'support' },
};

export type WaitingStep = Extract<Step<object>, { kind: 'choose' | 'ask' | 'prove' | 'wait' }>;

export function isWaiting(step: Step<object>): step is WaitingStep {
  return step.kind === 'choose' || step.kind === 'ask' || step.kind === 'prove' || step.kind === 'wait';
}

/** Every kind of waiting step offers its ways out as the same rules. */
function rulesOf(step: WaitingStep): ReadonlyArray<OptionRule<object, string>> {
  switch (step.kind) {
    case 'ask':
      return step.answers.map(({ id, label, learn, to }) => ({ id, offer: () => [{ label, learn }], to }));
    case 'prove':
      return [{ id: 'prove', offer: (facts) => [step.form(facts)] }, ...(step.options ?? [])];
    case 'choose':
    case 'wait':
      return step.options ?? [];
  }
}

interface Offered {
  id: string;
  rule: OptionRule<object, string>;
  offer: Offer<object>;
}

function offered(step: WaitingStep, facts: object): Offered[] {
  return rulesOf(step).flatMap((rule) =>
    rule.offer(facts).map((offer) => ({
      id: offer.key === undefined ? rule.id : `${rule.id}:${offer.key}`,
      rule,
      offer,
    })),
  );
}

/** The options of a waiting step's card as things stand. */
export function optionsOf(step: WaitingStep, facts: object): Card['options'] {
  const options = offered(step, facts);
  const loud = options.filter(({ rule }) => !rule.quiet);
  const [first] = loud;
  // A question with several answers, or several of one kind to choose from, has no best one.
  const areEqual =
    (step.kind === 'ask' && loud.length > 2) || loud.filter(({ rule }) => rule === first?.rule).length > 1;
  return [
    ...options.map((option) => ({
      id: option.id,
      label: option.offer.label,
      emphasis: option.rule.quiet
        ? ('quiet' as const)
        : option === first && !areEqual
          ? ('primary' as const)
          : ('secondary' as const),
      action: option.offer.action ?? { type: 'answer' as const },
    })),
    {
      id: personOption,
      label: personLabel,
      emphasis: first === undefined ? ('primary' as const) : ('quiet' as const),
      action: { type: 'answer' as const },
    },
  ];
}

/** Where an answer leads and what it teaches; undefined for one that leads nowhere. */
export function answerOf(
  guide: AnyGuide,
  step: WaitingStep,
  facts: object,
  option: string,
): { to: string; learn: object } | undefined {
  if (option === personOption) return { to: guide.person, learn: {} };
  const found = offered(step, facts).find(({ id }) => id === option);
  if (found?.rule.to === undefined) return undefined;
  return { to: found.rule.to, learn: found.offer.learn ?? {} };
}

export function makeCard(
  run: Pick<Run, 'id' | 'subject'>,
  number: number,
  guide: AnyGuide,
  content: CardContent,
  options: Card['options'],
): Card {
  const { paymentId } = run.subject;
  return {
    runId: run.id,
    step: number,
    guide: guide.id,
    ...(paymentId === undefined ? {} : { paymentId }),
    ...content,
    facts: content.facts ?? [],
    options,
  };
}

/** Whether two cards would tell the customer the same; their numbers aside. */
export function sameCard(a: Card, b: Card): boolean {
  const content = (card: Card) => JSON.parse(JSON.stringify({ ...card, step: 0 })) as unknown;
  return isDeepStrictEqual(content(a), content(b));
}
