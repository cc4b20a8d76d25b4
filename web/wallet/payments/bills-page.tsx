import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ReceiptText } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { type PaymentStatus, paymentStatuses } from '../../../contract/payments.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { useSearchText } from '../app/address.ts';
import { Screen } from '../app/screen.tsx';
import { byMonth } from './by-month.ts';
import { PaymentRow } from './payment-row.tsx';
import { billsQuery } from './queries.ts';
import { statusName } from './words.ts';

const FILTERS: readonly PaymentStatus[] = [
  'succeeded',
  'processing',
  'requires_action',
  'requires_payment_method',
  'canceled',
];

/** Every payment sent and received, by month, newest first; older ones come as one scrolls. */
export function BillsPage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const asked = useSearchText('status');
  const status = paymentStatuses.find((known) => known === asked);
  const bills = useInfiniteQuery(billsQuery(status));
  const payments = bills.data?.pages.flatMap((page) => page.payments) ?? [];
  const choose = (next: PaymentStatus | undefined) =>
    void navigate({ to: '/bills', search: { status: next }, replace: true });

  return (
    <Screen title={t`账单`} name="bills">
      <div
        role="group"
        aria-label={t`按状态筛选`}
        className="-mx-4 -mt-4 mb-1 flex gap-2 overflow-x-auto px-4 py-3 [scrollbar-width:none]"
      >
        <Filter chosen={status === undefined} onChoose={() => choose(undefined)}>
          {t`全部`}
        </Filter>
        {FILTERS.map((filter) => (
          <Filter key={filter} chosen={status === filter} onChoose={() => choose(filter)}>
            {statusName(filter)}
          </Filter>
        ))}
      </div>
      {bills.isPending ? (
        <Card flush>
          <SkeletonList rows={8} />
        </Card>
      ) : bills.data === undefined ? (
        <Card>
          <ErrorState onRetry={() => void bills.refetch()} retrying={bills.isFetching} />
        </Card>
      ) : payments.length === 0 ? (
        <Card>
          <EmptyState
            icon={<ReceiptText aria-hidden="true" />}
            title={status ? <Trans>没有这样的账单</Trans> : <Trans>还没有账单</Trans>}
            detail={
              status ? (
                <Trans>换一个筛选条件看看。</Trans>
              ) : (
                <Trans>转账、付款、充值和提现都会记在这里。</Trans>
              )
            }
            action={
              status && (
                <Button variant="secondary" onClick={() => choose(undefined)}>
                  <Trans>查看全部</Trans>
                </Button>
              )
            }
          />
        </Card>
      ) : (
        <div className="flex flex-col gap-4">
          {byMonth(payments, i18n.locale).map(({ month, label, payments: ofMonth }) => (
            <section key={month} aria-labelledby={`month-${month}`}>
              <h2 id={`month-${month}`} className="mb-2 px-1 font-medium text-label text-muted">
                {label}
              </h2>
              <Card flush>
                <List>
                  {ofMonth.map((payment) => (
                    <PaymentRow key={payment.id} payment={payment} />
                  ))}
                </List>
              </Card>
            </section>
          ))}
          <More
            key={payments.length}
            hasMore={bills.hasNextPage}
            loading={bills.isFetchingNextPage}
            failed={bills.isFetchNextPageError}
            onMore={() => void bills.fetchNextPage()}
          />
        </div>
      )}
    </Screen>
  );
}

function Filter(props: { chosen: boolean; onChoose: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={props.chosen}
      onClick={props.onChoose}
      className="min-h-target shrink-0 rounded-button border border-line bg-surface px-4 text-label text-muted transition-colors hover:text-ink aria-pressed:border-transparent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
    >
      {props.children}
    </button>
  );
}

/** The end of the list: asks for more when it comes into sight, and by a button where that fails. */
function More(props: { hasMore: boolean; loading: boolean; failed: boolean; onMore: () => void }) {
  const { hasMore, loading, failed, onMore } = props;
  const end = useRef<HTMLDivElement>(null);
  const ask = useEffectEvent(onMore);
  useEffect(() => {
    if (!hasMore || failed || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) ask();
      },
      { rootMargin: '600px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, failed]);
  return (
    <div ref={end} className="text-center text-caption text-muted">
      {failed ? (
        <Button variant="secondary" onClick={onMore} loading={loading}>
          <Trans>没有加载出来，再试一次</Trans>
        </Button>
      ) : hasMore ? (
        <SkeletonList rows={2} />
      ) : (
        <p className="py-2">
          <Trans>没有更多了</Trans>
        </p>
      )}
    </div>
  );
}
