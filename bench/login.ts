import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { logIn } from '../contract/identity.ts';
import { startSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import { password, paymentsAmong, registerPayers } from './payments.ts';
import type { Bench } from './run.ts';
import { withDatabase } from './support/database.ts';
import { figure, median, percentile } from './support/figures.ts';
import { startLoad } from './support/http-load.ts';

const customerCount = 72;
/** Of them; the others log in. */
const payerCount = 8;
const rounds = 3;
/** Log-ins under way at once. */
const storm = 16 * availableParallelism();
/** As server/identity/password-process.ts. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Complete log-ins a second over HTTP on devices that are trusted (password checked and counted, session opened, audit,
 * events, committed) beside bare argon2id of the same cost on all processors; and whether payments keep their latency
 * meanwhile: eight customers pay one after the other, calm and in the storm.
 */
const bench: Bench = ({ seconds, say }) =>
  withDatabase(async (_ownerUrl, databaseUrl) => {
    const sandbox = await startSandbox();
    const server = await startServer({
      databaseUrl,
      sandbox,
      env: { UPAY_RATE_LIMIT_FACTOR: '1000000', UPAY_CHECK_RESULTS: 'false', UPAY_LOG_LEVEL: 'warn' },
    });
    const [logIns, payments] = [startLoad(), startLoad()];
    try {
      say(`registering ${customerCount} customers`);
      const customers = await registerPayers(server.url, sandbox.url, customerCount);
      const payers = customers.slice(0, payerCount);
      const requests = customers.slice(payerCount).map(({ phone, cookies }) => ({
        path: logIn.path,
        cookies,
        bodies: [JSON.stringify({ phone, password })],
      }));
      const logInFor = (time: number) =>
        logIns.run({ port: server.port, requests, connections: storm, seconds: time });
      const payFor = async (time: number) => {
        const { latencies } = await payments.run({
          port: server.port,
          requests: paymentsAmong(payers),
          connections: payerCount,
          seconds: time,
          pauseMilliseconds: 40,
        });
        return [percentile(latencies, 0.5), percentile(latencies, 0.99)] as const;
      };

      const stored = await hash(password, cost);
      await logInFor(1);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        theirs.push(await rate(seconds / 2, 2 * availableParallelism(), () => verify(stored, password)));
        const { succeeded, seconds: took } = await logInFor(seconds);
        ours.push(succeeded / took);
        say(
          `${round + 1}/${rounds}: ${ours.at(-1)?.toFixed(1)} log-ins/s, ${theirs.at(-1)?.toFixed(1)} hashes/s`,
        );
      }

      await payFor(1);
      const [calm50, calm99] = await payFor(seconds);
      const stormEnds = logInFor(seconds + 1);
      const [storm50, storm99] = await payFor(seconds);
      await stormEnds;
      say(
        `a payment calm: p50 ${calm50.toFixed(1)} ms, p99 ${calm99.toFixed(1)} ms; while log-ins storm: p50 ${storm50.toFixed(1)} ms, p99 ${storm99.toFixed(1)} ms`,
      );
      return [
        figure('login', 'log-ins/s', median(ours), 'bare argon2id verify', median(theirs)),
        figure('payment in the storm', '1/s (1 / p50)', 1000 / storm50, 'the same calm', 1000 / calm50),
        figure('payment in the storm, p99', '1/s (1 / p99)', 1000 / storm99, 'the same calm', 1000 / calm99),
      ];
    } finally {
      logIns.stop();
      payments.stop();
      await server.stop();
      await sandbox.stop();
    }
  });

/** Does `work` again and again, so many at a time, for some seconds. @returns how often a second */
async function rate(seconds: number, atOnce: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) {
        await work();
        count++;
      }
    }),
  );
  return (count / (performance.now() - start)) * 1000;
}

export default bench;
