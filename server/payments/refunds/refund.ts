import type { FailureCode } from '../../../contract/failure.ts';
import type { Currency } from '../../../contract/money.ts';
import type { RefundReason, RefundStatus } from '../../../contract/refunds.ts';

/** A refund as it is kept. */
export interface RefundRow {
  id: string;
  payment_id: string;
  customer_id: string;
  merchant_id: string;
  amount: bigint;
  currency: Currency;
  reason: RefundReason;
  note: string | null;
  status: RefundStatus;
  destination: 'balance' | 'card' | 'bank_account';
  method_id: string | null;
  /** The attempt that paid, whose charge is given back. */
  attempt_id: string;
  rail_id: string | null;
  hold_id: string | null;
  failure_code: FailureCode | null;
  raw_network: string | null;
  raw_code: string | null;
  /** `desk`: staff with a payment in front of them; `staff`: what a customer accepted in a conversation. */
  requested_by: 'merchant' | 'staff' | 'desk' | 'dispute';
  requester_id: string;
  idempotency_key: string;
  fingerprint: Buffer;
  created_at: Date;
  completed_at: Date | null;
}

export interface RefundRequest {
  paymentId: string;
  /** Minor units; all that is left when absent. */
  amount?: bigint | undefined;
  reason: RefundReason;
  note?: string | undefined;
  requestedBy: RefundRow['requested_by'];
  /** The merchant, member of staff or dispute; a merchant refunds only what was paid to it. */
  requesterId: string;
  idempotencyKey: string;
  /** Whose doing it is, for the audit. */
  audited?: { staffId: string; sessionId?: string } | undefined;
}
