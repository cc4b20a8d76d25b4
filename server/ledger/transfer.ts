/** Names an account; it is opened the first time it is named. */
export interface AccountKey {
  ownerId: string;
  purpose: string;
  /** ISO 4217: also one that customers cannot hold, as money that came in it waits in suspense. */
  currency: string;
  normalSide: 'debit' | 'credit';
  mayOverdraw: boolean;
  /** How far below zero it may go that may not overdraw without limit; nothing when absent. Minor units. */
  overdraftLimit?: bigint;
}

/** One movement. Ids are chosen by the caller and make it idempotent; amounts are minor units. */
export type Transfer =
  /** Moves money at once. */
  | { kind: 'transfer'; id: string; debit: bigint; credit: bigint; amount: bigint; reference: string }
  /**
   * Reserves money on both sides until it is posted or voided; the hold's id is the transfer's. Past `expiresAt` a sweep
   * voids it, and until the sweep has, it can be posted.
   */
  | {
      kind: 'hold';
      id: string;
      debit: bigint;
      credit: bigint;
      amount: bigint;
      reference: string;
      expiresAt?: Date;
    }
  /** Moves what a hold still reserves, all of it when no amount is given, and ends it: what is left is released. */
  | { kind: 'post'; id: string; holdId: string; amount?: bigint; reference: string }
  /** Moves a part of what a hold still reserves, and keeps the rest held; the last part ends it. */
  | { kind: 'post_part'; id: string; holdId: string; amount: bigint; reference: string }
  /** Releases what a hold still reserves. */
  | { kind: 'void'; id: string; holdId: string; reference: string };

export type RefusalReason =
  | 'account_not_found'
  | 'currency_mismatch'
  | 'same_account'
  | 'invalid_amount'
  | 'insufficient_funds'
  | 'overflow'
  | 'hold_not_found'
  | 'hold_not_open'
  | 'amount_above_hold'
  | 'id_reused';

/** How a posting came out. `exists`: the very same posting was made before; nothing was done now. */
export type PostingResult =
  | { outcome: 'posted'; availableAfter: bigint }
  | { outcome: 'exists' }
  | { outcome: 'refused'; reason: RefusalReason; transferId: string; available?: bigint };

/** Transfers that succeed or fail together; usually one. */
export type Posting = readonly Transfer[];

export interface Account {
  id: bigint;
  currency: string;
  normalSide: 'debit' | 'credit';
  mayOverdraw: boolean;
  overdraftLimit: bigint;
  debitsPosted: bigint;
  creditsPosted: bigint;
  debitsPending: bigint;
  creditsPending: bigint;
  version: bigint;
}

export interface Hold {
  id: string;
  debit: bigint;
  credit: bigint;
  amount: bigint;
  /** Moved so far; an open hold still reserves the rest. */
  postedAmount: bigint;
  /** Named by what ended it: a voided one may have been posted in part before. */
  state: 'open' | 'posted' | 'voided';
  reference: string;
  expiresAt: Date | null;
}

/** A transfer as it is kept. */
export interface TransferRow {
  id: string;
  kind: Transfer['kind'];
  debit: bigint;
  credit: bigint;
  amount: bigint;
  holdId: string | null;
  reference: string;
  debitVersion: bigint;
  creditVersion: bigint;
  debitBalance: bigint;
  creditBalance: bigint;
}

/** The posted balance on the account's normal side. */
export function postedBalance(account: Account): bigint {
  const net = account.creditsPosted - account.debitsPosted;
  return account.normalSide === 'credit' ? net : -net;
}

/** What may still leave the account: the posted balance less what is reserved to leave. */
export function availableBalance(account: Account): bigint {
  return account.normalSide === 'credit'
    ? account.creditsPosted - account.debitsPosted - account.debitsPending
    : account.debitsPosted - account.creditsPosted - account.creditsPending;
}
