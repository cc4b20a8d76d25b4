import { largestAmount } from '../../contract/money.ts';
import {
  type Account,
  availableBalance,
  type Hold,
  type Posting,
  type PostingResult,
  postedBalance,
  type RefusalReason,
  type Transfer,
  type TransferRow,
} from './transfer.ts';

/** The locked rows a batch of postings needs, as they are before it. */
export interface Book {
  accounts: Map<bigint, Account>;
  holds: Map<string, Hold>;
  /** Rows that exist already under an id of the batch. */
  existing: Map<string, Asked>;
}

/** What of a transfer's row was asked for; the rest follows from the books. */
type Asked = Pick<TransferRow, 'kind' | 'debit' | 'credit' | 'amount' | 'holdId' | 'reference'>;

/** What a batch changes: rows to write, and the accounts and holds as they are after it. */
export interface Evaluation {
  results: PostingResult[];
  rows: TransferRow[];
  accounts: Account[];
  openedHolds: Hold[];
  changedHolds: Hold[];
}

const largestSum = 9_000_000_000_000_000_000n;

class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly available: bigint | undefined;
  constructor(reason: RefusalReason, available?: bigint) {
    super(reason);
    this.reason = reason;
    this.available = available;
  }
}

/**
 * Decides a batch of postings in order, each seeing those before it; pure. A refused posting changes nothing, neither the
 * accounts nor the holds, so its neighbours come out as if it had never been asked.
 */
