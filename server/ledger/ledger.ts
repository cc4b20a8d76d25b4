import { type ClosingReport, getClosing } from '../../contract/ledger.ts';
import { assertStaffMay } from '../identity/identity.ts';
import type { Database, Queryable, Transaction } from '../platform/database/database.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import type { SealedLog } from '../platform/seals/seals.ts';
import { readClosing } from './close.ts';
import { evaluate } from './evaluate.ts';
import { type Exchange, type ExchangeResult, postExchanges } from './exchange.ts';
import { expireHolds, type HoldOwner } from './expire.ts';
import { readBalancesAt, readStatement, type Statement, type StatementRequest } from './history.ts';
import {
  findAccounts,
  lockBook,
  openAccounts,
  readAccounts,
  setOverdraftLimit,
  writeEvaluation,
} from './queries.ts';
import {
  type AccountKey,
  availableBalance,
  type Posting,
  type PostingResult,
  postedBalance,
} from './transfer.ts';
import { findViolations } from './violations.ts';

export type { Exchange, ExchangeResult } from './exchange.ts';
export type { ExpiredHold, HoldOwner } from './expire.ts';
export type { Statement, StatementLine, StatementRequest } from './history.ts';
export type { AccountKey, Posting, PostingResult, RefusalReason, Transfer } from './transfer.ts';

/** Minor units. `held` is reserved to leave; `total` is what the account holds, `available` + `held`. */
export interface Balance {
  available: bigint;
  held: bigint;
  total: bigint;
}

export interface Ledger {
  /**
   * Ids of accounts by name, in order; opens those that do not exist, on a connection of its own: never call it inside a
   * transaction. Ids never change, so they are remembered.
   */
  accounts(keys: readonly AccountKey[]): Promise<bigint[]>;
  /** Ids of accounts by name, in order; undefined for one that was never opened, and so has nothing in it. */
  find(q: Queryable, keys: readonly AccountKey[]): Promise<Array<bigint | undefined>>;
  /** Whether an account has been named before, so that its owner is known to exist. */
  remembers(key: AccountKey): boolean;
  /**
   * Posts a batch inside `tx`: double entry, in order, each posting whole or not at all, a refused one leaving no trace.
   * One result a posting. A transfer whose id exists is not made again.
   */
  post(tx: Transaction, postings: readonly Posting[]): Promise<PostingResult[]>;
  /** Exchanges currencies inside `tx` through the house's exchange accounts, each whole or not at all. */
  exchange(tx: Transaction, orders: readonly Exchange[]): Promise<ExchangeResult[]>;
  balances(q: Queryable, ids: readonly bigint[]): Promise<Map<bigint, Balance>>;
  /** What accounts held in total at a moment in the past, in minor units. */
  balancesAt(q: Queryable, ids: readonly bigint[], at: Date): Promise<Map<bigint, bigint>>;
  /** A page of everything that moved money into or out of an account, newest first. */
  statement(q: Queryable, id: bigint, request: StatementRequest): Promise<Statement>;
  /**
   * How far below zero an account may go from now on; false when it is further below already, or does not exist. One that
   * may overdraw without limit (a rail's clearing account) stays so.
   */
  setOverdraftLimit(tx: Transaction, id: bigint, limit: bigint): Promise<boolean>;
  /** Asks `owner` to end holds of its own that are past their time; those of nobody are voided by themselves. */
  onExpiry(owner: HoldOwner): void;
  /** Ends what is past its time now; a job does so every minute. Returns how many holds that were. */
  expireHolds(): Promise<number>;
  /** The books of a day (`YYYY-MM-DD`, Asia/Shanghai), in which debits equal credits in every currency. */
  closing(q: Queryable, day: string): Promise<ClosingReport>;
  routes(serve: Serve): void;
  /** Invariants that do not hold, over the whole ledger; empty when the books are right. */
  violations(q: Queryable): Promise<Array<{ invariant: string; detail: string }>>;
}

