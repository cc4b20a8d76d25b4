import fc from 'fast-check';
import { largestAmount } from '../../contract/money.ts';
import { newId } from '../platform/ids.ts';
import type { Account, AccountKey, Posting, PostingResult, RefusalReason, Transfer } from './transfer.ts';

/** What of an account never changes. */
export type AccountKind = Pick<Account, 'id' | 'currency' | 'normalSide' | 'mayOverdraw'> & {
  overdraftLimit?: bigint;
};
export type Components = Pick<
  Account,
  'debitsPosted' | 'creditsPosted' | 'debitsPending' | 'creditsPending' | 'version'
>;
interface Kept {
  id: string;
  kind: Transfer['kind'];
  debit: bigint;
  credit: bigint;
  amount: bigint;
  holdId: string | null;
  reference: string;
}

class Refused extends Error {
  readonly reason: RefusalReason;
  readonly available: bigint | undefined;
  constructor(reason: RefusalReason, available?: bigint) {
    super(reason);
    this.reason = reason;
    this.available = available;
  }
}

/**
 * The ledger as one would explain it: a list of what was accepted, and everything else added up from that list anew each
 * time. Slow, without locks or running sums, and so a judge of the real one.
 */
export class ModelLedger {
  kept: Kept[] = [];
  readonly #accounts: ReadonlyMap<bigint, AccountKind>;

  constructor(accounts: Iterable<AccountKind>) {
    this.#accounts = new Map([...accounts].map((account) => [account.id, account]));
  }

