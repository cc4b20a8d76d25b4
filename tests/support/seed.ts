/** Of everything random in a test; `UPAY_TEST_SEED` repeats it. Printed, so that a failure can be repeated. */
export function testSeed(): number {
  const seed = Number(process.env.UPAY_TEST_SEED) || Date.now() % 1_000_000_000;
  console.log(`seed ${seed}; repeat with UPAY_TEST_SEED=${seed}`);
  return seed;
}

/** How many random cases a property is tried with; `UPAY_TEST_RUNS` multiplies it, for a night of them. */
export function testRuns(standard: number): number {
  return standard * (Number(process.env.UPAY_TEST_RUNS) || 1);
}

/** mulberry32: numbers from 0 up to 1, the same for the same seed. */
export function sequenceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** All orders: what ran at the same time must come out as if it had run in one of them. */
export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, place) =>
    permutations(items.toSpliced(place, 1)).map((rest) => [item, ...rest]),
  );
}
