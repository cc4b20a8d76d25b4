import type { FailureCode } from '../../contract/failure.ts';
import type { Currency } from '../../contract/money.ts';
import type { PaymentKind, PaymentStatus, TraceEntry } from '../../contract/payments.ts';
import type { LocalizedText } from '../../contract/text.ts';

/** A payment as it is kept. */
export interface PaymentRow {
  id: string;
  customer_id: string;
  kind: PaymentKind;
  status: PaymentStatus;
  amount: bigint;
  currency: Currency;
  payee_customer_id: string | null;
  merchant_id: string | null;
  checkout_session_id: string | null;
  note: string | null;
  method_type: 'balance' | 'card' | 'bank_account';
  method_id: string | null;
  failure_code: FailureCode | null;
  attempts: number;
  /** Its amount is held until people have decided. */
  under_review: boolean;
  /** When it is tried again by itself; only while it waits for another attempt. */
  retry_at?: Date | null;
  /** Kept by the database; absent on one just made. */
  refunded_amount?: bigint;
  disputed_amount?: bigint;
  created_at: Date;
  completed_at: Date | null;
}

/** An attempt as it is kept. */
export interface AttemptRow {
  id: string;
  payment_id: string;
  customer_id: string;
  number: number;
  idempotency_key: string;
  fingerprint: Buffer;
  status: 'processing' | 'requires_action' | 'succeeded' | 'failed';
  method_type: PaymentRow['method_type'];
  method_id: string | null;
  failure_code: FailureCode | null;
  rail_id: string | null;
  raw_network: string | null;
  raw_code: string | null;
  action_url: string | null;
  hold_id: string | null;
  trace: TraceEntry[];
  started_at: Date;
  completed_at: Date | null;
}

/** A stored card or bank account as it is kept. */
export interface MethodRow {
  id: string;
  customer_id: string;
  type: 'card' | 'bank_account';
  rail_id: string;
  token: string;
  network: string;
  bank: LocalizedText;
  funding: 'credit' | 'debit' | null;
  last4: string;
  expiry_month: number | null;
  expiry_year: number | null;
  is_default: boolean;
  position: number;
  added_at: Date;
  removed_at: Date | null;
}

export type CheckoutEntry = 'link' | 'payer_code' | 'merchant_code';

export interface CheckoutSessionRow {
  id: string;
  merchant_id: string;
  merchant_name: string;
  idempotency_key: string;
  fingerprint: Buffer;
  amount: bigint;
  currency: Currency;
  reference: string;
  lines: Array<{ name: string; quantity: number; unitAmount: string }>;
  success_url: string | null;
  cancel_url: string | null;
  /** How the customer came to it. */
  entry: CheckoutEntry;
  /** Whose alone it is. */
  customer_id: string | null;
  status: 'open' | 'paid' | 'expired';
  created_at: Date;
  expires_at: Date;
}
