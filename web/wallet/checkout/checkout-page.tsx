import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { FileQuestion, ShieldCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { isNothingThere } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { useParam } from '../app/address.ts';
import { Brand } from '../app/brand.tsx';
import { ButtonLink } from '../app/links.tsx';
import { OfflineBanner } from '../app/offline-banner.tsx';
import { useTitle } from '../app/use-title.ts';
import { SupportLink } from '../app/support-link.tsx';
import type { PayRequest } from '../pay/pay-flow.tsx';
import { CheckoutOutcome } from './checkout-outcome.tsx';
import { OrderSummary } from './order-summary.tsx';
import { PayOrder } from './pay-order.tsx';
import { checkoutSessionQuery } from './queries.ts';

/** 收银台: a merchant's order, how to pay it, and what became of it. */
export function CheckoutPage() {
  const { t } = useLingui();
  const id = useParam('sessionId');
  useTitle(t`收银台`);
  const checkout = useQuery(checkoutSessionQuery(id));
  const { session, payment } = checkout.data ?? {};
  const [paying, setPaying] = useState<PayRequest | null>(null);
  const canPay = session?.status === 'open' && (!payment || payment.status === 'canceled');
  const isMissing = isNothingThere(checkout.error);

  return (
    <div className="min-h-dvh">
      <OfflineBanner />
      <header className="sticky top-0 z-20 border-line border-b bg-surface pt-safe">
        <div className="mx-auto flex min-h-14 max-w-5xl items-center justify-between gap-3 px-4">
          <Brand />
          <h1 className="text-body text-muted">
            <Trans>收银台</Trans>
          </h1>
          <SupportLink screen="checkout" paymentId={payment?.id ?? session?.paymentId} />
        </div>
      </header>
      <main id="main" className="mx-auto max-w-5xl px-4 pt-4 pb-10 lg:pt-10">
        {session ? (
          <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)] lg:gap-6">
            <OrderSummary session={session} />
            {/* A wrong payment password makes a payment, and is put right in the sheet that is still open. */}
            {canPay || paying ? (
              <PayOrder session={session} paying={paying} onPaying={setPaying} />
            ) : (
              <CheckoutOutcome session={session} payment={payment} />
            )}
          </div>
        ) : checkout.isPending ? (
          <CheckoutSkeleton />
        ) : (
          <Card className="mx-auto max-w-xl">
            {isMissing ? (
              <EmptyState
                icon={<FileQuestion aria-hidden="true" />}
                title={<Trans>没有这个订单</Trans>}
                detail={<Trans>链接可能不完整，请回到商家重新下单。</Trans>}
                action={
                  <ButtonLink to="/" variant="secondary">
                    <Trans>回首页</Trans>
                  </ButtonLink>
                }
              />
            ) : (
              <ErrorState onRetry={() => void checkout.refetch()} retrying={checkout.isFetching} />
            )}
          </Card>
        )}
        <SafetyLine>
          <Trans>支付密码只在 UPay 页面输入，商家看不到您的卡号和密码</Trans>
        </SafetyLine>
      </main>
    </div>
  );
}

function SafetyLine({ children }: { children: ReactNode }) {
  return (
    <p className="mt-6 flex items-start justify-center gap-1.5 text-caption text-muted">
      <ShieldCheck aria-hidden="true" className="mt-[0.15em] size-4 shrink-0 text-success-ink" />
      {children}
    </p>
  );
}

function CheckoutSkeleton() {
  const { t } = useLingui();
  return (
    <div
      role="status"
      aria-label={t`正在加载`}
      className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)] lg:gap-6"
    >
      <Card className="lg:p-6">
        <div className="flex items-center gap-3">
          <Skeleton round className="size-avatar" />
          <Skeleton className="h-5 w-32" />
        </div>
        <Skeleton className="mt-6 h-4 w-full" />
        <Skeleton className="mt-3 h-4 w-2/3" />
        <Skeleton className="mt-8 h-7 w-full" />
      </Card>
      <Card className="lg:p-6">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="mt-5 h-12 w-full" />
        <Skeleton className="mt-3 h-12 w-full" />
        <Skeleton className="mt-6 h-12 w-full rounded-button" />
      </Card>
    </div>
  );
}
