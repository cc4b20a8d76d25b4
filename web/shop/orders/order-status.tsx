import { Trans } from '@lingui/react/macro';
import { Badge } from '../../shared/ui/badge.tsx';
import type { Order } from '../order.ts';

export function OrderStatus({ status }: { status: Order['status'] }) {
  if (status === 'paid') {
    return (
      <Badge tone="success">
        <Trans>已付款</Trans>
      </Badge>
    );
  }
  if (status === 'expired') {
    return (
      <Badge>
        <Trans>已过期</Trans>
      </Badge>
    );
  }
  return (
    <Badge tone="warning">
      <Trans>待付款</Trans>
    </Badge>
  );
}
