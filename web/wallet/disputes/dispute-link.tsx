import { Trans } from '@lingui/react/macro';
import { ShieldQuestion } from 'lucide-react';
import type { PaymentDetail } from '../../../contract/payments.ts';
import { RowLink } from '../app/links.tsx';
import { disputeStatusName } from './words.ts';

/** From a payment to its dispute, or to opening one where that is possible. */
export function DisputeLink({ payment }: { payment: PaymentDetail }) {
  const { id, dispute, status, direction, amount, refundedAmount } = payment;
  if (dispute !== undefined && dispute.status !== 'withdrawn') {
    return (
      <RowLink
        to="/disputes/$id"
        params={{ id: dispute.id }}
        leading={<ShieldQuestion aria-hidden="true" />}
        title={<Trans>争议进度</Trans>}
        detail={disputeStatusName(dispute.status)}
      />
    );
  }
  if (status !== 'succeeded' || direction === 'in' || refundedAmount === amount) return null;
  return (
    <RowLink
      to="/payments/$id/dispute"
      params={{ id }}
      leading={<ShieldQuestion aria-hidden="true" />}
      title={<Trans>我不认得这笔交易</Trans>}
      detail={<Trans>也可以因为没收到货、金额不对等原因申请争议</Trans>}
    />
  );
}
