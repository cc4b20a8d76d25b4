import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { setSmallPayments, smallPaymentLimits } from '../../../contract/payment-settings.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { formatMoney } from '../../shared/money.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { PaymentPasswordSheet } from '../../shared/ui/payment-password-sheet.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ButtonLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { paymentSettingsQuery } from '../methods/queries.ts';
import { meQuery } from './queries.ts';

type Limit = (typeof smallPaymentLimits)[number];

/** Up to what amount a payment needs no payment password; changing it does. */
export function SmallPaymentsPage() {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const settings = useQuery(paymentSettingsQuery);
  const me = useQuery(meQuery);
  const [choosing, setChoosing] = useState<Limit | null>(null);
  const [refusal, setRefusal] = useState<{ text: string; triesLeft?: number }>();
  const money = (amount: string) => formatMoney(amount, 'CNY', { locale: i18n.locale });

  const submit = async (paymentPassword: string) => {
    if (choosing === null) return;
    try {
      const changed = await call(setSmallPayments, { body: { limit: choosing, paymentPassword } });
      client.setQueryData(paymentSettingsQuery.queryKey, changed);
      setChoosing(null);
      setRefusal(undefined);
      toast(choosing === '0' ? t`小额免密已关闭` : t`小额免密已改好`, { tone: 'success' });
    } catch (error) {
      const triesLeft = error instanceof ApiProblem ? error.problem.triesLeft : undefined;
      const text =
        triesLeft === undefined || !(error instanceof ApiProblem)
          ? problemText(error, i18n.locale)
          : error.message;
      setRefusal({ text, triesLeft });
    }
  };

  const { smallPayments } = settings.data ?? {};
  const left = smallPayments && money(smallPayments.leftToday.amount);
  const count = smallPayments?.leftToday.count ?? 0;
  const perDay = smallPayments && money(smallPayments.perDay.amount);
  const perDayCount = smallPayments?.perDay.count ?? 0;
  return (
    <Screen title={t`小额免密`} name="small_payments" up="/me">
      <div className="mx-auto flex max-w-xl flex-col gap-3">
        {me.data && !me.data.hasPaymentPassword ? (
          <Banner
            tone="info"
            action={
              <ButtonLink to="/me/payment-password" size="small" variant="secondary">
                <Trans>去设置</Trans>
              </ButtonLink>
            }
          >
            <Trans>先设置支付密码，才能打开小额免密。</Trans>
          </Banner>
        ) : null}
        <Card flush>
          {settings.isPending ? (
            <SkeletonList rows={5} />
          ) : !smallPayments ? (
            <ErrorState onRetry={() => void settings.refetch()} retrying={settings.isFetching} />
          ) : (
            <fieldset disabled={!me.data?.hasPaymentPassword}>
              <legend className="px-card pt-card pb-1 font-semibold text-title">
                <Trans>每笔不超过</Trans>
              </legend>
              <div className="divide-y divide-line">
                {smallPaymentLimits.map((limit) => (
                  <label
                    key={limit}
                    className="flex min-h-row cursor-pointer items-center justify-between gap-3 px-card py-row-padding text-body hover:bg-pressed/60 has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
                  >
                    {limit === '0' ? <Trans>关闭，每笔都输支付密码</Trans> : money(limit)}
                    <input
                      type="radio"
                      name="limit"
                      className="size-5 accent-accent"
                      checked={smallPayments.limit === limit}
                      onChange={() => {
                        setRefusal(undefined);
                        setChoosing(limit);
                      }}
                    />
                  </label>
                ))}
              </div>
            </fieldset>
          )}
        </Card>
        <p className="px-2 text-caption text-muted">
          {smallPayments && smallPayments.limit !== '0' && (
            <>
              <Trans>
                今天还可以免密付 {left}，{count} 笔。
              </Trans>{' '}
            </>
          )}
          {perDay && (
            <Trans>
              只用于转账和购物；每天合计不超过 {perDay}，共 {perDayCount} 笔。发现异常时仍会要您输入支付密码。
            </Trans>
          )}
        </p>
      </div>
      <PaymentPasswordSheet
        open={choosing !== null}
        onOpenChange={(open) => !open && setChoosing(null)}
        title={
          choosing === '0' ? (
            <Trans>关闭小额免密</Trans>
          ) : (
            <Trans>每笔 {money(choosing ?? '0')} 以内免密</Trans>
          )
        }
        payee={<Trans>请输入支付密码确认</Trans>}
        onSubmit={submit}
        error={refusal?.text}
        triesLeft={refusal?.triesLeft}
        onForgot={() =>
          void navigate({ to: '/me/payment-password', search: { returnTo: '/me/small-payments' } })
        }
      />
    </Screen>
  );
}