  copy(): ModelLedger {
    const copy = new ModelLedger(this.#accounts.values());
    copy.kept = [...this.kept];
    return copy;
  }

  post(postings: readonly Posting[]): PostingResult[] {
    return postings.map((posting) => this.#ask(posting));
  }

  components(id: bigint): Components {
    const sums = { debitsPosted: 0n, creditsPosted: 0n, debitsPending: 0n, creditsPending: 0n, version: 0n };
    for (const row of this.kept) {
      if (row.debit !== id && row.credit !== id) continue;
      sums.version++;
      const side = row.debit === id ? 'debits' : 'credits';
      if (row.kind !== 'hold' && row.kind !== 'void') sums[`${side}Posted`] += row.amount;
      if (row.kind === 'hold') sums[`${side}Pending`] += this.reserved(row);
    }
    return sums;
  }

  available(id: bigint): bigint {
    const { debitsPosted, creditsPosted, debitsPending, creditsPending } = this.components(id);
    return this.#accounts.get(id)?.normalSide === 'credit'
      ? creditsPosted - debitsPosted - debitsPending
      : debitsPosted - creditsPosted - creditsPending;
  }

  /** Holds that still reserve something. */
  openHolds(): Kept[] {
    return this.kept.filter((row) => row.kind === 'hold' && this.reserved(row) > 0n);
  }

  /** What a hold reserves after the rows of its own before `until`: its amount less its parts, nothing once it has ended. */
  reserved(hold: Kept, until?: Kept): bigint {
    const place = until === undefined ? this.kept.length : this.kept.indexOf(until);
    const steps = this.kept.slice(0, place).filter((row) => row.holdId === hold.id);
    if (steps.some((row) => row.kind !== 'post_part')) return 0n;
    return steps.reduce((rest, row) => rest - row.amount, hold.amount);
  }

  #find(id: string): Kept | undefined {
    return this.kept.find((row) => row.id === id);
  }

  #ask(posting: Posting): PostingResult {
    const before = this.kept;
    let current = '';
    try {
      let repeats = 0;
      for (const transfer of posting) {
        current = transfer.id;
        const row = this.#find(transfer.id);
        if (row === undefined) continue;
        if (!isSameAs(row, transfer, this.#amountOf(transfer, row))) throw new Refused('id_reused');
        repeats++;
      }
      if (repeats === posting.length) return { outcome: 'exists' };
      this.kept = [...before];
      for (const transfer of posting) {
        current = transfer.id;
        this.#accept(transfer);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.kept = before;
      const { reason, available } = error;
      const told = available === undefined ? {} : { available };
      return { outcome: 'refused', reason, transferId: current, ...told };
    }
    const first = this.kept[before.length] as Kept;
    return { outcome: 'posted', availableAfter: this.available(first.debit) };
  }

  /** What a transfer moves now, or would have moved when `row` was made. */
  #amountOf(transfer: Transfer, row?: Kept): bigint | undefined {
    if (transfer.kind !== 'void' && transfer.amount !== undefined) return transfer.amount;
    const hold = this.#find((transfer as { holdId: string }).holdId);
    return hold?.kind === 'hold' ? this.reserved(hold, row) : undefined;
  }

  #accept(transfer: Transfer): void {
    if (this.#find(transfer.id) !== undefined) throw new Refused('id_reused');
    const { id, kind, reference } = transfer;
    if (transfer.kind === 'transfer' || transfer.kind === 'hold') {
      const { debit, credit, amount } = transfer;
      if (amount <= 0n || amount > largestAmount) throw new Refused('invalid_amount');
      if (debit === credit) throw new Refused('same_account');
      const [from, to] = [this.#accounts.get(debit), this.#accounts.get(credit)];
      if (from === undefined || to === undefined) throw new Refused('account_not_found');
      if (from.currency !== to.currency) throw new Refused('currency_mismatch');
      this.kept.push({ id, kind, debit, credit, amount, holdId: null, reference });
      for (const account of [from, to])
        if (!account.mayOverdraw && this.available(account.id) < -(account.overdraftLimit ?? 0n))
          throw new Refused('insufficient_funds', this.available(account.id) + amount);
      return;
    }
    const hold = this.#find(transfer.holdId);
    if (hold?.kind !== 'hold') throw new Refused('hold_not_found');
    if (!this.openHolds().includes(hold)) throw new Refused('hold_not_open');
    const amount = this.#amountOf(transfer) as bigint;
    if (amount <= 0n) throw new Refused('invalid_amount');
    if (amount > this.reserved(hold)) throw new Refused('amount_above_hold');
    this.kept.push({ ...hold, id, kind, amount, holdId: hold.id, reference });
  }
}

function isSameAs(row: Kept, transfer: Transfer, amount: bigint | undefined): boolean {
  const holdId = transfer.kind === 'transfer' || transfer.kind === 'hold' ? null : transfer.holdId;
  const parties =
    transfer.kind === 'transfer' || transfer.kind === 'hold'
      ? row.debit === transfer.debit && row.credit === transfer.credit
      : true;
  return (
    parties &&
    row.kind === transfer.kind &&
    row.amount === amount &&
    row.holdId === holdId &&
    row.reference === transfer.reference
  );
}

/** A transfer of a random program, before ids and accounts are given to it; see `postingsOf`. */
interface Command {
  kind: Transfer['kind'];
  /** Places in `accountKeys`; the place after the last stands for an account that does not exist. */
  parties: readonly [debit: number, credit: number];
  amount: bigint | undefined;
  /** How many holds ago the hold was made that is posted or voided. */
  hold: number;
  /** Whether a hold is past its time as soon as it is made. */
  expires: boolean;
  reference: number;
  /** The same as the one made so many before it, or only under its id. */
  repeats: { what: 'transfer' | 'id'; ago: number } | undefined;
}

const rare = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 1, arbitrary });
const usual = <T>(arbitrary: fc.Arbitrary<T>) => ({ weight: 14, arbitrary });

const command: fc.Arbitrary<Command> = fc.record({
  kind: fc.constantFrom('transfer', 'transfer', 'hold', 'hold', 'post', 'post_part', 'void'),
  parties: fc.oneof(
    usual(
      fc.constantFrom([3, 0], [3, 1], [3, 2], [0, 1], [1, 0], [1, 2], [2, 0], [0, 3], [5, 4], [
        4, 5,
      ] as const),
    ),
    rare(fc.tuple(fc.nat(6), fc.nat(6))),
  ),
  amount: fc.oneof(
    usual(fc.bigInt({ min: 1n, max: 400n })),
    { weight: 4, arbitrary: fc.constant(undefined) },
    rare(fc.constantFrom(0n, -1n, -400n, largestAmount, largestAmount + 1n, 2n ** 62n)),
  ),
  hold: fc.nat(7),
  expires: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  reference: fc.nat(1),
  repeats: fc.oneof(
    usual(fc.constant(undefined)),
    rare(fc.record({ what: fc.constantFrom('transfer', 'id'), ago: fc.nat(12) })),
  ),
});

/** Linked transfers; usually one. */
const posting: fc.Arbitrary<Command[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(command, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(command, { minLength: 1, maxLength: 4 }) },
);
const batch = fc.array(posting, { minLength: 1, maxLength: 12 });

/** A step is the batches that run at the same time: usually one, sometimes several. */
export const program: fc.Arbitrary<Command[][][][]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.array(batch, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(batch, { minLength: 2, maxLength: 3 }) },
  ),
  { minLength: 1, maxLength: 10 },
);

