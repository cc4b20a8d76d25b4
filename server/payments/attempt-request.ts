import type { Currency } from '../../contract/money.ts';
import type { MethodReference, OrderKind } from '../../contract/payments.ts';
import type { CustomerProfile } from '../identity/identity.ts';
import type { Callers } from '../platform/http/serve.ts';
import type { AttemptRow, CheckoutEntry, PaymentRow } from './rows.ts';

/** What is to be paid, as its first attempt states it; it never changes afterwards. */
export interface Order {
  kind: OrderKind;
  amount: bigint;
  currency: Currency;
  payeeCustomerId: string | null;
  merchantId: string | null;
  checkoutSessionId: string | null;
  /** How the customer came to the checkout session, where that has a limit of its own. */
  entry?: CheckoutEntry;
  note: string | null;
}

/** By what the payer is known to want it: the payment password now, nothing (a small payment), or an earlier order of theirs. */
export type Proof =
  | { kind: 'payment_password'; paymentPassword: string }
  | { kind: 'none' }
  | { kind: 'standing'; rule: string };

/** One attempt asked for: at a new payment, or at one that exists. */
export interface AttemptRequest {
  attemptId: string;
  paymentId: string;
  /** False when the payment exists and this is another try at it. */
  isNew: boolean;
  order: Order;
  caller: Callers['customer'];
  method: MethodReference;
  proof: Proof;
  /** What the customer saw when they confirmed, when the client tells. */
  confirmed: { amount: bigint; payee: string | undefined } | undefined;
  idempotencyKey: string;
  /** Hash of everything the caller asked for under the key. */
  fingerprint: Buffer;
  /** Ledger accounts by their ids, resolved before the batch. Absent when this kind cannot be paid this way. */
  accounts:
    | { debit: bigint; credit: bigint; via: 'ledger' | 'charge' | 'payout'; railId: string | null }
    | undefined;
}

/** An attempt and its payment as they are now. */
export interface AttemptResult {
  payment: PaymentRow;
  attempt: AttemptRow;
  /** The key had been used for the same request before: nothing was done now. */
  replayed: boolean;
  /** Profiles read along the way. */
  customers?: ReadonlyMap<string, CustomerProfile>;
}
