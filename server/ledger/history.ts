import type { Queryable } from '../platform/database/database.ts';
import { readAccounts } from './queries.ts';
import { postedBalance } from './transfer.ts';

/** A movement as one of its accounts has it. Amounts in minor units. */
export interface StatementLine {
  transferId: string;
  kind: 'transfer' | 'post' | 'post_part';
  at: Date;
  /** Of the account whose statement it is. */
  side: 'debit' | 'credit';
  amount: bigint;
  /** The other account. */
  counterpart: bigint;
  reference: string;
  /** The total right after it. */
  balance: bigint;
  /** Its place in the account's history, which also counts what was only held or released. */
  version: bigint;
}

/** What of an account's history is asked for. */
export interface StatementRequest {
  /** From this moment on, and before that one; from the beginning and to the end when absent. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only what came before this version: the `next` of the page before. */
  before?: bigint | undefined;
  /** Most lines a page, up to 500. */
  limit: number;
}

export interface Statement {
  /** Totals at `from` and right before `to`. */
  opening: bigint;
  closing: bigint;
  /** Newest first. */
  lines: StatementLine[];
  /** For the next page; absent on the last. */
  next?: bigint;
}

const mostLines = 500;

/** SQL: the total right after a version; 0 before the first. */
const balanceAtVersion = (account: string, version: string) => `coalesce((
  select balance from (
    select debit_balance as balance from ledger.transfer where debit_account_id = ${account} and debit_version = ${version}
    union all
    select credit_balance from ledger.transfer where credit_account_id = ${account} and credit_version = ${version}) as step), 0)`;

/** The totals of accounts right after the last movement up to `at`; those that had none are 0. */
export async function readBalancesAt(
  q: Queryable,
  ids: readonly bigint[],
  at: Date,
): Promise<Map<bigint, bigint>> {
  const rows = await q.query<{ id: bigint; balance: bigint }>(
    {
      name: 'ledger.balances_at',
      text: `select asked.id, ${balanceAtVersion('asked.id', 'last.version')} as balance from unnest($1::bigint[]) as asked (id)
             cross join lateral (select ledger.version_at(asked.id, $2) as version) as last`,
    },
    [ids, at],
  );
  return new Map(rows.map(({ id, balance }) => [id, balance]));
}

/** One page of an account's statement, by its versions: page a thousand costs what the first does. */
export async function readStatement(
  q: Queryable,
  id: bigint,
  { from, to, before, limit }: StatementRequest,
): Promise<Statement> {
  const { first, last, opening, closing } = await readBounds(q, id, from, to);
  const most = Math.max(1, Math.min(mostLines, Math.trunc(limit)));
  const lines: StatementLine[] = [];
  let end = before === undefined || before > last ? last + 1n : before;
  // Versions have no gap, so a page's rows are known by their numbers; only where some merely held or released, more are read.
  for (let count = BigInt(most + 1); lines.length <= most && end > first + 1n; count *= 2n) {
    const start = end - count > first ? end - count : first + 1n;
    lines.push(...(await readLines(q, id, start, end)));
    end = start;
  }
  const page = lines.slice(0, most);
  const oldest = page.at(-1);
  const next = lines.length > most && oldest !== undefined ? { next: oldest.version } : {};
  return { opening, closing, lines: page, ...next };
}

interface Bounds {
  /** The versions right before the period and at its end, and the totals then. */
  first: bigint;
  last: bigint;
  opening: bigint;
  closing: bigint;
}

async function readBounds(
  q: Queryable,
  id: bigint,
  from: Date | undefined,
  to: Date | undefined,
): Promise<Bounds> {
  if (from === undefined && to === undefined) {
    const [account] = await readAccounts(q, [id]);
    const closing = account === undefined ? 0n : postedBalance(account);
    return { first: 0n, last: account?.version ?? 0n, opening: 0n, closing };
  }
  const [bounds] = await q.query<Bounds>(
    {
      name: 'ledger.statement_bounds',
      text: `select first, last, ${balanceAtVersion('$1', 'first')} as opening, ${balanceAtVersion('$1', 'last')} as closing
             from (select case when $2::timestamptz is null then 0 else ledger.version_at($1, $2 - interval '1 microsecond') end as first,
                     case when $3::timestamptz is null then coalesce((select version from ledger.account where id = $1), 0)
                          else ledger.version_at($1, $3 - interval '1 microsecond') end as last) as bounds`,
    },
    [id, from ?? null, to ?? null],
  );
  return bounds as Bounds;
}

/** What moved an account's money, from one version up to another, newest first. */
async function readLines(q: Queryable, id: bigint, start: bigint, end: bigint): Promise<StatementLine[]> {
  const sideOf = (side: 'debit' | 'credit', other: 'debit' | 'credit') => `
    select id, kind, created_at, '${side}' as side, amount, ${other}_account_id as counterpart, reference_id,
           ${side}_balance as balance, ${side}_version as version
    from ledger.transfer where ${side}_account_id = $1 and ${side}_version >= $2 and ${side}_version < $3 and kind not in ('hold', 'void')`;
  const rows = await q.query<{
    id: string;
    kind: StatementLine['kind'];
    created_at: Date;
    side: 'debit' | 'credit';
    amount: bigint;
    counterpart: bigint;
    reference_id: string;
    balance: bigint;
    version: bigint;
  }>(
    {
      name: 'ledger.statement',
      text: `${sideOf('debit', 'credit')} union all ${sideOf('credit', 'debit')} order by version desc`,
    },
    [id, start, end],
  );
  return rows.map((row) => ({
    transferId: row.id,
    kind: row.kind,
    at: row.created_at,
    side: row.side,
    amount: row.amount,
    counterpart: row.counterpart,
    reference: row.reference_id,
    balance: row.balance,
    version: row.version,
  }));
}
