import { t } from '@lingui/core/macro';
import type { Dispute, DisputeReason, DisputeStatus } from '../../../contract/disputes.ts';
import type { Tone } from '../../shared/ui/tone.ts';

export const REASONS: readonly DisputeReason[] = [
  'unrecognized',
  'fraudulent',
  'duplicate',
  'product_not_received',
  'product_unacceptable',
  'incorrect_amount',
  'credit_not_processed',
];

export function reasonName(reason: DisputeReason): string {
  switch (reason) {
    case 'unrecognized':
      return t`我不认得这笔交易`;
    case 'fraudulent':
      return t`被盗用或被骗`;
    case 'duplicate':
      return t`重复扣款`;
    case 'product_not_received':
      return t`没有收到商品或服务`;
    case 'product_unacceptable':
      return t`商品或服务与描述不符`;
    case 'incorrect_amount':
      return t`金额不对`;
    case 'credit_not_processed':
      return t`答应的退款没有到`;
  }
}

/** In the customer's words: what the networks call lost is the customer's win. */
export function disputeStatusName(status: DisputeStatus): string {
  switch (status) {
    case 'needs_response':
      return t`等待商户答复`;
    case 'under_review':
      return t`审核中`;
    case 'lost':
      return t`已支持，款项退回`;
    case 'won':
      return t`未支持`;
    case 'withdrawn':
      return t`已撤回`;
  }
}

export function disputeTone(status: DisputeStatus): Tone {
  if (status === 'lost') return 'success';
  if (status === 'won') return 'danger';
  return status === 'withdrawn' ? 'neutral' : 'warning';
}

export function partyName(party: Dispute['evidence'][number]['party']): string {
  if (party === 'customer') return t`我`;
  return party === 'merchant' ? t`商户` : t`UPay`;
}
