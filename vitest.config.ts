import { defineConfig } from 'vitest/config';

const seed = Number(process.env.UPAY_TEST_SEED) || Date.now() % 1_000_000_000;

export default defineConfig({
  test: {
    include: ['{contract,server,sandbox,web,scripts,tests}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'tests/journeys/**'],
    globalSetup: 'tests/support/global-setup.ts',
    // Modules hold no globals, so files share a process; whoever breaks that is found by the shuffled order.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { shuffle: { files: true, tests: true }, seed },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Waiting for something to be seen ends when it is; on a busy machine that takes longer than a second.
    expect: { poll: { timeout: 10_000 } },
  },
});
