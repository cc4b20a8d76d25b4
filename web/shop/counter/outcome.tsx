import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Hourglass, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { Amount } from '../../shared/ui/amount.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import type { Order } from '../order.ts';
import { cancelOrder, orderQuery } from '../orders/queries.ts';

/** What became of a charge at the till; asked again until the payer has confirmed it or its time is over. */
export function Outcome(props: {
  order: Order;
  outcome: 'paid' | 'processing' | 'waiting_for_payer';
  onNext: () => void;
}) {
  const { onNext } = props;
  const order = useQuery({
    ...orderQuery(props.order.id),
    initialData: props.order,
    refetchInterval: 2_000,
  }).data;
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelOrder(order.id),
    networkMode: 'always',
    onSuccess: (told) => client.setQueryData(orderQuery(order.id).queryKey, told),
  });
  const amount = (
    <Amount value={order.amount} currency={order.currency} className="font-bold text-[1.5rem]" />
  );
  return (
    <Card className="lg:p-6">
      <div role="status">
        {order.status === 'paid' ? (
          <State icon={<Check aria-hidden="true" />} title={<Trans>已收款</Trans>} detail={order.reference}>
            {amount}
          </State>
        ) : order.status === 'expired' ? (
          <State
            icon={<Hourglass aria-hidden="true" />}
            title={<Trans>没有收到款</Trans>}
            detail={<Trans>已取消，或顾客没有在五分钟内确认；没有扣款。</Trans>}
          >
            {amount}
          </State>
        ) : (
          <State
            icon={<Smartphone aria-hidden="true" />}
            title={
              props.outcome === 'processing' ? <Trans>银行处理中</Trans> : <Trans>等顾客在手机上确认</Trans>
            }
            detail={<Trans>有结果会马上显示在这里，先不要交货。</Trans>}
          >
            {amount}
          </State>
        )}
      </div>
      {order.status === 'open' && (
        <>
          {(cancel.isError || cancel.isSuccess) && (
            <p role="alert" className="mb-3 text-center text-caption text-danger-ink">
              {cancel.isError ? (
                <Trans>没有取消成，请再试一次</Trans>
              ) : (
                <Trans>顾客正在付款，取消不了；请等结果</Trans>
              )}
            </p>
          )}
          <Button
            wide
            variant="secondary"
            className="mb-2"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            <Trans>取消这一单</Trans>
          </Button>
        </>
      )}
      <Button wide variant={order.status === 'open' ? 'quiet' : 'primary'} onClick={onNext}>
        <Trans>下一单</Trans>
      </Button>
    </Card>
  );
}

function State(props: { icon: ReactNode; title: ReactNode; detail: ReactNode; children: ReactNode }) {
  return <EmptyState icon={props.icon} title={props.title} detail={props.detail} action={props.children} />;
}
