import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RefundReason } from '../../../contract/refunds.ts';

export const REFUND_REASONS: Record<RefundReason, MessageDescriptor> = {
  requested_by_customer: msg`客户要求`,
  duplicate: msg`重复付款`,
  product_not_received: msg`没有收到商品`,
  product_unacceptable: msg`商品不符`,
  dispute: msg`争议`,
  other: msg`其他`,
};
