import type { FailureCode } from '../../../../contract/failure.ts';
import type { Payout } from '../../../../contract/merchants.ts';
import type { Currency } from '../../../../contract/money.ts';
import type { LocalizedText } from '../../../../contract/text.ts';

/** A payout as it is kept. */
export interface PayoutRow {
  id: string;
  merchant_id: string;
  bank_account_id: string;
  amount: bigint;
  currency: Currency;
  note: string | null;
  status: Payout['status'];
  rail_id: string;
  hold_id: string;
  failure_code: FailureCode | null;
  raw_network: string | null;
  raw_code: string | null;
  idempotency_key: string;
  fingerprint: Buffer;
  created_at: Date;
  completed_at: Date | null;
}

export interface BankAccountRow {
  id: string;
  merchant_id: string;
  rail_id: string;
  token: string;
  bank: LocalizedText;
  last4: string;
  added_at: Date;
  removed_at: Date | null;
}

export function viewPayout(row: PayoutRow): Payout {
  return {
    id: row.id,
    bankAccountId: row.bank_account_id,
    amount: row.amount.toString(),
    currency: row.currency,
    ...(row.note === null ? {} : { note: row.note }),
    status: row.status,
    ...(row.failure_code === null ? {} : { failureCode: row.failure_code }),
    createdAt: row.created_at.toISOString(),
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at.toISOString() }),
  };
}
