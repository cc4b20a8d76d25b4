import { sequenceOf } from '../support/seed.ts';
import { situations } from '../scenarios/scenarios.ts';
import type { Language, Situation } from '../scenarios/situation.ts';

/**
 * Arrivals of a weekday by hour, from 08:00 to 20:00, relative. These numbers are an assumption of ours and taken from no
 * data: a steep morning, the most from ten to noon, a dip at lunch, a lower second peak in the afternoon, and an evening that
 * runs out. That calls to a bank come as a Poisson process whose rate changes over the day is measured (L. Brown et al.,
 * "Statistical Analysis of a Telephone Call Center: A Queueing-Science Perspective", JASA 100(469), 2005); within an hour
 * the rate is even here.
 */
const hourly = [5, 10, 16, 16, 11, 9, 12, 12, 10, 8, 6, 5];
export const dayMinutes = hourly.length * 60;

/** What is assumed of people, in minutes of the day that is played and shares from 0 to 1. */
export const assumed = {
  contacts: 160,
  agents: 2,
  /** Conversations an agent has at once. */
  places: 2,
  /** From an agent getting a conversation to closing it: Erlang, shape 2, as in the staffing advice. */
  handling: 13,
  /** Of which until their first words. */
  reading: 1,
  /** Exponential: how long a customer waits for an agent before leaving. */
  patience: 10,
  /** Bring a problem that can be solved without a person. */
  solvable: 0.7,
  /** Want a person at once, whatever works without one. */
  wantPerson: 0.3,
  /** Of those, once told of a surge. */
  takeGuide: 0.4,
  takeCallback: 0.15,
  /** Want to be called, surge or not. */
  wantCall: 0.04,
  /** From booking a call to when it is due: the spans of business hours to choose from are real ones, hours away. */
  callAfter: 40,
  /** Answer the phone, each time they are called. */
  answerPhone: 0.75,
  chinese: 0.8,
} as const;

/** One customer of the day: everything about them that chance decides. Minutes. */
export interface Contact {
  number: number;
  arrives: number;
  handling: number;
  patience: number;
  situation: Situation;
  language: Language;
  wants: 'help' | 'person' | 'call';
  /** What they do in a surge. */
  inSurge: 'guide' | 'callback' | 'queue';
  /** How many calls they do not answer before one that they do; three are made. */
  callsMissed: number;
}

/** Left out: what waits for a bank or is logged out by a freeze, where the scenario's seconds cannot be scaled. */
const unscalable =
  /no answer|without an answer|lost phone|later|stays in process|called than waiting|out of|closes|customer’s$/;
const playable = situations.filter(({ name }) => !unscalable.test(name));

/** The customers of a day in the order they come; the same for the same seed. */
export function drawDay(seed: number, contacts: number): Contact[] {
  const draw = sequenceOf(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - draw());
  const all = hourly.reduce((sum, each) => sum + each, 0);
  const moment = () => {
    let rest = draw() * all;
    const hour = hourly.findIndex((each) => (rest -= each) < 0);
    return (hour + draw()) * 60;
  };
  // A Poisson process of this rate, given how many come.
  const arrivals = Array.from({ length: contacts }, moment).toSorted((a, b) => a - b);
  return arrivals.map((arrives, number) => {
    const expected = draw() < assumed.solvable ? 'solved' : 'handed_over';
    const some = playable.filter((situation) => situation.expected === expected);
    const surge = draw();
    const wish = draw();
    const missed = [draw(), draw(), draw()].findIndex((each) => each < assumed.answerPhone);
    return {
      number,
      arrives,
      handling:
        assumed.reading +
        exponential((assumed.handling - assumed.reading) / 2) +
        exponential((assumed.handling - assumed.reading) / 2),
      patience: exponential(assumed.patience),
      situation: some[Math.floor(draw() * some.length)] as Situation,
      language: draw() < assumed.chinese ? 'zh' : 'en',
      wants:
        wish < assumed.wantPerson ? 'person' : wish < assumed.wantPerson + assumed.wantCall ? 'call' : 'help',
      callsMissed: missed === -1 ? 3 : missed,
      inSurge:
        surge < assumed.takeGuide
          ? 'guide'
          : surge < assumed.takeGuide + assumed.takeCallback
            ? 'callback'
            : 'queue',
    };
  });
}
