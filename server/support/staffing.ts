/** How many agents are needed, for voice by formula and for chat by simulation. Pure; times in seconds, shares 0 to 1. */

export interface StaffingGoal {
  arrivalsPerHour: number;
  /** From taking to closing. */
  handlingSeconds: number;
  /** This share is to be answered … */
  serviceLevel: number;
  /** … within so long. */
  withinSeconds: number;
}

export interface VoiceStaffing {
  agents: number;
  /** Share of callers who have to wait at all. */
  waiting: number;
  serviceLevel: number;
  /** Mean wait of all callers. */
  averageSpeedOfAnswer: number;
  /** Share of their time that agents are busy. */
  occupancy: number;
}

/**
 * Share of callers who wait, with `traffic` in erlangs offered to `agents` > traffic: Erlang C by way of the recursion of
 * Erlang B, which neither overflows nor needs factorials (A. K. Erlang 1917; e.g. Koole, "Call Center Optimization", 2013):
 *   B(0) = 1, B(n) = a·B(n−1) / (n + a·B(n−1)), C = B / (1 − (a/n)·(1 − B))
 */
export function erlangC(agents: number, traffic: number): number {
  if (traffic >= agents) return 1;
  let blocked = 1;
  for (let n = 1; n <= agents; n++) blocked = (traffic * blocked) / (n + traffic * blocked);
  return blocked / (1 - (traffic / agents) * (1 - blocked));
}

/** What so many agents on the phone achieve: P(wait ≤ t) = 1 − C·exp(−(n − a)·t / h). */
export function voiceWith(agents: number, goal: StaffingGoal): VoiceStaffing {
  const traffic = (goal.arrivalsPerHour * goal.handlingSeconds) / 3600;
  const waiting = erlangC(agents, traffic);
  const spare = agents - traffic;
  return {
    agents,
    waiting,
    serviceLevel:
      spare > 0 ? 1 - waiting * Math.exp((-spare * goal.withinSeconds) / goal.handlingSeconds) : 0,
    averageSpeedOfAnswer: spare > 0 ? (waiting * goal.handlingSeconds) / spare : Number.POSITIVE_INFINITY,
    occupancy: Math.min(1, traffic / agents),
  };
}

/** The fewest agents on the phone who reach the goal. Nobody hangs up in this model, so that it errs to the safe side. */
export function voiceStaffing(goal: StaffingGoal): VoiceStaffing {
  const traffic = (goal.arrivalsPerHour * goal.handlingSeconds) / 3600;
  for (let agents = Math.floor(traffic) + 1; ; agents++) {
    const result = voiceWith(agents, goal);
    if (result.serviceLevel >= goal.serviceLevel) return result;
  }
}

export interface ChatStaffing {
  agents: number;
  serviceLevel: number;
  /** Share who leave before an agent has them. */
  abandoned: number;
  medianWait: number;
}

export interface ChatGoal extends StaffingGoal {
  /** Conversations an agent has at once. */
  places: number;
  /** How long customers wait for an agent before they leave, in the mean. */
  patienceSeconds: number;
}

const simulatedArrivals = 4_000;
const warmUp = 500;

/** Lehmer's generator as Park and Miller chose it (CACM 31(10), 1988): the same customers every time. */
function sameCustomers(): () => number {
  let state = 20_261_129;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * What so many agents in the chat achieve, played: arrivals at random, handling times of half an exponential's variance
 * (Erlang, shape 2), customers who give up, first come first served by the first place that is free. The same question has
 * the same answer.
 */
export function chatWith(agents: number, goal: ChatGoal): ChatStaffing {
  const draw = sameCustomers();
  const exponential = (mean: number) => -mean * Math.log(1 - draw());
  const handling = () => exponential(goal.handlingSeconds / 2) + exponential(goal.handlingSeconds / 2);
  // A heap: the place that is free first is at the top.
  const freeAt = Array<number>(agents * goal.places).fill(0);
  const waits: number[] = [];
  let left = 0;
  let now = 0;
  for (let arrival = 0; arrival < simulatedArrivals + warmUp; arrival++) {
    now += exponential(3600 / goal.arrivalsPerHour);
    const wait = Math.max(0, (freeAt[0] ?? 0) - now);
    const leaves = wait > exponential(goal.patienceSeconds);
    const takes = handling();
    if (!leaves) replaceTop(freeAt, now + wait + takes);
    if (arrival < warmUp) continue;
    if (leaves) left++;
    else waits.push(wait);
  }
  waits.sort((a, b) => a - b);
  const inTime = waits.filter((wait) => wait <= goal.withinSeconds).length;
  return {
    agents,
    serviceLevel: inTime / simulatedArrivals,
    abandoned: left / simulatedArrivals,
    medianWait: waits[waits.length >> 1] ?? 0,
  };
}

function replaceTop(heap: number[], value: number): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const child = (heap[left + 1] ?? Number.POSITIVE_INFINITY) < (heap[left] ?? 0) ? left + 1 : left;
    const smaller = heap[child];
    if (smaller === undefined || smaller >= value) break;
    heap[place] = smaller;
    place = child;
  }
  heap[place] = value;
}

/** The fewest agents in the chat who reach the goal. */
export function chatStaffing(goal: ChatGoal): ChatStaffing {
  const traffic = (goal.arrivalsPerHour * goal.handlingSeconds) / 3600;
  // With thrice the traffic nobody waits; bisect below that.
  let few = 0;
  let many = Math.ceil((3 * traffic + 10) / goal.places);
  while (many - few > 1) {
    const middle = (few + many) >> 1;
    if (chatWith(middle, goal).serviceLevel >= goal.serviceLevel) many = middle;
    else few = middle;
  }
  return chatWith(many, goal);
}