/** Six accounts of a program's own: three wallets, of which one may overdraw a little, and a rail; a wallet and a rail in dollars. */
export function accountKeys(): AccountKey[] {
  const wallet = { purpose: 'wallet', normalSide: 'credit', mayOverdraw: false } as const;
  const rail = { purpose: 'clearing:test', normalSide: 'debit', mayOverdraw: true } as const;
  return [
    ...[wallet, { ...wallet, overdraftLimit: 150n }, wallet, rail].map((kind) => ({
      ...kind,
      ownerId: newId(),
      currency: 'CNY' as const,
    })),
    ...[wallet, rail].map((kind) => ({ ...kind, ownerId: newId(), currency: 'USD' as const })),
  ];
}

const accountOfNobody = 9_000_000_000_000_000n;

/**
 * The postings of a program, by step and batch. Batches that run at the same time don't post or void holds that they make, for nobody can post a
 * hold before it has been told of it.
 */
export function postingsOf(steps: Command[][][][], accounts: readonly bigint[]): Posting[][][] {
  const made: Transfer[] = [];
  const holds: string[] = [];
  const references = [newId(), newId()];
  const transferOf = (asked: Command): Transfer => {
    const earlier = asked.repeats && made.at(-1 - asked.repeats.ago);
    if (earlier !== undefined && asked.repeats?.what === 'transfer') return earlier;
    const { kind, amount } = asked;
    const named = { id: earlier?.id ?? newId(), reference: references[asked.reference] as string };
    if (kind === 'post' || kind === 'post_part' || kind === 'void') {
      const holdId = holds.at(-1 - asked.hold) ?? made.at(-1 - asked.hold)?.id ?? newId();
      if (kind === 'post_part') return { kind, ...named, holdId, amount: amount ?? 1n };
      return { kind, ...named, holdId, ...(kind === 'void' || amount === undefined ? {} : { amount }) };
    }
    const [debit, credit] = asked.parties.map((place) => accounts[place] ?? accountOfNobody);
    const parties = { debit: debit as bigint, credit: credit as bigint, amount: amount ?? 1n };
    if (kind === 'transfer' || !asked.expires) return { kind, ...named, ...parties };
    return { kind, ...named, ...parties, expiresAt: new Date(0) };
  };
  return steps.map((step) => {
    const batches = step.map((batch) =>
      batch.map((commands) =>
        commands.map((asked) => {
          const transfer = transferOf(asked);
          made.push(transfer);
          if (transfer.kind === 'hold') holds.push(transfer.id);
          return transfer;
        }),
      ),
    );
    if (batches.length === 1) return batches;
    const opening = new Set(batches.flat(2).flatMap(({ kind, id }) => (kind === 'hold' ? [id] : [])));
    const untold = (transfer: Transfer) => 'holdId' in transfer && opening.has(transfer.holdId);
    return batches.map((batch) => batch.map((posting) => posting.filter((transfer) => !untold(transfer))));
  });
}