/** Sealed with the audit: a transfer changed, deleted or slipped in afterwards shows at `npm run verify`. */
const transferLog: SealedLog = {
  name: 'ledger',
  table: 'ledger.transfer',
  columns: [
    'transaction',
    'id',
    'kind',
    'debit_account_id',
    'credit_account_id',
    'amount',
    'hold_id',
    'reference_id',
    'debit_version',
    'credit_version',
    'debit_balance',
    'credit_balance',
    'created_at',
  ],
  key: 'id',
};

const mostRememberedAccounts = 1_000_000;

/**
 * @param platform for what happens by itself; without it nothing does, which is enough for who only posts and reads.
 */
export function createLedger(
  db: Database,
  platform?: Pick<Platform, 'jobs' | 'events' | 'clock' | 'seals'>,
): Ledger {
  const owners: HoldOwner[] = [];
  const remembered = new Map<string, bigint>();
  const nameOf = (key: AccountKey) => `${key.ownerId} ${key.purpose} ${key.currency}`;

  const ledger: Ledger = {
    remembers: (key) => remembered.has(nameOf(key)),

    async accounts(keys) {
      const unknown = keys.filter((key) => !remembered.has(nameOf(key)));
      if (unknown.length > 0) {
        if (remembered.size + unknown.length > mostRememberedAccounts) remembered.clear();
        const missing = keys.filter((key) => !remembered.has(nameOf(key)));
        const ids = await openAccounts(db, missing);
        missing.forEach((key, index) => {
          remembered.set(nameOf(key), ids[index] as bigint);
        });
      }
      return keys.map((key) => remembered.get(nameOf(key)) as bigint);
    },

    async find(q, keys) {
      const unknown = keys.filter((key) => !remembered.has(nameOf(key)));
      const found = unknown.length === 0 ? [] : await findAccounts(q, unknown);
      unknown.forEach((key, index) => {
        const id = found[index];
        if (id !== undefined) remembered.set(nameOf(key), id);
      });
      return keys.map((key) => remembered.get(nameOf(key)));
    },

    async post(tx, postings) {
      const accountIds = new Set<bigint>();
      const holdIds = new Set<string>();
      const transferIds: string[] = [];
      for (const transfer of postings.flat()) {
        transferIds.push(transfer.id);
        if (transfer.kind === 'transfer' || transfer.kind === 'hold')
          accountIds.add(transfer.debit).add(transfer.credit);
        else holdIds.add(transfer.holdId);
      }
      if (transferIds.length === 0) return postings.map(() => ({ outcome: 'exists' }) as const);
      const book = await lockBook(tx, [...accountIds], [...holdIds], transferIds);
      const evaluation = evaluate(book, postings);
      if (evaluation.rows.length > 0) writeEvaluation(tx, evaluation);
      return evaluation.results;
    },

    async balances(q, ids) {
      const accounts = await readAccounts(q, ids);
      return new Map(
        accounts.map((account) => {
          const total = postedBalance(account);
          const available = availableBalance(account);
          return [account.id, { total, available, held: total - available }];
        }),
      );
    },

    exchange: (tx, orders) => postExchanges(tx, ledger, orders),
    balancesAt: readBalancesAt,
    statement: readStatement,
    setOverdraftLimit,
    onExpiry: (owner) => void owners.push(owner),
    expireHolds: () =>
      platform === undefined ? Promise.resolve(0) : expireHolds(db, platform, ledger, owners),

    closing: readClosing,
    routes(serve) {
      serve(getClosing, ({ caller, params }) => {
        assertStaffMay(caller, 'view', 'books');
        return readClosing(db, params.day);
      });
    },

    violations: findViolations,
  };
  platform?.seals.define(transferLog);
  platform?.jobs.define('ledger.expire-holds', async () => void (await ledger.expireHolds()), {
    every: 'minute',
  });
  return ledger;
}
