import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Check, Clock3, Hourglass, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Amount } from '../../shared/ui/amount.tsx';
import { Button, ButtonAnchor } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { emptyCart } from '../cart/cart.ts';
import type { Order } from '../order.ts';
import { ButtonLink } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { rememberOrder, takePaid } from './my-orders.ts';
import { orderQuery, refundOrder, ShopError } from './queries.ts';

/** One order: whether UPay has told that it is paid, and the way to pay it if not. */
export function OrderPage() {
  const { t } = useLingui();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  useTitle(t`订单`);
  const {
    data: order,
    error,
    isFetching,
    refetch,
  } = useQuery({
    ...orderQuery(id),
    retry: (failures, failure) => failures < 1 && !(failure instanceof ShopError && failure.status === 404),
  });
  const isPaid = order?.status === 'paid';
  useEffect(() => {
    if (!isPaid) return;
    rememberOrder(id);
    if (takePaid(id)) emptyCart();
  }, [isPaid, id]);

  if (error && !order) {
    return error instanceof ShopError && error.status === 404 ? (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title={<Trans>没有这个订单</Trans>}
        action={
          <ButtonLink to="/">
            <Trans>看看菜单</Trans>
          </ButtonLink>
        }
        className="min-h-[60dvh] justify-center"
      />
    ) : (
      <ErrorState
        onRetry={() => void refetch()}
        retrying={isFetching}
        className="min-h-[60dvh] justify-center"
      />
    );
  }
  return (
    <div className="mx-auto mt-6 flex max-w-xl flex-col gap-4">
      {order ? <Shown order={order} /> : <Loading />}
    </div>
  );
}

function Shown({ order }: { order: Order }) {
  return (
    <>
      <Card className="p-6 sm:p-8">
        <Head order={order} />
        <ul className="mt-6 flex flex-col gap-2.5 border-line border-t pt-5">
          {order.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an order do not change
            <li key={index} className="flex items-baseline justify-between gap-4 text-label">
              <span>
                {line.name}
                {line.quantity > 1 && <span className="text-muted"> × {line.quantity}</span>}
              </span>
              <Amount value={BigInt(line.unitAmount) * BigInt(line.quantity)} currency={order.currency} />
            </li>
          ))}
        </ul>
        <Facts
          className="mt-5 border-line border-t pt-5"
          facts={[
            { label: <Trans>订单号</Trans>, value: <span className="tabular">{order.reference}</span> },
            { label: <Trans>下单时间</Trans>, value: <Time value={order.createdAt} /> },
            ...(order.status === 'paid'
              ? [
                  {
                    label: <Trans>付款通知</Trans>,
                    value: order.told ? (
                      <Trans>UPay 已通知商店，签名无误</Trans>
                    ) : (
                      <Trans>等待 UPay 通知</Trans>
                    ),
                  },
                ]
              : []),
            ...(order.refund
              ? [
                  {
                    label: <Trans>退款</Trans>,
                    value: (
                      <>
                        <Amount value={order.refund.amount} currency={order.currency} />{' '}
                        {order.refund.status === 'succeeded' ? <Trans>已退回</Trans> : <Trans>退回中</Trans>}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Card>
      {order.status === 'open' ? (
        <>
          <ButtonAnchor wide href={order.payUrl}>
            <Trans>去 UPay 付款</Trans>
          </ButtonAnchor>
          <p className="text-center text-caption text-muted">
            <Trans>付过了？有结果后这里会自动更新，请不要重复付款。</Trans>
          </p>
        </>
      ) : (
        <ButtonLink to="/" variant={order.status === 'paid' ? 'secondary' : 'primary'} wide>
          {order.status === 'paid' ? <Trans>再逛逛</Trans> : <Trans>重新点单</Trans>}
        </ButtonLink>
      )}
      {order.status === 'paid' && !order.refund && <AskForRefund id={order.id} />}
    </>
  );
}

/** Asks once more before the money goes back. */
function AskForRefund({ id }: { id: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const refund = useMutation({
    mutationFn: () => refundOrder(id),
    onSuccess: (order) => {
      client.setQueryData(['orders', id], order);
      toast(t`退款已提交，钱会退到原付款方式`, { tone: 'success' });
    },
    onError: () => toast(t`没有退成，请稍后再试`, { tone: 'danger' }),
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Button variant="quiet" wide onClick={() => setAsking(true)}>
        <Trans>申请退款</Trans>
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={<Trans>退掉这单？</Trans>}
        description={<Trans>商店会把全部金额退到您原来的付款方式。</Trans>}
        footer={
          <Button wide loading={refund.isPending} onClick={() => refund.mutate()}>
            <Trans>确认退款</Trans>
          </Button>
        }
      />
    </>
  );
}

const LOOK = {
  paid: { icon: <Check strokeWidth={3} />, className: 'bg-success text-on-success' },
  open: { icon: <Clock3 />, className: 'bg-warning-soft text-warning-ink' },
  expired: { icon: <Hourglass />, className: 'bg-pressed text-muted' },
};

function Head({ order: { status, amount, currency, refund } }: { order: Order }) {
  return (
    <div role="status" className="flex flex-col items-center text-center">
      <span
        aria-hidden="true"
        className={cx(
          'grid size-15 animate-pop-in place-items-center rounded-full [&>svg]:size-8',
          LOOK[status].className,
        )}
      >
        {LOOK[status].icon}
      </span>
      <h1 className="mt-3 font-semibold text-title">
        {refund ? (
          <Trans>已退单</Trans>
        ) : status === 'paid' ? (
          <Trans>已付款，正在为您制作</Trans>
        ) : status === 'open' ? (
          <Trans>等待付款</Trans>
        ) : (
          <Trans>订单已过期</Trans>
        )}
      </h1>
      <p className="mt-1 font-bold text-display">
        <Amount value={amount} currency={currency} />
      </p>
    </div>
  );
}

function Loading() {
  const { t } = useLingui();
  return (
    <Card className="flex flex-col items-center gap-3 p-8">
      <div role="status" aria-label={t`正在加载`} className="flex flex-col items-center gap-3">
        <Skeleton round className="size-15" />
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-9 w-40" />
      </div>
    </Card>
  );
}
