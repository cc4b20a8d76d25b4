import { readConfig } from '../server/config.ts';
import { createLedger, type Ledger } from '../server/ledger/ledger.ts';
import { systemClock } from '../server/platform/clock.ts';
import { type Database, openDatabase } from '../server/platform/database/database.ts';
import { migrate } from '../server/platform/database/migrate.ts';
import { createLog } from '../server/platform/log.ts';
import { createPlatform } from '../server/platform/platform.ts';
import { type TestSandbox, startSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import { paymentsAmong, registerPayers } from './payments.ts';
import type { Bench } from './run.ts';
import { withDatabase } from './support/database.ts';
import { type Figure, figure, median } from './support/figures.ts';
import { growHistory } from './support/grow.ts';
import { startLoad } from './support/http-load.ts';

const sizes = { small: 1_000, large: 2_000_000 };
const customerCount = 100;
const connections = 64;
const rounds = 5;
const linesAPage = 10;
const reads = 600;

/**
 * What a payment (over HTTP, whole), a page of a statement (anywhere in a history) and a balance (now, and at a past moment)
 * cost with two million transfers in the ledger, each with its payment and attempt, beside one thousand: two databases of
 * one PostgreSQL, measured in turn. A figure's ratio is how many times dearer growth has made it.
 */
const bench: Bench = ({ seconds, say }) =>
  withDatabase(async (url, serverUrl) => {
    const other = (address: string) => Object.assign(new URL(address), { pathname: 'small' }).href;
    const admin = openDatabase(url, 1, createLog('error'));
    await admin.query('create database small');
    await admin.close();
    await migrate(other(url));
    const sandbox = await startSandbox();
    const stages: Stage[] = [];
    try {
      stages.push(await startStage('small', { url: other(url), serverUrl: other(serverUrl) }, sandbox, say));
      stages.push(await startStage('large', { url, serverUrl }, sandbox, say));
      const [small, large] = stages as [Stage, Stage];
      const costs = new Map<string, { small: number[]; large: number[] }>();
      for (let round = 0; round <= rounds; round++) {
        for (const stage of round % 2 === 0 ? [small, large] : [large, small]) {
          const measured = await stage.measure(Math.min(4, seconds / 2));
          // The first round only warms up.
          for (const [name, cost] of Object.entries(round === 0 ? {} : measured)) {
            const all = costs.get(name) ?? { small: [], large: [] };
            all[stage.name].push(cost);
            costs.set(name, all);
          }
        }
        say(`${round}/${rounds} rounds`);
      }
      const figures: Figure[] = [];
      for (const [name, cost] of costs)
        figures.push(figure(name, 'µs', median(cost.large), 'at 1 thousand', median(cost.small)));
      for (const stage of stages) await stage.requireRightBooks();
      return figures;
    } finally {
      for (const stage of stages) await stage.stop();
      await sandbox.stop();
    }
  });

interface Stage {
  name: 'small' | 'large';
  /** What each thing costs now, in microseconds. */
  measure(seconds: number): Promise<Record<string, number>>;
  requireRightBooks(): Promise<void>;
  stop(): Promise<void>;
}

async function startStage(
  name: Stage['name'],
  urls: { url: string; serverUrl: string },
  sandbox: TestSandbox,
  say: (line: string) => void,
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
    async measure(seconds) {
      const result = await load.run({ port: server.port, requests, connections, seconds });
      return {
        payment: (result.seconds * 1e6) / result.succeeded,
        ...(await measureReads(db, ledger, accounts, span)),
      };
    },
    async requireRightBooks() {
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
