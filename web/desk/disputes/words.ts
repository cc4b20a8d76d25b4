import { t } from '@lingui/core/macro';
import type { DeskDispute, DisputeReason } from '../../../contract/disputes.ts';
import type { Tone } from '../../shared/ui/tone.ts';

export function reasonName(reason: DisputeReason): string {
  switch (reason) {
    case 'unrecognized':
      return t`不认得这笔交易`;
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

export function stateOf({ status }: DeskDispute): { name: string; tone: Tone } {
  switch (status) {
    case 'needs_response':
      return { name: t`等待商户答复`, tone: 'info' };
    case 'under_review':
      return { name: t`待决定`, tone: 'warning' };
    case 'lost':
      return { name: t`支持客户`, tone: 'success' };
    case 'won':
      return { name: t`支持商户`, tone: 'neutral' };
    case 'withdrawn':
      return { name: t`客户撤回`, tone: 'neutral' };
  }
}

export function partyName(party: DeskDispute['evidence'][number]['party']): string {
  if (party === 'customer') return t`客户`;
  return party === 'merchant' ? t`商户` : t`同事`;
}

export const outcomeName = (outcome: 'won' | 'lost'): string =>
  outcome === 'lost' ? t`支持客户，退回款项` : t`支持商户，释放冻结`;
