import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { createLink, Navigate, useSearch } from '@tanstack/react-router';
import { ReceiptText } from 'lucide-react';
import { Amount } from '../../shared/ui/amount.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { List, ListAnchor } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { ButtonLink } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { myOrders } from './my-orders.ts';
import { OrderStatus } from './order-status.tsx';
import { orderQuery } from './queries.ts';

const RowLink = createLink(ListAnchor);

/** Where UPay sends its customers back to, and the orders of this device. */
export function OrdersPage() {
  const { t } = useLingui();
  const { checkoutSessionId }: { checkoutSessionId?: string } = useSearch({ strict: false });
  useTitle(t`我的订单`);
  if (checkoutSessionId) return <Navigate to="/orders/$id" params={{ id: checkoutSessionId }} replace />;
  const ids = myOrders();
  if (ids.length === 0) {
    return (
      <EmptyState
        icon={<ReceiptText aria-hidden="true" />}
        title={<Trans>还没有订单</Trans>}
        detail={<Trans>下过的单会留在这台设备上。</Trans>}
        action={
          <ButtonLink to="/">
            <Trans>看看菜单</Trans>
          </ButtonLink>
        }
        className="min-h-[60dvh] justify-center"
      />
    );
  }
  return (
    <div className="mx-auto max-w-2xl">
      <h1 className="mt-6 mb-4 font-bold text-[1.5rem]">
        <Trans>我的订单</Trans>
      </h1>
      <Card flush>
        <List>
          {ids.map((id) => (
            <OrderRow key={id} id={id} />
          ))}
        </List>
      </Card>
    </div>
  );
}

function OrderRow({ id }: { id: string }) {
  const { i18n } = useLingui();
  const { data: order, isError } = useQuery({ ...orderQuery(id), refetchInterval: false });
  if (isError) return null;
  if (!order) {
    return (
      <li className="flex min-h-row items-center justify-between px-card">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-16" />
      </li>
    );
  }
  return (
    <RowLink
      to="/orders/$id"
      params={{ id }}
      title={new Intl.ListFormat(i18n.locale).format(
        order.lines.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)),
      )}
      detail={<Time value={order.createdAt} />}
      trailing={<Amount value={order.amount} currency={order.currency} />}
      trailingDetail={<OrderStatus status={order.status} />}
    />
  );
}
