import { readConfig } from '../server/config.ts';
import { createLedger, type Ledger } from '../server/ledger/ledger.ts';
import { systemClock } from '../server/platform/clock.ts';
import { type Database, openDatabase } from '../server/platform/database/database.ts';
import { createLog } from '../server/platform/log.ts';
import { createPlatform } from '../server/platform/platform.ts';
import type { TestSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import { paymentsAmong, registerPayers } from './payments.ts';
import type { Bench } from './run.ts';
import { median } from './support/figures.ts';
import { growHistory } from './support/grow.ts';
import { compareSizes, type Stage, type StageName } from './support/growth-stages.ts';
import { startLoad } from './support/http-load.ts';

const sizes = { small: 1_000, large: 2_000_000 };
const customerCount = 100;
const connections = 64;
const linesAPage = 10;
const reads = 600;

/**
 * What a payment (over HTTP, whole), a page of a statement (anywhere in a history) and a balance (now, and at a past moment)
 * cost with two million transfers in the ledger, each with its payment and attempt, beside one thousand.
 */
const bench: Bench = ({ seconds, say }) =>
  compareSizes({
    unit: 'µs',
    say,
    start: (name, urls, sandbox) =>
      startStage(name, urls, sandbox, { seconds: Math.min(4, seconds / 2), say }),
  });

async function startStage(
  name: StageName,
  urls: { url: string; serverUrl: string },
  sandbox: TestSandbox,
  { seconds, say }: { seconds: number; say: (line: string) => void },
): Promise<Stage> {
  const server = await startServer({
    databaseUrl: urls.serverUrl,
    sandbox,
    env: { UPAY_RATE_LIMIT_FACTOR: '1000000', UPAY_CHECK_RESULTS: 'false', UPAY_LOG_LEVEL: 'warn' },
  });
  const owner = openDatabase(urls.url, 2, createLog('error'));
  say(`${name}: registering ${customerCount} customers, then ${sizes[name]} transfers`);
  const payers = await registerPayers(server.url, sandbox.url, customerCount);
  // Growing takes longer than a session that nobody uses lasts.
  const using = setInterval(() => {
    for (const { cookies } of payers)
      void fetch(`${server.url}/api/wallet`, { headers: { cookie: cookies } }).then((answer) =>
        answer.text(),
      );
  }, 60_000);
  const owners = payers.map(({ customerId }) => customerId);
  const began = await now(owner);
  await growHistory(owner, owners, sizes[name]);
  const span = { from: began.getTime(), to: (await now(owner)).getTime() };
  await seal(server.env);
  const db = openDatabase(urls.serverUrl, 2, createLog('error'));
  const ledger = createLedger(db);
  const accounts = await db.query<{ id: bigint; version: bigint }>(
    "select id, version from ledger.account where purpose = 'wallet' and version > $1 order by random() limit 400",
    [linesAPage],
  );
  const load = startLoad();
  const requests = paymentsAmong(payers);
  return {
    name,
    async measure() {
      const result = await load.run({ port: server.port, requests, connections, seconds });
      return {
        payment: (result.seconds * 1e6) / result.succeeded,
        ...(await measureReads(db, ledger, accounts, span)),
      };
    },
    async check() {
      const violations = await createLedger(owner).violations(owner);
      if (violations.length > 0)
        throw new Error(`the books are wrong after the bench: ${JSON.stringify(violations.slice(0, 3))}`);
    },
    async stop() {
      clearInterval(using);
      load.stop();
      await server.stop();
      await db.close();
      await owner.close();
    },
  };
}

const now = async (db: Database): Promise<Date> =>
  (await db.query<{ at: Date }>('select clock_timestamp() as at'))[0]?.at as Date;

/** What the server does every minute, done now, so that the history's seals are not part of what is measured. */
async function seal(env: Record<string, string>): Promise<void> {
  const platform = createPlatform(readConfig({ ...env, UPAY_LOG_LEVEL: 'error' }), systemClock);
  createLedger(platform.db, platform);
  await platform.seals.seal();
  await platform.db.close();
}

/** Medians of many reads of random accounts, one after the other. */
async function measureReads(
  db: Database,
  ledger: Ledger,
  accounts: ReadonlyArray<{ id: bigint; version: bigint }>,
  span: { from: number; to: number },
): Promise<Record<string, number>> {
  const some = () => accounts[Math.floor(Math.random() * accounts.length)] as (typeof accounts)[number];
  async function measure(read: () => Promise<unknown>): Promise<number> {
    const times: number[] = [];
    for (let count = 0; count < reads; count++) {
      const start = performance.now();
      await read();
      times.push((performance.now() - start) * 1_000);
    }
    return median(times);
  }
  return {
    statement: await measure(() => {
      const { id, version } = some();
      const place = linesAPage + 1 + Math.floor(Math.random() * (Number(version) - linesAPage));
      return ledger.statement(db, id, { before: BigInt(place), limit: linesAPage });
    }),
    balance: await measure(() => ledger.balances(db, [some().id])),
    'balance in the past': await measure(() =>
      ledger.balancesAt(db, [some().id], new Date(span.from + Math.random() * (span.to - span.from))),
    ),
  };
}

export default bench;
