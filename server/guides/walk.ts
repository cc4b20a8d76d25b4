import type { Card } from '../../contract/guides.ts';
import type { LocalizedText } from '../../contract/text.ts';
import { ProblemError } from '../platform/problem.ts';
import { answerOf, isWaiting, makeCard, openSupport, optionsOf, sameCard } from './card.ts';
import {
  type AnyGuide,
  type CardContent,
  type Commands,
  concernOf,
  follow,
  type Step,
  type World,
} from './definition.ts';
import type { Input, Run, TakenStep } from './run.ts';
import { text } from './wording.ts';

/** What a walk works on; tests bring their own world. */
export interface Surroundings {
  now(): Date;
  /** Reads as of one instant. */
  look<Found>(run: Run, read: (world: World) => Promise<Found>): Promise<Found>;
  commandsOf(run: Run): Commands;
}

/** Where a walk came to; nothing of it is kept before its caller keeps it. */
export interface Walked {
  run: Run;
  taken: TakenStep[];
  /** New cards, in the order in which they are shown. */
  cards: Card[];
}

const silenceHours = 24;
/** More steps without waiting than any guide has: a circle in its definition. */
const mostSteps = 50;
/** After so many walks that broke, a person is the better help. */
const mostFailures = 4;

const hour = 3_600_000;

/** Walks a run through what came in, until it waits or ends. Reads and runs commands, and writes nothing of its own. */
export async function walk(
  guide: AnyGuide,
  before: Run,
  inputs: readonly Input[],
  surroundings: Surroundings,
): Promise<Walked> {
  const run: Run = { ...before };
  const taken: TakenStep[] = [];
  const cards: Card[] = [];

  function take(
    step: { id: string; kind: string; summary: LocalizedText },
    evidence: object = {},
    authority?: TakenStep['authority'],
  ): void {
    taken.push({
      stepId: step.id,
      kind: step.kind,
      cardNumber: run.cardNumber,
      at: surroundings.now(),
      authority,
      summary: step.summary,
      evidence: evidence as Record<string, unknown>,
    });
  }

  function learn(found: object): void {
    run.facts = { ...run.facts, ...found };
    if (guide.subject !== undefined) run.subject = guide.subject(run.facts);
  }

  function show(content: CardContent, options: Card['options']): Card {
    run.cardNumber++;
    run.card = makeCard(run, run.cardNumber, guide, content, options);
    cards.push(run.card);
    return run.card;
  }

  function end(status: 'resolved' | 'handed_off' | 'abandoned'): void {
    run.status = status;
    run.timerAt = undefined;
    run.endedAt = surroundings.now();
  }

  /** Takes one step; the id of the next, or undefined when the run waits or has ended. */
  async function takeStep(id: string, authority: TakenStep['authority']): Promise<string | undefined> {
    const step: Step<object> | undefined = guide.steps[id];
    if (step === undefined) throw new Error(`the guide ${guide.id} has no step ${id}`);
    const { kind } = step;
    run.stepId = id;
    switch (kind) {
      case 'look': {
        const found = await surroundings.look(run, (world) => step.read(world, run.facts));
        learn(found);
        take({ id, kind, summary: step.summary }, found);
        return follow(step.next, run.facts);
      }
      case 'tell': {
        const { title } = show(step.card(run.facts), []);
        take({ id, kind, summary: title });
        return follow(step.next, run.facts);
      }
      case 'do':
        try {
          const found = await step.run(surroundings.commandsOf(run), run.facts);
          learn(found);
          take({ id, kind, summary: step.summary }, found, authority);
          return follow(step.next, run.facts);
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          take({ id, kind, summary: step.summary }, { refused: error.code }, authority);
          return step.refused;
        }
      case 'choose':
      case 'ask':
      case 'prove':
      case 'wait': {
        const content = step.card(run.facts);
        const options = optionsOf(step, run.facts);
        const hours = step.kind === 'wait' ? step.deadline.hours : silenceHours;
        run.timerAt = new Date(surroundings.now().getTime() + hours * hour);
        // News that changes nothing for the customer leaves the card as it is.
        const shown = run.card;
        if (shown !== undefined && sameCard(shown, makeCard(run, 0, guide, content, options)))
          return undefined;
        show(content, options);
        take({ id, kind, summary: content.title }, { options: options.map((option) => option.id) });
        return undefined;
      }
      case 'hand_off': {
        run.topic = step.topic(run.facts);
        run.priority = step.priority(run.facts);
        const inConversation = run.door === 'chat' || run.door === 'agent';
        show(step.card(run.facts), inConversation ? [] : [openSupport]);
        end('handed_off');
        take({ id, kind, summary: run.topic }, { priority: run.priority });
        return undefined;
      }
      case 'end': {
        const { title } = show(step.card(run.facts), []);
        end(step.outcome);
        take({ id, kind, summary: title }, { outcome: step.outcome });
        return undefined;
      }
    }
  }

  /** The step that an input leads to, if it leads anywhere from where the run stands. */
  function enter(input: Input): string | undefined {
    const id = run.stepId;
    if (input.type === 'start' || input.type === 'resume') {
      const goesOn = input.type === 'resume' && run.version === guide.version && id !== undefined;
      run.card = undefined;
      run.version = guide.version;
      if (!goesOn) run.facts = {};
      const summary =
        input.by === 'staff'
          ? text('客服发送了引导', 'Sent by an agent')
          : goesOn
            ? text('接着上次继续', 'Went on from where it stood')
            : text('开始', 'Started');
      const to = (goesOn && (guide.resume ?? id)) || guide.start;
      take({ id: to, kind: 'start', summary }, { door: input.door }, input.by);
      return to;
    }
    const step = id === undefined ? undefined : guide.steps[id];
    // The guide has changed since: what is true now is looked at anew.
    if (run.version !== guide.version || id === undefined || step === undefined || !isWaiting(step)) {
      run.version = guide.version;
      run.card = undefined;
      return guide.start;
    }
    switch (input.type) {
      case 'answer': {
        const answer =
          input.card === run.cardNumber ? answerOf(guide, step, run.facts, input.option) : undefined;
        if (answer !== undefined) learn(answer.learn);
        return answer?.to;
      }
      case 'event': {
        const to = step.on?.[input.topic];
        if (to !== undefined)
          take({ id, kind: 'event', summary: text('有了新的结果', 'Something changed') }, input);
        return to;
      }
      case 'timer': {
        if (input.card !== run.cardNumber) return undefined;
        const to = step.kind === 'wait' ? step.deadline.to : step.silence;
        take({ id, kind: 'timer', summary: text('超过等待时间', 'Waited long enough') });
        if (to === undefined) end('abandoned');
        return to;
      }
      case 'person_requested':
        // Who waits for the bank is told its answer all the same.
        if (step.kind === 'wait') return undefined;
        Object.assign(run, concernOf(guide, run.facts));
        end('handed_off');
        take(
          { id, kind: 'hand_off', summary: text('客户已转人工', 'The customer asked for a person') },
          {},
          'customer',
        );
        return undefined;
    }
  }

  for (const input of run.failures >= mostFailures ? [] : inputs) {
    if (run.status !== 'active') break;
    const authority = input.type === 'answer' ? 'customer' : 'system';
    let next = enter(input);
    for (let count = 0; next !== undefined; count++) {
      if (count === mostSteps) throw new Error(`the guide ${guide.id} goes round in a circle at ${next}`);
      next = await takeStep(next, authority);
    }
  }
  if (run.failures >= mostFailures) await takeStep(guide.person, 'system');
  return { run, taken, cards };
}
