import type { Currency } from '../../contract/money.ts';

/** Names an account; it is opened the first time it is named. */
export interface AccountKey {
  ownerId: string;
  purpose: string;
  currency: Currency;
  normalSide: 'debit' | 'credit';
  mayOverdraw: boolean;
}

/** One movement. Ids are chosen by the caller and make it idempotent; amounts are minor units. */
export type Transfer =
  /** Moves money at once. */
  | { kind: 'transfer'; id: string; debit: bigint; credit: bigint; amount: bigint; reference: string }
  /** Reserves money on both sides until it is posted or voided; the hold's id is the transfer's. */
  | { kind: 'hold'; id: string; debit: bigint; credit: bigint; amount: bigint; reference: string }
  /** Moves a hold's money, all of it when no amount is given; what is left of it is released. */
  | { kind: 'post'; id: string; holdId: string; amount?: bigint; reference: string }
  /** Releases a hold. */
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
  postedAmount: bigint;
  state: 'open' | 'posted' | 'voided';
  reference: string;
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