export function evaluate(book: Book, postings: readonly Posting[]): Evaluation {
  const accounts = new Map<bigint, Account>();
  const holds = new Map<string, Hold>();
  const rows: TransferRow[] = [];
  const made = new Map<string, Asked>();
  const results: PostingResult[] = [];

  for (const posting of postings) {
    const draft = new Draft(book, accounts, holds);
    let current = '';
    try {
      let repeats = 0;
      for (const transfer of posting) {
        current = transfer.id;
        const row = made.get(transfer.id) ?? book.existing.get(transfer.id);
        if (row === undefined) continue;
        if (!isSame(transfer, row, draft.amountOf(transfer, row))) throw new Refusal('id_reused');
        repeats++;
      }
      if (repeats === posting.length) {
        results.push({ outcome: 'exists' });
        continue;
      }
      for (const transfer of posting) {
        current = transfer.id;
        if (repeats > 0 && (made.has(current) || book.existing.has(current))) throw new Refusal('id_reused');
        draft.apply(transfer);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const available = error.available === undefined ? {} : { available: error.available };
      results.push({ outcome: 'refused', reason: error.reason, transferId: current, ...available });
      continue;
    }
    for (const [id, account] of draft.accounts) accounts.set(id, account);
    for (const [id, hold] of draft.holds) holds.set(id, hold);
    for (const row of draft.rows) made.set(row.id, row);
    rows.push(...draft.rows);
    const payer = accounts.get(draft.rows[0]?.debit ?? 0n);
    results.push({ outcome: 'posted', availableAfter: payer === undefined ? 0n : availableBalance(payer) });
  }
  const touched = [...holds.values()];
  return {
    results,
    rows,
    accounts: [...accounts.values()],
    openedHolds: touched.filter((hold) => !book.holds.has(hold.id)),
    changedHolds: touched.filter((hold) => book.holds.has(hold.id)),
  };
}

/** Whether this is the very transfer that the row was made by; `amount` is what it would move. */
function isSame(transfer: Transfer, row: Asked, amount: bigint | undefined): boolean {
  if (transfer.kind !== row.kind || transfer.reference !== row.reference || amount !== row.amount)
    return false;
  return transfer.kind === 'transfer' || transfer.kind === 'hold'
    ? transfer.debit === row.debit && transfer.credit === row.credit
    : transfer.holdId === row.holdId;
}

/** One posting under way: copies of what it touches, kept or thrown away whole. */
class Draft {
  readonly accounts = new Map<bigint, Account>();
  readonly holds = new Map<string, Hold>();
  readonly rows: TransferRow[] = [];
  readonly #book: Book;
  readonly #batchAccounts: Map<bigint, Account>;
  readonly #batchHolds: Map<string, Hold>;

  constructor(book: Book, batchAccounts: Map<bigint, Account>, batchHolds: Map<string, Hold>) {
    this.#book = book;
    this.#batchAccounts = batchAccounts;
    this.#batchHolds = batchHolds;
  }

  /**
   * What a transfer would have to have moved to be the one that `row` is of: without an amount of its own, all that its hold
   * reserved until then; undefined when there is no such hold.
   */
  amountOf(transfer: Transfer, row: Asked): bigint | undefined {
    if (transfer.kind !== 'void' && transfer.amount !== undefined) return transfer.amount;
    const hold = this.#hold((transfer as { holdId: string }).holdId);
    if (hold === undefined) return undefined;
    return hold.amount - hold.postedAmount + (row.kind === 'void' ? 0n : row.amount);
  }

  apply(transfer: Transfer): void {
    if (this.rows.some((row) => row.id === transfer.id)) throw new Refusal('id_reused');
    if (transfer.kind === 'transfer' || transfer.kind === 'hold') this.#move(transfer);
    else this.#settle(transfer);
  }

  #move(transfer: Transfer & { kind: 'transfer' | 'hold' }): void {
    const { amount } = transfer;
    if (amount <= 0n || amount > largestAmount) throw new Refusal('invalid_amount');
    if (transfer.debit === transfer.credit) throw new Refusal('same_account');
    const debit = this.#account(transfer.debit);
    const credit = this.#account(transfer.credit);
    if (debit.currency !== credit.currency) throw new Refusal('currency_mismatch');
    const pending = transfer.kind === 'hold';
    if (pending) {
      debit.debitsPending += amount;
      credit.creditsPending += amount;
      if (this.#hold(transfer.id) !== undefined) throw new Refusal('id_reused');
      const hold: Hold = {
        id: transfer.id,
        debit: transfer.debit,
        credit: transfer.credit,
        amount,
        postedAmount: 0n,
        state: 'open',
        reference: transfer.reference,
        expiresAt: transfer.expiresAt ?? null,
      };
      this.holds.set(hold.id, hold);
    } else {
      debit.debitsPosted += amount;
      credit.creditsPosted += amount;
    }
    this.#check(debit, amount);
    this.#check(credit, amount);
    this.#record(transfer, debit, credit, amount, null);
  }

  #settle(transfer: Transfer & { kind: 'post' | 'post_part' | 'void' }): void {
    const hold = this.#hold(transfer.holdId);
    if (hold === undefined) throw new Refusal('hold_not_found');
    if (hold.state !== 'open') throw new Refusal('hold_not_open');
    const reserved = hold.amount - hold.postedAmount;
    const amount = transfer.kind === 'void' ? reserved : (transfer.amount ?? reserved);
    if (amount <= 0n) throw new Refusal('invalid_amount');
    if (amount > reserved) throw new Refusal('amount_above_hold');
    const debit = this.#account(hold.debit);
    const credit = this.#account(hold.credit);
    const freed = transfer.kind === 'post_part' ? amount : reserved;
    debit.debitsPending -= freed;
    credit.creditsPending -= freed;
    if (transfer.kind === 'void') {
      hold.state = 'voided';
    } else {
      debit.debitsPosted += amount;
      credit.creditsPosted += amount;
      hold.postedAmount += amount;
      if (freed === reserved) hold.state = 'posted';
      this.#check(debit, amount);
      this.#check(credit, amount);
    }
    this.#record(transfer, debit, credit, amount, hold.id);
  }

  #record(transfer: Transfer, debit: Account, credit: Account, amount: bigint, holdId: string | null): void {
    debit.version++;
    credit.version++;
    this.rows.push({
      id: transfer.id,
      kind: transfer.kind,
      debit: debit.id,
      credit: credit.id,
      amount,
      holdId,
      reference: transfer.reference,
      debitVersion: debit.version,
      creditVersion: credit.version,
      debitBalance: postedBalance(debit),
      creditBalance: postedBalance(credit),
    });
  }

  #check(account: Account, amount: bigint): void {
    if (
      account.debitsPosted + account.debitsPending > largestSum ||
      account.creditsPosted + account.creditsPending > largestSum
    )
      throw new Refusal('overflow');
    const available = availableBalance(account);
    if (available < -account.overdraftLimit && !account.mayOverdraw)
      throw new Refusal('insufficient_funds', available + amount);
  }

  #account(id: bigint): Account {
    let account = this.accounts.get(id);
    if (account === undefined) {
      const before = this.#batchAccounts.get(id) ?? this.#book.accounts.get(id);
      if (before === undefined) throw new Refusal('account_not_found');
      account = { ...before };
      this.accounts.set(id, account);
    }
    return account;
  }

  #hold(id: string): Hold | undefined {
    let hold = this.holds.get(id);
    if (hold === undefined) {
      const before = this.#batchHolds.get(id) ?? this.#book.holds.get(id);
      if (before === undefined) return undefined;
      hold = { ...before };
      this.holds.set(id, hold);
    }
    return hold;
  }
}
