import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { logIn } from '../contract/identity.ts';
import { createPayment } from '../contract/payments.ts';
import { codeReader, CustomerClient } from '../scripts/api-client.ts';
import { startSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import type { Bench } from './run.ts';
import { withDatabase } from './support/database.ts';
import { figure, median, percentile } from './support/figures.ts';

const password = 'Kestrel over the harbour 7';
const paymentPassword = '246810';
const customerCount = 64;
const payerCount = 8;
const rounds = 3;
/** As server/identity/password-worker.ts. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

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
    try {
      say(`registering ${customerCount + payerCount} customers`);
      const clients = await register(server.url, sandbox.url);
      const payers = clients.slice(0, payerCount);
      const storming = clients.slice(payerCount);
      let next = 0;
      const logInOnce = async () => {
        const client = storming[next++ % storming.length] as CustomerClient;
        const { status } = await client.call(logIn, {
          body: { phone: phoneOf(clients.indexOf(client)), password },
        });
        if (status !== 'signed_in') throw new Error(`a trusted device was asked for more: ${status}`);
      };
      const stored = await hash(password, cost);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        theirs.push(await rate(seconds / 2, 2 * availableParallelism(), () => verify(stored, password)));
        ours.push(await rate(seconds, 4 * availableParallelism(), logInOnce));
        say(
          `${round + 1}/${rounds}: ${ours.at(-1)?.toFixed(1)} log-ins/s, ${theirs.at(-1)?.toFixed(1)} hashes/s`,
        );
      }

      const calm = await latencies(payers, seconds);
      const stormEnds = new AbortController();
      const storm = Array.from({ length: 4 * availableParallelism() }, async () => {
        while (!stormEnds.signal.aborted) await logInOnce();
      });
      const inStorm = await latencies(payers, seconds);
      stormEnds.abort();
      await Promise.all(storm);
      const [calm50, calm99, storm50, storm99] = [calm, inStorm].flatMap((values) => [
        percentile(values, 0.5),
        percentile(values, 0.99),
      ]) as [number, number, number, number];
      say(
        `a payment calm: p50 ${calm50.toFixed(1)} ms, p99 ${calm99.toFixed(1)} ms; while log-ins storm: p50 ${storm50.toFixed(1)} ms, p99 ${storm99.toFixed(1)} ms`,
      );
      return [
        figure('login', 'log-ins/s', median(ours), 'bare argon2id verify', median(theirs)),
        figure('payment in the storm', '1/s (1 / p50)', 1000 / storm50, 'the same calm', 1000 / calm50),
        figure('payment in the storm, p99', '1/s (1 / p99)', 1000 / storm99, 'the same calm', 1000 / calm99),
      ];
    } finally {
      await server.stop();
      await sandbox.stop();
    }
  });

const phoneOf = (index: number) => `138${20_000_000 + index}`;

async function register(url: string, sandboxUrl: string): Promise<CustomerClient[]> {
  const codeOf = codeReader(sandboxUrl);
  const clients: CustomerClient[] = [];
  for (let index = 0; index < customerCount + payerCount; index++) {
    const client = new CustomerClient(url);
    await client.register({ phone: phoneOf(index), name: '王芳', password, paymentPassword }, codeOf);
    if (index < payerCount) await client.topUp(await client.addCard('4242424242424242'), '1000000');
    clients.push(client);
  }
  return clients;
}

/** Milliseconds of payments of one yuan cent, one after the other by each payer, with a breath in between. */
async function latencies(payers: readonly CustomerClient[], seconds: number): Promise<number[]> {
  const end = performance.now() + seconds * 1000;
  const taken: number[] = [];
  await Promise.all(
    payers.map(async (payer, index) => {
      const payeeId = (payers[(index + 1) % payers.length] as CustomerClient).customer.id;
      while (performance.now() < end) {
        const started = performance.now();
        await payer.call(createPayment, {
          body: {
            kind: 'transfer',
            payeeId,
            amount: '1',
            currency: 'CNY',
            method: { type: 'balance' },
            paymentPassword,
          },
        });
        taken.push(performance.now() - started);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    }),
  );
  return taken;
}

export default bench;
