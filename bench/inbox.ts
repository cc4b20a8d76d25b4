import { getReport } from '../contract/reports.ts';
import { listDeskConversations } from '../contract/support.ts';
import { hashToken } from '../server/identity/context.ts';
import { cookieNames } from '../server/identity/cookies.ts';
import { newToken } from '../server/platform/crypto.ts';
import { type Database, openDatabase } from '../server/platform/database/database.ts';
import { createLog } from '../server/platform/log.ts';
import type { TestSandbox } from '../tests/support/sandbox.ts';
import { startServer } from '../tests/support/server.ts';
import type { Bench } from './run.ts';
import { median } from './support/figures.ts';
import { commonWords, growConversations, rareWords } from './support/grow-conversations.ts';
import { compareSizes, type Stage, type StageName } from './support/growth-stages.ts';

const sizes = { small: 1_000, large: 1_000_000 };
const supervisorEmail = 'supervisor@upay.example';
const dayMilliseconds = 24 * 60 * 60_000;

/**
 * What the desk waits for, over HTTP: an agent's four lists; a supervisor's search for words that one conversation has; the
 * report of a month; with a million conversations beside one thousand, and as many open ones in both.
 */
const bench: Bench = ({ seconds, say }) =>
  compareSizes({
    unit: 'ms',
    say,
    start: (name, urls, sandbox) => startStage(name, urls, sandbox, { seconds: seconds / 10, say }),
  });

/** The session of a member of staff, as logging in leaves it. */
async function signIn(owner: Database, email: string): Promise<string> {
  const token = newToken();
  await owner.query(
    `insert into identity.staff_session (id, token_hash, staff_id, created_at, last_used_at, expires_at)
     select gen_random_uuid(), $2, id, now(), now(), now() + interval '1 day' from identity.staff where email = $1`,
    [email, hashToken(token)],
  );
  return `${cookieNames.staff}=${token}`;
}

async function startStage(
  name: StageName,
  urls: { url: string; serverUrl: string },
  sandbox: TestSandbox,
  { seconds, say }: { seconds: number; say: (line: string) => void },
): Promise<Stage> {
  const owner = openDatabase(urls.url, 1, createLog('error'));
  say(`${name}: ${sizes[name]} conversations`);
  await growConversations(owner, sizes[name]);
  await owner.query(
    `insert into identity.staff (id, email, name, role, created_at) values (gen_random_uuid(), $1, '主管', 'supervisor', now())`,
    [supervisorEmail],
  );
  const agent = await signIn(owner, 'agent-1@upay.example');
  const supervisor = await signIn(owner, supervisorEmail);
  await owner.close();
  const server = await startServer({
    databaseUrl: urls.serverUrl,
    sandbox,
    env: { UPAY_RATE_LIMIT_FACTOR: '1000000', UPAY_CHECK_RESULTS: 'false', UPAY_LOG_LEVEL: 'warn' },
  });
  async function get(cookie: string, path: string, query: Record<string, string>): Promise<string> {
    const answer = await fetch(`${server.url}${path}?${new URLSearchParams(query).toString()}`, {
      headers: { cookie },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text;
  }
  const list = (cookie: string, query: Record<string, string>) =>
    get(cookie, listDeskConversations.path, query);
  async function find(cookie: string, words: string): Promise<void> {
    const { conversations } = JSON.parse(await list(cookie, { view: 'closed', search: words }));
    if (conversations.length === 0) throw new Error(`${words} was not found`);
  }
  const day = (before: number) => new Date(Date.now() - before * dayMilliseconds).toISOString().slice(0, 10);
  const work = {
    list: async () => {
      for (const view of ['mine', 'unassigned', 'all', 'closed']) await list(agent, { view });
    },
    search: () => find(supervisor, rareWords),
    'search, common words': () => find(supervisor, commonWords),
    report: () => get(supervisor, getReport.path, { from: day(30), to: day(-1) }),
  };
  return {
    name,
    /** Milliseconds of each thing, a median over so many seconds each. */
    async measure() {
      const medians: Record<string, number> = {};
      for (const [what, once] of Object.entries(work)) {
        const times: number[] = [];
        for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
          const start = performance.now();
          await once();
          times.push(performance.now() - start);
        }
        medians[what] = median(times);
      }
      return medians;
    },
    stop: () => server.stop(),
  };
}

export default bench;
