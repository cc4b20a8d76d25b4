import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, ReceiptText } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { ButtonLink } from '../app/links.tsx';
import { useTitle } from '../app/use-title.ts';
import { useWide } from '../app/use-wide.ts';
import { WaitingCheckouts } from '../codes/waiting.tsx';
import { meQuery } from '../me/queries.ts';
import { PaymentRow } from '../payments/payment-row.tsx';
import { recentPaymentsQuery } from '../payments/queries.ts';
import { Attention } from './attention.tsx';
import { BalanceCard } from './balance-card.tsx';
import { useHiddenAmounts } from './hidden-amounts.ts';
import { HomeHeader } from './home-header.tsx';

const QuickActions = lazy(() =>
  import('./quick-actions.tsx').then((file) => ({ default: file.QuickActions })),
);

const NetworkNotice = lazy(() =>
  import('../security/network-notice.tsx').then((file) => ({ default: file.NetworkNotice })),
);

/** The first screen: what there is, what needs attention, what happened last. */
export function HomePage() {
  const { t } = useLingui();
  useTitle(t`首页`);
  const [hidden, setHidden] = useHiddenAmounts();
  const isWide = useWide();
  const me = useQuery(meQuery);
  const recent = useQuery(recentPaymentsQuery);
  return (
    <>
      <HomeHeader name={me.data?.name} />
      <main
        id="main"
        className="relative mx-auto -mt-19 flex w-full max-w-5xl flex-col gap-3 px-3 pb-6 lg:mt-0 lg:grid lg:grid-cols-[minmax(0,1fr)_19rem] lg:items-start lg:gap-5 lg:px-8 lg:pb-12"
      >
        <div className="contents lg:flex lg:flex-col lg:gap-5">
          <BalanceCard hidden={hidden} onHidden={setHidden} />
          {me.data?.caution === 'new_network' && (
            <Suspense fallback={null}>
              <NetworkNotice />
            </Suspense>
          )}
          <WaitingCheckouts />
          <Attention payments={recent.data} me={me.data} />
          <Card
            flush
            title={<Trans>最近账单</Trans>}
            className="order-last lg:order-none"
            action={
              <Link to="/bills">
                <Trans>全部</Trans>
                <ChevronRight aria-hidden="true" className="size-4" />
              </Link>
            }
          >
            {recent.isPending ? (
              <SkeletonList rows={5} />
            ) : recent.data === undefined ? (
              <ErrorState onRetry={() => void recent.refetch()} retrying={recent.isFetching} />
            ) : recent.data.length === 0 ? (
              <EmptyState
                icon={<ReceiptText aria-hidden="true" />}
                title={<Trans>还没有账单</Trans>}
                detail={<Trans>先充值，就可以转账和付款了。</Trans>}
                action={
                  <ButtonLink to="/top-up" variant="secondary">
                    <Trans>去充值</Trans>
                  </ButtonLink>
                }
              />
            ) : (
              <List>
                {recent.data.map((payment) => (
                  <PaymentRow key={payment.id} payment={payment} hidden={hidden} />
                ))}
              </List>
            )}
          </Card>
        </div>
        {isWide && (
          <Suspense fallback={null}>
            <QuickActions />
          </Suspense>
        )}
      </main>
    </>
  );
}
