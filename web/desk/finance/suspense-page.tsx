import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Landmark } from 'lucide-react';
import { useState } from 'react';
import { isCurrency } from '../../../contract/money.ts';
import { requestSuspense, resolveSuspense, type SuspenseItem } from '../../../contract/suspense.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { PhoneField } from '../../shared/ui/phone-field.tsx';
import { namedBy } from '../../shared/ui/phone-or-email.ts';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { suspenseQuery } from './queries.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { toastProblem } from '../problem.ts';

/** Money that came and that nobody knows whose it is, until finance says so. */
export function SuspensePage() {
  const { t } = useLingui();
  const { data, ...query } = useQuery(suspenseQuery);
  return (
    <RoomPage
      title={<Trans>挂账</Trans>}
      name={t`挂账`}
      detail={<Trans>到账了但认不出归谁的钱。一位同事提出，另一位批准，才会入账、退回或销账。</Trans>}
    >
      {query.isPending && <SkeletonList rows={3} />}
      {query.isError && (
        <ErrorState
          title={<Trans>挂账没有加载出来</Trans>}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      )}
      {data && (
        <div className="flex flex-col gap-4">
          {data.open.length === 0 ? (
            <EmptyState icon={<Landmark />} title={<Trans>没有待认领的钱</Trans>} />
          ) : (
            <h2 className="font-semibold text-title">
              <Plural value={data.open.length} other="# 笔待认领" />
            </h2>
          )}
          <ul className="flex flex-col gap-3">
            {data.open.map((item) => (
              <li key={item.id}>
                <Item item={item} />
              </li>
            ))}
          </ul>
          {data.resolved.length > 0 && (
            <Card title={<Trans>最近处理的</Trans>} flush>
              <List>
                {data.resolved.map((item) => (
                  <ListItem
                    key={item.id}
                    title={<Amount value={item.amount} currency={item.currency} />}
                    detail={
                      item.state === 'returned' ? (
                        <Trans>已退回付款方 {item.payerName ?? '—'}</Trans>
                      ) : item.state === 'settled' ? (
                        <Trans>已在银行办理：{item.approval?.reason}</Trans>
                      ) : (
                        <Trans>
                          已归入 {item.customer?.name} {item.customer?.maskedContact}
                        </Trans>
                      )
                    }
                    trailing={item.resolvedAt && <Time value={item.resolvedAt} />}
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

function Item({ item }: { item: SuspenseItem }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<'assign' | 'return' | 'settle'>();
  const [address, setAddress] = useState('');
  const refresh = () => queryClient.invalidateQueries(suspenseQuery);
  const resolve = useMutation({
    mutationFn: () => call(resolveSuspense, { params: { id: item.id } }),
    onSuccess: ({ state }) =>
      toast(state === 'assigned' ? t`已入账` : state === 'settled' ? t`已销账` : t`已交给银行退回`, {
        tone: 'success',
      }),
    onError: toastProblem,
    onSettled: refresh,
  });
  const { approval } = item;
  const asked = approval?.state === 'waiting' || approval?.state === 'approved';
  return (
    <Card title={<Amount value={item.amount} currency={item.currency} />} action={<State item={item} />}>
      <p className="text-body">{item.remittance ?? <Trans>没有附言</Trans>}</p>
      <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-caption text-muted">
        <span>
          {item.source === 'settlement_report' ? (
            <Trans>来自结算报告</Trans>
          ) : (
            <Trans>
              付款方 {item.payerName ?? '—'} <span className="tabular">{item.payerAccount}</span>
            </Trans>
          )}
        </span>
        <Time value={item.bookedAt} />
        <span className="tabular break-all">{item.reference}</span>
      </p>
      {!isCurrency(item.currency) && (
        <p className="mt-1 text-caption text-muted">
          {item.returnable ? (
            <Trans>钱包没有 {item.currency} 余额，只能退回付款方。</Trans>
          ) : (
            <Trans>钱包没有 {item.currency} 余额，银行也没给付款账号：请在银行柜面办理后登记。</Trans>
          )}
        </p>
      )}
      {item.statedAmount !== undefined && (
        <p className="mt-1 text-caption text-muted">
          <Trans>银行报的金额是 {item.statedAmount}，小于最小单位的部分没有入账，请与银行核对。</Trans>
        </p>
      )}
      {approval && (
        <p className="mt-3 rounded-control bg-sunken px-3 py-2 text-label">
          {localized(approval.summary)}
          <span className="mt-0.5 block text-caption text-muted">
            {approval.requestedBy.name} · {approval.reason}
          </span>
        </p>
      )}
      {item.state === 'open' && approval?.state !== 'waiting' && (
        <div className="mt-3 flex flex-wrap gap-2">
          {!asked && (
            <>
              {isCurrency(item.currency) && (
                <Button size="small" onClick={() => setAsking('assign')}>
                  <Trans>归入客户</Trans>
                </Button>
              )}
              {item.returnable && (
                <Button size="small" variant="secondary" onClick={() => setAsking('return')}>
                  <Trans>退回付款方</Trans>
                </Button>
              )}
              <Button size="small" variant="secondary" onClick={() => setAsking('settle')}>
                <Trans>登记已在银行办理</Trans>
              </Button>
            </>
          )}
          {approval?.state === 'approved' && (
            <Button size="small" loading={resolve.isPending} onClick={() => resolve.mutate()}>
              <Trans>执行</Trans>
            </Button>
          )}
        </div>
      )}
      <ReasonDialog
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={
          asking === 'return' ? (
            <Trans>退回付款方</Trans>
          ) : asking === 'settle' ? (
            <Trans>登记已在银行办理</Trans>
          ) : (
            <Trans>归入客户</Trans>
          )
        }
        description={
          asking === 'settle' ? (
            <Trans>写明这笔钱在银行怎么处理的、回单号。另一位同事批准后销账，系统不会再向银行发指令。</Trans>
          ) : (
            <Trans>提出后由另一位同事批准，批准前不动钱。</Trans>
          )
        }
        label={<Trans>依据</Trans>}
        confirm={<Trans>提出</Trans>}
        ready={asking !== 'assign' || address.trim().length >= 5}
        onConfirm={async (reason) => {
          const body =
            asking === 'return' || asking === 'settle'
              ? { action: asking, reason }
              : ({ action: 'assign', customer: namedBy(address), reason } as const);
          await call(requestSuspense, { params: { id: item.id }, body });
          setAddress('');
          await refresh();
        }}
      >
        {asking === 'assign' && (
          <PhoneField
            label={<Trans>客户的手机号或邮箱</Trans>}
            name="customer"
            orEmail
            autoComplete="off"
            value={address}
            onChange={setAddress}
          />
        )}
      </ReasonDialog>
    </Card>
  );
}

function State({ item }: { item: SuspenseItem }) {
  if (item.state === 'returning')
    return (
      <Badge tone="info">
        <Trans>退回中</Trans>
      </Badge>
    );
  if (item.approval?.state === 'approved')
    return (
      <Badge tone="success">
        <Trans>已批准</Trans>
      </Badge>
    );
  if (item.approval?.state === 'waiting')
    return (
      <Badge tone="warning">
        <Trans>等待批准</Trans>
      </Badge>
    );
  return (
    <Badge tone="neutral">
      <Trans>待认领</Trans>
    </Badge>
  );
}
