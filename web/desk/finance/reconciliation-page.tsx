import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import type { Currency } from '../../../contract/money.ts';
import {
  type ReconciliationException,
  resolveException,
  runReconciliation,
  type SettlementReportView,
} from '../../../contract/reconciliation.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { reconciliationQuery } from './queries.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { toastProblem } from '../problem.ts';

/** Where our books and those of the networks differ, and how each day's reports compared. */
export function ReconciliationPage() {
  const { t } = useLingui();
  const { data, ...query } = useQuery(reconciliationQuery);
  return (
    <RoomPage
      title={<Trans>对账</Trans>}
      name={t`对账`}
      detail={<Trans>每晚把各通道的结算报告和我们的账逐笔核对，对不上的列在这里，由人查清。</Trans>}
    >
      {query.isPending && <SkeletonList rows={4} />}
      {query.isError && (
        <ErrorState
          title={<Trans>对账没有加载出来</Trans>}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {data && (
        <div className="flex flex-col gap-4">
          <h2 className="font-semibold text-title">
            <Plural value={data.open.length} _0="没有差异" other="# 笔差异待查" />
          </h2>
          {data.open.length === 0 && (
            <EmptyState icon={<GitCompareArrows />} title={<Trans>每一笔都对得上</Trans>} />
          )}
          <ul className="flex flex-col gap-3">
            {data.open.map((each) => (
              <li key={each.id}>
                <Difference difference={each} />
              </li>
            ))}
          </ul>
          <Reports reports={data.reports} />
          {data.resolved.length > 0 && (
            <Card title={<Trans>最近查清的</Trans>} flush>
              <List>
                {data.resolved.map((each) => (
                  <ListItem
                    key={each.id}
                    title={<Kind difference={each} />}
                    detail={
                      <span className="whitespace-normal">
                        {each.resolution}
                        {each.resolvedBy && ` · ${each.resolvedBy}`}
                      </span>
                    }
                    trailing={each.resolvedAt && <Time value={each.resolvedAt} />}
                  />
                ))}
              </List>
            </Card>
          )}
        </div>
      )}
    </RoomPage>
  );
}

function Kind({ difference: { kind } }: { difference: ReconciliationException }) {
  if (kind === 'missing_with_us') return <Trans>通道有，我们没有</Trans>;
  if (kind === 'missing_with_them') return <Trans>我们有，通道没有</Trans>;
  if (kind === 'amount_differs') return <Trans>金额不一致</Trans>;
  if (kind === 'told_twice') return <Trans>通道处理了不止一次</Trans>;
  return <Trans>状态不一致</Trans>;
}

function Operation({ difference: { operation } }: { difference: ReconciliationException }) {
  if (operation === 'payout') return <Trans>付款</Trans>;
  return operation === 'refund' ? <Trans>退款</Trans> : <Trans>扣款</Trans>;
}

function Difference({ difference }: { difference: ReconciliationException }) {
  const localized = useLocalized();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const currency = difference.currency as Currency;
  return (
    <Card
      title={<Kind difference={difference} />}
      action={
        <Badge tone="warning">
          <Operation difference={difference} />
        </Badge>
      }
    >
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-label md:grid-cols-4">
        <div>
          <dt className="text-muted">
            <Trans>我们的账</Trans>
          </dt>
          <dd className="font-semibold">
            {difference.ourAmount ? <Amount value={difference.ourAmount} currency={currency} /> : '—'}
          </dd>
        </div>
        <div>
          <dt className="text-muted">
            <Trans>通道的账</Trans>
          </dt>
          <dd className="font-semibold">
            {difference.theirAmount ? <Amount value={difference.theirAmount} currency={currency} /> : '—'}
          </dd>
        </div>
        <div>
          <dt className="text-muted">
            <Trans>通道</Trans>
          </dt>
          <dd>{localized(difference.rail.name)}</dd>
        </div>
        <div>
          <dt className="text-muted">
            <Trans>结算日</Trans>
          </dt>
          <dd className="tabular">{difference.day}</dd>
        </div>
      </dl>
      <p className="tabular mt-2 break-all text-caption text-muted">{difference.reference}</p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button size="small" variant="secondary" onClick={() => setOpen(true)}>
          <Trans>记下结论</Trans>
        </Button>
        {difference.suspenseItemId && (
          <Link to="/suspense" className="text-accent-ink text-label hover:underline">
            <Trans>这笔钱已挂账</Trans>
          </Link>
        )}
        {difference.paymentId && (
          <Link
            to="/refunds"
            search={{ payment: difference.paymentId }}
            className="text-accent-ink text-label hover:underline"
          >
            <Trans>退款</Trans>
          </Link>
        )}
      </div>
      <ReasonDialog
        open={open}
        onClose={() => setOpen(false)}
        title={<Trans>查清这笔差异</Trans>}
        description={<Trans>记下查到了什么。这里不动钱；要动钱，走退款或挂账。</Trans>}
        label={<Trans>结论</Trans>}
        confirm={<Trans>记下</Trans>}
        onConfirm={async (resolution) => {
          await call(resolveException, { params: { id: difference.id }, body: { resolution } });
          await queryClient.invalidateQueries(reconciliationQuery);
        }}
      />
    </Card>
  );
}

function Reports({ reports }: { reports: SettlementReportView[] }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const queryClient = useQueryClient();
  const run = useMutation({
    mutationFn: () => call(runReconciliation, { body: { day: new Date().toISOString().slice(0, 10) } }),
    onSuccess: () => toast(t`已核对`, { tone: 'success' }),
    onError: toastProblem,
    onSettled: () => queryClient.invalidateQueries(reconciliationQuery),
  });
  return (
    <Card
      title={<Trans>结算报告</Trans>}
      action={
        <Button size="small" variant="secondary" loading={run.isPending} onClick={() => run.mutate()}>
          <Trans>现在核对今天的</Trans>
        </Button>
      }
      flush
    >
      {reports.length === 0 ? (
        <p className="px-card pb-card text-label text-muted">
          <Trans>还没有读过报告，第一份今晚来。</Trans>
        </p>
      ) : (
        <List>
          {reports.map((report) => (
            <ListItem
              key={`${report.day}${report.rail.id}`}
              title={localized(report.rail.name)}
              detail={
                report.status === 'unavailable' ? (
                  <span className="text-danger-ink">
                    <Trans>没有读到：{report.reason}</Trans>
                  </span>
                ) : (
                  <span className="whitespace-normal">
                    <Plural value={report.lines} other="共 # 笔" /> ·{' '}
                    <Plural value={report.matched} other="# 笔一致" />
                    {report.settled > 0 && (
                      <>
                        {' · '}
                        <Plural value={report.settled} other="# 笔由报告得知结果" />
                      </>
                    )}
                    {report.fees.map(({ currency, amount }) => (
                      <span key={currency}>
                        {' · '}
                        <Trans>
                          手续费 <Amount value={amount} currency={currency as Currency} />
                        </Trans>
                      </span>
                    ))}
                  </span>
                )
              }
              trailing={<span className="tabular">{report.day}</span>}
            />
          ))}
        </List>
      )}
    </Card>
  );
}
