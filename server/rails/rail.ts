import type { FailureCode } from '../../contract/failure.ts';
import type { Currency } from '../../contract/money.ts';
import type { LocalizedText } from '../../contract/text.ts';

/** A code as a network gave it. It is kept beside ours: the pair is what support quotes to the bank. */
export interface RawCode {
  network: string;
  code: string;
}

/** What became of an order, as far as the rail has told. */
export type RailOutcome =
  | { status: 'succeeded'; raw: RawCode; authorizationCode?: string }
  | { status: 'declined'; raw: RawCode; failureCode: FailureCode }
  /** The cardholder must confirm on the bank's page. */
  | { status: 'requires_action'; raw: RawCode; actionUrl: string }
  /** Accepted; the outcome will come by callback or inquiry. */
  | { status: 'pending'; raw: RawCode }
  /** It surely did not reach the rail. */
  | { status: 'unreachable'; reason: string }
  /** No answer: it may or may not have been processed. */
  | { status: 'unknown'; reason: string };

/** An answer to an inquiry: besides the outcomes, that the rail has never heard of the order. */
export type InquiryOutcome = RailOutcome | { status: 'not_found' };

/** One movement asked of a rail. `reference` is ours, unique, and makes it idempotent there. */
export interface RailOrder {
  reference: string;
  /** The rail's own token of the card or account. */
  token: string;
  /** Minor units. */
  amount: bigint;
  currency: Currency;
  /** Who is paid, as the customer's statement shows it. */
  payee: string;
  description: string;
}

/** Money back to the instrument. `charge` is the reference of what is given back. */
export interface RefundOrder extends RailOrder {
  charge: string;
}

export type RailOperation = 'charge' | 'payout' | 'refund';

/** A card or account after the rail has taken it into its vault. */
export interface TokenizedMethod {
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

/** A way in or out of the wallet. */
export interface Rail {
  /** Names the rail in traces and in its clearing account. */
  readonly id: string;
  /** Takes money from the instrument. */
  charge(order: RailOrder): Promise<RailOutcome>;
  /** Sends money to the instrument; absent where the rail cannot. */
  payout?(order: RailOrder): Promise<RailOutcome>;
  /** Gives a charge back, in part or whole; asked again under the same reference, it is the same refund. */
  refund(order: RefundOrder): Promise<RailOutcome>;
  inquire(operation: RailOperation, reference: string): Promise<InquiryOutcome>;
  /**
   * Tells the rail never to process a charge it has not heard of, should it still be on its way. What came of it shows in
   * the next inquiry.
   */
  reverse?(reference: string): Promise<void>;
}
