import type { IncomingHttpHeaders } from 'node:http';
import type { FailureCode } from '../../contract/failure.ts';
import type { LocalizedText } from '../../contract/text.ts';

/** A code as a network gave it. It is kept beside ours: the pair is what support quotes to the bank. */
export interface RawCode {
  network: string;
  code: string;
}

/** What a rail can be asked to do with money, and asked about afterwards. */
export type RailOperation = 'charge' | 'payout' | 'refund';

/** What became of an order, as far as the rail has told. */
export type RailOutcome =
  | { status: 'succeeded'; raw: RawCode; authorizationCode?: string }
  /** Reserved at the bank and not taken: `capture` takes it, `reverse` lets it go. */
  | { status: 'authorized'; raw: RawCode; authorizationCode?: string }
  | { status: 'declined'; raw: RawCode; failureCode: FailureCode }
  /** The cardholder must confirm on the bank's page. */
  | { status: 'requires_action'; raw: RawCode; actionUrl: string }
  /** Accepted; the outcome will come by callback or inquiry. */
  | { status: 'pending'; raw: RawCode }
  /** It surely did not reach the rail; with `incidentId`, it was not even sent. */
  | { status: 'unreachable'; reason: string; incidentId?: string }
  /** No answer, or one that decides nothing (then with its code): it may or may not have been processed. */
  | { status: 'unknown'; reason: string; raw?: RawCode };

/** An answer to an inquiry: besides the outcomes, that the rail has never heard of the order. */
export type InquiryOutcome = RailOutcome | { status: 'not_found' };

/** One movement asked of a rail. `reference` is ours, unique, and makes it idempotent there. */
export interface RailOrder {
  reference: string;
  /** The rail's own token of the card or account. */
  token: string;
  /** Minor units. */
  amount: bigint;
  currency: string;
  /** Who is paid, as the customer's statement shows it. */
  payee: string;
  description: string;
}

/** Money back to the instrument. `charge` is the reference of what is given back; `reference` is the refund's own. */
export interface RefundOrder extends RailOrder {
  charge: string;
}

/** A card or account after the rail has taken it into its vault. */
export interface TokenizedMethod {
  /** The rail whose token it is. */
  railId: string;
  token: string;
  network: string;
  bank: LocalizedText;
  last4: string;
  funding?: 'credit' | 'debit';
  expiryMonth?: number;
  expiryYear?: number;
}

export type Tokenization =
  | { status: 'tokenized'; method: TokenizedMethod }
  | { status: 'declined'; raw: RawCode; failureCode: FailureCode }
  | { status: 'unavailable' };

export interface CardDetails {
  number: string;
  expiryMonth: number;
  expiryYear: number;
  cvc: string;
  holderName: string;
}

export interface BankAccountDetails {
  accountNumber: string;
  holderName: string;
}

/** What a rail tells of its own accord. It may be told twice, late, or out of order. */
export interface RailNotice {
  operation: RailOperation;
  reference: string;
  outcome: RailOutcome;
}

/** Where a rail tells, and how we know that it is the rail. Rails of one network share one. */
export interface CallbackEndpoint {
  path: `/api/rails/${string}`;
  /**
   * @param request headers, and the body exactly as it came
   * @returns what was told; nothing when it does not concern us
   * @throws signature_invalid when it is not the rail's, or too old or too new to be told now; malformed_request
   */
  verify(request: { headers: IncomingHttpHeaders; body: string }): RailNotice[];
}

/** A movement of money as the rail's own books have it. */
export interface SettlementLine {
  operation: RailOperation;
  reference: string;
  /** Minor units. */
  amount: bigint;
  currency: string;
  /** What the rail keeps for it, minor units. */
  fee: bigint;
  processedAt: Date;
}

export type SettlementReport =
  | { status: 'available'; lines: SettlementLine[] }
  | { status: 'unavailable'; reason: string };

/**
 * A way in or out of the wallet; what it cannot do is absent. None of these ever throws for what the network does, and
 * none may be called inside a transaction.
 */
export interface Rail {
  /** Names the rail in traces and in its clearing account. */
  readonly id: string;
  readonly name: LocalizedText;
  readonly methodType: 'card' | 'bank_account';
  /** The rail whose tokens it takes too, as a second way to the same instrument. */
  readonly tokensOf?: string;
  /** What it can be asked for. */
  readonly operations: readonly RailOperation[];
  /** Takes money from the instrument: authorisation and capture in one. */
  charge(order: RailOrder): Promise<RailOutcome>;
  /** Reserves money on the instrument. */
  authorize?(order: RailOrder): Promise<RailOutcome>;
  /** Takes what was authorised under `reference`, all of it or less; final. */
  capture?(reference: string, amount: bigint): Promise<RailOutcome>;
  /** Gives a charge back, in part or whole; the rail refuses more than was captured. */
  refund(order: RefundOrder): Promise<RailOutcome>;
  /** Sends money to the instrument. */
  payout?(order: RailOrder): Promise<RailOutcome>;
  inquire(operation: RailOperation, reference: string): Promise<InquiryOutcome>;
  /**
   * Lets an authorisation go, and tells the rail never to process a charge it has not heard of, should it still be on its
   * way. What came of it shows in the next inquiry.
   */
  reverse?(reference: string): Promise<void>;
  readonly callbacks?: CallbackEndpoint;
  /** All that moved on a day (YYYY-MM-DD, UTC). */
  settlementReport(day: string): Promise<SettlementReport>;
}

export interface CardRail extends Rail {
  readonly methodType: 'card';
  /** Hands the number to the rail's vault, which gives a token for it. */
  tokenize(card: CardDetails): Promise<Tokenization>;
}

export interface BankRail extends Rail {
  readonly methodType: 'bank_account';
  tokenize(account: BankAccountDetails): Promise<Tokenization>;
}
