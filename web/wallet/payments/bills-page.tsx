import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download, ReceiptText } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Screen } from '../app/screen.tsx';
import { BillFilters, useBillFilter } from './bill-filters.tsx';
import { byMonth } from './by-month.ts';
import { PaymentRow } from './payment-row.tsx';
import { billsQuery } from './queries.ts';
import { StatementSheet } from './statement-sheet.tsx';

/** Every payment sent and received, by month, newest first; older ones come as one scrolls, and one can look for some. */
export function BillsPage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const filter = useBillFilter();
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const [exporting, setExporting] = useState(false);
  const bills = useInfiniteQuery(billsQuery(filter));
  const payments = bills.data?.pages.flatMap((page) => page.payments) ?? [];
  // What was typed goes too.
  const [round, setRound] = useState(0);
  const showAll = () => {
    setRound(round + 1);
    void navigate({ to: '/bills', search: {}, replace: true });
  };

  return (
    <Screen title={t`账单`} name="bills">
      <BillFilters key={round} filter={filter} />
      <div className="mb-1 flex justify-end">
        <Button variant="quiet" size="small" icon={<Download />} onClick={() => setExporting(true)}>
          <Trans>下载月结单</Trans>
        </Button>
      </div>
      <StatementSheet open={exporting} month={filter.month} onClose={() => setExporting(false)} />
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
            title={isFiltered ? <Trans>没有这样的账单</Trans> : <Trans>还没有账单</Trans>}
            detail={
              isFiltered ? (
                <Trans>换一个筛选条件看看。</Trans>
              ) : (
                <Trans>转账、付款、充值和提现都会记在这里。</Trans>
              )
            }
            action={
              isFiltered && (
                <Button variant="secondary" onClick={showAll}>
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
