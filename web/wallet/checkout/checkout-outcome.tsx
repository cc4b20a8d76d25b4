import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Hourglass, Store } from 'lucide-react';
import type { CheckoutSession } from '../../../contract/checkout.ts';
import type { Payment } from '../../../contract/payments.ts';
import { ButtonAnchor } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { Fixes } from '../payments/fixes.tsx';
import { FailureReason, OutcomeHead } from '../payments/outcome-head.tsx';
import { paymentQuery, refreshMoney } from '../payments/queries.ts';
import { merchantUrl } from './merchant-url.ts';

/** How an order stands that was paid, is being paid, could not be paid or is too old; and the way back to the merchant. */
export function CheckoutOutcome({ session, payment }: { session: CheckoutSession; payment?: Payment }) {
  const { id, status } = session;
  const isPaid = payment?.status === 'succeeded' || status === 'paid';
  const back = merchantUrl(isPaid ? session.successUrl : session.cancelUrl, id);
  return (
    <div className="flex flex-col gap-3 max-lg:order-first">
      <Card className="lg:p-8">
        {payment ? (
          <Outcome id={payment.id} canFix={status === 'open'} />
        ) : status === 'paid' ? (
          <EmptyState
            icon={<CircleCheck aria-hidden="true" />}
            title={<Trans>这个订单已经付过了</Trans>}
            detail={<Trans>不需要再付，您没有被扣款。</Trans>}
          />
        ) : (
          <EmptyState
            icon={<Hourglass aria-hidden="true" />}
            title={<Trans>这个订单已经过期</Trans>}
            detail={<Trans>没有扣款。还想买的话，请回到商家重新下单。</Trans>}
          />
        )}
      </Card>
      {back && (
        <ButtonAnchor
          wide
          variant={isPaid || status === 'expired' ? 'primary' : 'quiet'}
          href={back}
          icon={<Store aria-hidden="true" />}
        >
          {isPaid ? <Trans>返回{session.merchantName}</Trans> : <Trans>取消，返回商家</Trans>}
        </ButtonAnchor>
      )}
    </div>
  );
}

/** What became of this customer's payment, and what can be done about it. */
function Outcome({ id, canFix }: { id: string; canFix: boolean }) {
  const client = useQueryClient();
  const payment = useQuery(paymentQuery(id));
  if (payment.isError) {
    return <ErrorState onRetry={() => void payment.refetch()} retrying={payment.isFetching} />;
  }
  if (!payment.data) {
    return (
      <div className="flex flex-col items-center gap-3 py-4">
        <Skeleton round className="size-15" />
        <Skeleton className="h-5 w-20" />
        <Skeleton className="h-9 w-40" />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4 py-3">
      <OutcomeHead payment={payment.data} />
      <FailureReason payment={payment.data} />
      {canFix && (
        <Fixes payment={payment.data} screen="checkout" onOutcome={() => void refreshMoney(client)} />
      )}
    </div>
  );
}
