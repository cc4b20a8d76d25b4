import type { DisputeReason, DisputeStatus, Evidence } from '../../../contract/disputes.ts';
import type { Currency } from '../../../contract/money.ts';

/** A dispute as it is kept. `won` and `lost` are the merchant's. */
export interface DisputeRow {
  id: string;
  payment_id: string;
  customer_id: string;
  merchant_id: string | null;
  amount: bigint;
  currency: Currency;
  reason: DisputeReason;
  description: string;
  status: DisputeStatus;
  merchant_amount: bigint;
  merchant_hold_id: string | null;
  cover_amount: bigint;
  cover_hold_id: string | null;
  opened_at: Date;
  respond_by: Date | null;
  decide_by: Date;
  responded_at: Date | null;
  closed_at: Date | null;
  decided_by: string | null;
  decision_reason: string | null;
  approval_id: string | null;
  refund_id: string | null;
  idempotency_key: string;
  fingerprint: Buffer;
}

export interface EvidenceRow {
  id: string;
  dispute_id: string;
  party: Evidence['party'];
  author_id: string;
  text: string | null;
  file_name: string | null;
  media_type: NonNullable<Evidence['file']>['mediaType'] | null;
  size: number | null;
  sha256: Buffer | null;
  at: Date;
}

export const isOpen = ({ status }: Pick<DisputeRow, 'status'>) =>
  status === 'needs_response' || status === 'under_review';

export function viewEvidence(row: EvidenceRow): Evidence {
  return {
    id: row.id,
    party: row.party,
    ...(row.text === null ? {} : { text: row.text }),
    ...(row.file_name === null || row.media_type === null || row.sha256 === null
      ? {}
      : {
          file: {
            name: row.file_name,
            mediaType: row.media_type,
            size: row.size ?? 0,
            sha256: row.sha256.toString('hex'),
          },
        }),
    at: row.at.toISOString(),
  };
}
