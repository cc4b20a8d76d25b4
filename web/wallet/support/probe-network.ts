export type NetworkFinding = 'good' | 'slow' | 'unreachable' | 'offline';

const tries = 4;
/** One round trip on a connection that is open; slower ones are felt on every screen. */
const slowMs = 1_500;
const patienceMs = 6_000;

/** Asks the server a few times whether it is there, and how long that takes; the first opens the connection and is not timed. */
export async function probeNetwork(signal: AbortSignal): Promise<NetworkFinding> {
  if (!navigator.onLine) return 'offline';
  const times: number[] = [];
  let lost = 0;
  for (let count = 0; count < tries; count++) {
    const startedAt = performance.now();
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
      const answer = await fetch('/healthz', { cache: 'no-store', signal: limit });
      if (!answer.ok) throw new Error('not healthy');
      if (count > 0) times.push(performance.now() - startedAt);
    } catch {
      if (signal.aborted) break;
      lost++;
    }
  }
  if (times.length === 0) return 'unreachable';
  const usual = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
  return usual > slowMs || lost > 0 ? 'slow' : 'good';
}
