import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PaymentDetail } from '../../../contract/payments.ts';
import { isNothingThere } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton, SkeletonList } from '../../shared/ui/skeleton.tsx';
import { ButtonLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { paymentQuery } from './queries.ts';

export interface PaymentScreenProps {
  id: string;
  title: string;
  name: string;
  up: string;
  children: (payment: PaymentDetail) => ReactNode;
}

/** A screen about one payment: while it loads, when it can't be had, and once it is here. */
export function PaymentScreen({ id, title, name, up, children }: PaymentScreenProps) {
  const payment = useQuery(paymentQuery(id));
  const missing = isNothingThere(payment.error);
  return (
    <Screen title={title} name={name} paymentId={id} up={up}>
      {payment.data ? (
        children(payment.data)
      ) : payment.isPending ? (
        <div className="flex flex-col gap-3">
          <Card className="flex flex-col items-center gap-3 py-8">
            <Skeleton round className="size-15" />
            <Skeleton className="h-5 w-20" />
            <Skeleton className="h-9 w-40" />
          </Card>
          <Card flush>
            <SkeletonList rows={3} />
          </Card>
        </div>
      ) : (
        <Card>
          <ErrorState
            title={missing ? <Trans>没有这笔账单</Trans> : undefined}
            detail={missing ? <Trans>它不存在，或者不是您的。</Trans> : undefined}
            onRetry={missing ? undefined : () => void payment.refetch()}
            retrying={payment.isFetching}
            action={
              missing && (
                <ButtonLink to="/bills" variant="secondary">
                  <Trans>看全部账单</Trans>
                </ButtonLink>
              )
            }
          />
        </Card>
      )}
    </Screen>
  );
}
