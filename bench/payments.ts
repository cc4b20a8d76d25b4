import { CustomerClient, codeReader } from '../scripts/api-client.ts';
import { createLedger } from '../server/ledger/ledger.ts';
import { openDatabase } from '../server/platform/database/database.ts';
import { createLog } from '../server/platform/log.ts';
import { startSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import type { Bench } from './run.ts';
import { withDatabase } from './support/database.ts';
import { figure, median, percentile } from './support/figures.ts';
import { type LoadRequest, startLoad } from './support/http-load.ts';
import { fillTpcB, runTpcB } from './support/pgbench.ts';

const customerCount = 400;
const connections = 192;
const rounds = 3;
const payeesEach = 50;
export const password = 'Kestrel over the harbour 7';
const paymentPassword = '246810';

/**
 * Complete payments a second over HTTP with one server process: session, limits, payment password, risk, funds, double
 * entry, trace, events, committed and answered; beside pgbench's TPC-B on the same PostgreSQL in turn, both of
 * them over TCP, as a database on another machine is reached. The load comes from a process of its own, on the same machine.
 */
const bench: Bench = ({ seconds, say }) =>
  withDatabase(
    async (databaseUrl, serverUrl) => {
      const sandbox = await startSandbox();
      const server = await startServer({
        databaseUrl: serverUrl,
        sandbox,
        env: { UPAY_RATE_LIMIT_FACTOR: '1000000', UPAY_CHECK_RESULTS: 'false', UPAY_LOG_LEVEL: 'warn' },
      });
      const load = startLoad();
      try {
        say(`registering ${customerCount} customers`);
        const requests = paymentsAmong(await registerPayers(server.url, sandbox.url, customerCount));
        await fillTpcB(databaseUrl, 20);

        const measure = (time: number) =>
          load.run({ port: server.port, requests, connections, seconds: time });
        await measure(Math.min(5, seconds));
        const ours: number[] = [];
        const theirs: number[] = [];
        for (let round = 0; round < rounds; round++) {
          const { succeeded, seconds: took, latencies } = await measure(seconds);
          ours.push(succeeded / took);
          theirs.push(
            Math.max(await runTpcB(databaseUrl, 8, seconds / 2), await runTpcB(databaseUrl, 16, seconds / 2)),
          );
          const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)].map((value) =>
            value.toFixed(0),
          );
          say(
            `${round + 1}/${rounds}: ${ours.at(-1)?.toFixed(0)}/s (p50 ${p50} ms, p99 ${p99} ms), TPC-B ${theirs.at(-1)?.toFixed(0)}/s`,
          );
        }
        await requireRightBooks(databaseUrl);
        return [figure('http', 'payments/s', median(ours), 'pgbench TPC-B', median(theirs))];
      } finally {
        load.stop();
        await server.stop();
        await sandbox.stop();
      }
    },
    { overTcp: true },
  );

/** A customer with a session, money and a payment password. */
export interface Payer {
  customerId: string;
  phone: string;
  cookies: string;
}

/** Registers customers who may pay each other. */
export async function registerPayers(
  url: string,
  sandboxUrl: string,
  customerCount: number,
): Promise<Payer[]> {
  const codeOf = codeReader(sandboxUrl);
  const payers: Payer[] = [];
  const waiting = Array.from({ length: customerCount }, (_, index) => `138${10_000_000 + index}`);
  async function registerSome(): Promise<void> {
    for (let phone = waiting.pop(); phone !== undefined; phone = waiting.pop()) {
      const client = new CustomerClient(url);
      await client.register({ phone, name: '王芳', password, paymentPassword }, codeOf);
      await client.topUp(await client.addCard('4242424242424242'), '1000000');
      payers.push({ customerId: client.customer.id, phone, cookies: client.cookieHeader() });
    }
  }
  await Promise.all(Array.from({ length: 8 }, registerSome));
  return payers;
}

/** Each customer pays one yuan cent to others of them, at random. */
export function paymentsAmong(payers: readonly Payer[]): LoadRequest[] {
  return payers.map(({ customerId, cookies }) => ({
    path: '/api/payments',
    cookies,
    bodies: Array.from({ length: payeesEach }, () => {
      let payee = payers[Math.floor(Math.random() * payers.length)] as Payer;
      while (payee.customerId === customerId)
        payee = payers[Math.floor(Math.random() * payers.length)] as Payer;
      return JSON.stringify({
        kind: 'transfer',
        payeeId: payee.customerId,
        amount: '1',
        currency: 'CNY',
        method: { type: 'balance' },
        paymentPassword,
      });
    }),
  }));
}

async function requireRightBooks(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, 2, createLog('error'));
  try {
    const violations = await createLedger(db).violations(db);
    if (violations.length > 0)
      throw new Error(`the books are wrong after the bench: ${JSON.stringify(violations.slice(0, 3))}`);
  } finally {
    await db.close();
  }
}

export default bench;
