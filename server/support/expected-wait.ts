/** How long a conversation takes an agent, before enough have been seen to know. */
const priorHandlingSeconds = 300;
/** The prior counts as this many conversations seen; it stops mattering as real ones come in. */
const priorWeight = 5;
/** How long an agent with a free place takes to notice and take the next conversation. */
const pickUpSeconds = 20;
/** With nobody at the desk, as if one agent with this many places came in now. */
const placesOfOneAgent = 5;

export interface Workload {
  /** How long recent conversations took, from taken to closed. */
  handlingSeconds: readonly number[];
  /** How many conversations the agents at the desk can have at once, all together, and how many more right now. */
  places: number;
  freePlaces: number;
}

/**
 * The wait of whoever is at `position` (1 is next), in whole seconds. Agents serve several at once, so what is counted is
 * places: while some are free the wait is the time to notice; then a place becomes free every median handling time /
 * places.
 */
export function expectedWaitSeconds(position: number, workload: Workload): number {
  const turns = Math.max(0, position - workload.freePlaces);
  const places = workload.places > 0 ? workload.places : placesOfOneAgent;
  return Math.round(pickUpSeconds + (turns * medianHandling(workload.handlingSeconds)) / places);
}

function medianHandling(seen: readonly number[]): number {
  const all = [...seen, ...Array<number>(priorWeight).fill(priorHandlingSeconds)].toSorted((a, b) => a - b);
  const middle = all.length >> 1;
  const upper = all[middle] ?? priorHandlingSeconds;
  return all.length % 2 === 1 ? upper : ((all[middle - 1] ?? upper) + upper) / 2;
}
