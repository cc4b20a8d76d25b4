import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, CreditCard, Landmark, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { orderPaymentMethods } from '../../../contract/payment-settings.ts';
import { type PaymentMethod, removePaymentMethod } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { Skeleton, SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Switch } from '../../shared/ui/switch.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ButtonLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { MethodIcon } from '../pay/method-icon.tsx';
import { lastDigits, methodName, methodTitle } from '../pay/method-name.ts';
import { isPast } from './card-number.ts';
import { methodsQuery, paymentSettingsQuery } from './queries.ts';

/** Cards and bank accounts: see, add, remove, and in what order they pay. */
export function MethodsPage() {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const client = useQueryClient();
  const methods = useQuery(methodsQuery);
  const settings = useQuery(paymentSettingsQuery);
  const balanceFirst = settings.data?.balanceFirst ?? true;
  const order = useMutation({
    mutationFn: (body: { balanceFirst: boolean; ids: string[] }) => call(orderPaymentMethods, { body }),
    onSuccess: (ordered, body) => {
      client.setQueryData(methodsQuery.queryKey, ordered.methods);
      client.setQueryData(
        paymentSettingsQuery.queryKey,
        (known) => known && { ...known, balanceFirst: body.balanceFirst },
      );
    },
    onError: (error) => {
      toast(problemText(error, i18n.locale), { tone: 'danger' });
      return client.invalidateQueries({ queryKey: methodsQuery.queryKey });
    },
  });
  const ids = methods.data?.map(({ id }) => id) ?? [];
  const moveUp = (index: number) => {
    const moved = [...ids];
    moved.splice(index - 1, 0, ...moved.splice(index, 1));
    order.mutate({ balanceFirst, ids: moved });
  };
  const [removing, setRemoving] = useState<PaymentMethod | null>(null);
  const remove = useMutation({
    mutationFn: (method: PaymentMethod) => call(removePaymentMethod, { params: { id: method.id } }),
    onSuccess: () => {
      setRemoving(null);
      toast(t`已移除`, { tone: 'success' });
      return client.invalidateQueries({ queryKey: methodsQuery.queryKey });
    },
  });
  const name = removing ? methodName(removing, localized) : '';

  return (
    <Screen title={t`银行卡`} name="payment_methods" up="/">
      <Card flush>
        {methods.isPending ? (
          <SkeletonList rows={3} />
        ) : methods.data === undefined ? (
          <ErrorState onRetry={() => void methods.refetch()} retrying={methods.isFetching} />
        ) : methods.data.length === 0 ? (
          <EmptyState
            icon={<CreditCard aria-hidden="true" />}
            title={<Trans>还没有银行卡</Trans>}
            detail={<Trans>添加一张，就可以充值和付款；提现需要银行账户。</Trans>}
          />
        ) : (
          <List>
            {methods.data.map((method, index) => (
              <ListItem
                key={method.id}
                leading={<MethodIcon method={method} />}
                title={
                  <>
                    {methodTitle(method, localized)}{' '}
                    {method.isDefault && (
                      <Badge tone="info">
                        <Trans>默认</Trans>
                      </Badge>
                    )}
                  </>
                }
                detail={
                  <>
                    <span className="tabular">{lastDigits(method)}</span> · <MethodDetail method={method} />
                  </>
                }
                trailing={
                  <span className="-mr-2 flex">
                    {index > 0 && (
                      <IconButton
                        icon={<ArrowUp />}
                        tone="muted"
                        label={t`上移 ${methodName(method, localized)}`}
                        disabled={!settings.data || order.isPending}
                        onClick={() => moveUp(index)}
                      />
                    )}
                    <IconButton
                      icon={<Trash2 />}
                      tone="muted"
                      label={t`移除 ${methodName(method, localized)}`}
                      onClick={() => {
                        remove.reset();
                        setRemoving(method);
                      }}
                    />
                  </span>
                }
              />
            ))}
          </List>
        )}
      </Card>
      {methods.data && methods.data.length > 0 && settings.isPending && (
        <Skeleton className="mt-3 h-20 w-full rounded-card" />
      )}
      {methods.data && methods.data.length > 0 && settings.data && (
        <Card className="mt-3">
          <Switch
            label={<Trans>优先用余额付款</Trans>}
            hint={
              balanceFirst ? (
                <Trans>余额够付时先用余额，不够时用第一张卡。</Trans>
              ) : (
                <Trans>先用第一张卡，余额排在最后。</Trans>
              )
            }
            checked={balanceFirst}
            disabled={order.isPending}
            onChange={(event) => order.mutate({ balanceFirst: event.target.checked, ids })}
          />
        </Card>
      )}
      <div className="mt-4 grid gap-3 sm:grid-cols-2">
        <ButtonLink to="/methods/new-card" icon={<Plus aria-hidden="true" />}>
          <Trans>添加银行卡</Trans>
        </ButtonLink>
        <ButtonLink to="/methods/new-account" variant="secondary" icon={<Landmark aria-hidden="true" />}>
          <Trans>添加银行账户</Trans>
        </ButtonLink>
      </div>
      <Dialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={<Trans>移除 {name}？</Trans>}
        description={<Trans>以后付款不能再用它，过去的账单不受影响。需要时可以重新添加。</Trans>}
        dismissible={!remove.isPending}
        footer={
          <>
            <Button variant="secondary" onClick={() => setRemoving(null)} disabled={remove.isPending}>
              <Trans>留着</Trans>
            </Button>
            <Button
              variant="danger"
              loading={remove.isPending}
              onClick={() => removing && remove.mutate(removing)}
            >
              <Trans>移除</Trans>
            </Button>
          </>
        }
      >
        {remove.error && (
          <Banner tone="danger" live>
            {problemText(remove.error, i18n.locale)}
          </Banner>
        )}
      </Dialog>
    </Screen>
  );
}

function MethodDetail({ method }: { method: PaymentMethod }) {
  if (method.type === 'bank_account') return <Trans>可充值、付款、提现</Trans>;
  const { expiryMonth, expiryYear } = method;
  if (expiryMonth === undefined || expiryYear === undefined) return <Trans>可充值、付款</Trans>;
  const expiry = `${String(expiryMonth).padStart(2, '0')}/${String(expiryYear).slice(-2)}`;
  if (isPast({ month: expiryMonth, year: expiryYear })) {
    return (
      <span className="text-danger-ink">
        <Trans>已于 {expiry} 过期，请重新添加</Trans>
      </span>
    );
  }
  return <Trans>有效期至 {expiry}</Trans>;
}
