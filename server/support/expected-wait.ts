import type { Agent } from '../../contract/routing.ts';
import type { ConversationRow } from './queries.ts';
import { patienceSeconds } from './routing/times.ts';

/** How long a conversation takes an agent, before enough have been seen to know. */
const priorHandlingSeconds = 300;
/** The prior counts as this many conversations seen; it stops mattering as real ones come in. */
const priorWeight = 5;
/** One that took longer than so many medians counts as if it had taken that: left open over night, it says nothing. */
const longestInMedians = 4;
/** With nobody at the desk, as if one agent with this many places came in now. */
const placesOfOneAgent = 5;

/** What serving a conversation takes. */
export type Requirement = Pick<ConversationRow, 'skill' | 'level' | 'language'>;

/** Somebody who waits, and what those before them need: places by requirement. */
export interface Waiting extends Requirement {
  weight: number;
  ahead: ReadonlyArray<Requirement & { weight: number }>;
}

/** An agent at the desk. */
export type Serving = Pick<Agent, 'skills' | 'languages' | 'capacity' | 'load'>;

export interface Workload {
  /** How long recent conversations took, from taken to closed. */
  handlingSeconds: readonly number[];
  agents: readonly Serving[];
}

/**
 * The wait for a person, in whole seconds.
 *
 * With Q before one in line for s places that are all taken, and a mean handling time of h, a place becomes free every
 * h / s and one's own turn is the (Q + 1)th: wait = (Q + 1) · h / s, the queue-length estimator (Ibrahim and Whitt,
 * "Real-Time Delay Estimation Based on Delay History", M&SOM 11(3), 2009), of the usual ones the closest while the number
 * of agents is known. With places free, these come off first, and none is left to wait for: routing takes no time.
 *
 * Agents differ: s counts only the places of those who fit, and somebody before one counts by the share of those who fit
 * them that fit oneself. Past the patience of routing anybody of the first line serves, which bounds the wait.
 */
export function expectedWaitSeconds(waiting: Waiting, { handlingSeconds, agents }: Workload): number {
  const handling = meanHandling(handlingSeconds);
  const fitting = waitFor(waiting, agents, handling, fits);
  if (agents.length > 0 && waiting.level === 2) return Math.round(fitting ?? patienceSeconds);
  const anybody = waitFor(waiting, agents, handling, () => true);
  const atLast =
    anybody === undefined
      ? (Math.max(0, demand(waiting) - placesOfOneAgent) * handling) / placesOfOneAgent
      : Math.max(patienceSeconds, anybody);
  return Math.round(Math.min(fitting ?? atLast, atLast));
}

function fits({ skills, languages }: Serving, { skill, level, language }: Requirement): boolean {
  return (skill === null || (skills[skill] ?? 0) >= level) && languages.includes(language);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const demand = ({ weight, ahead }: Waiting) => weight + sum(ahead.map((one) => one.weight));

/** Undefined where nobody fits. */
function waitFor(
  waiting: Waiting,
  agents: readonly Serving[],
  handling: number,
  fit: typeof fits,
): number | undefined {
  const places = (those: readonly Serving[]) => sum(those.map(({ capacity }) => capacity));
  const mine = agents.filter((agent) => fit(agent, waiting));
  const all = places(mine);
  if (all === 0) return undefined;
  const ahead = sum(
    waiting.ahead.map((other) => {
      const theirs = agents.filter((agent) => fit(agent, other));
      if (theirs.length === 0) return 0;
      return (other.weight * places(theirs.filter((agent) => mine.includes(agent)))) / (places(theirs) || 1);
    }),
  );
  const free = sum(mine.map(({ capacity, load }) => Math.max(0, capacity - load)));
  return (Math.max(0, ahead + waiting.weight - free) * handling) / all;
}

/** The mean, since the rate at which places become free is its inverse; the prior among those seen. */
function meanHandling(seen: readonly number[]): number {
  const all = [...seen, ...Array<number>(priorWeight).fill(priorHandlingSeconds)].toSorted((a, b) => a - b);
  const longest = longestInMedians * (all[all.length >> 1] ?? priorHandlingSeconds);
  return sum(all.map((seconds) => Math.min(seconds, longest))) / all.length;
}
