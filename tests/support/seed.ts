/** Of everything random in a test; `UPAY_TEST_SEED` repeats it. Printed, so that a failure can be repeated. */
export function testSeed(): number {
  const seed = Number(process.env.UPAY_TEST_SEED) || Date.now() % 1_000_000_000;
  console.log(`seed ${seed}; repeat with UPAY_TEST_SEED=${seed}`);
  return seed;
}
