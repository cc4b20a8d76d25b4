import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { inquirePayment, type MethodReference, type PaymentDetail } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';
import { formatMoney } from '../../shared/money.ts';
import { Button, ButtonAnchor } from '../../shared/ui/button.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { ButtonLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { returnPath } from '../app/return-path.ts';
import { PayFlow, type PayRequest } from '../pay/pay-flow.tsx';
import { type Fix, fixesFor } from './fix.ts';
import { rememberConfirming } from './confirming.ts';
import { paymentQuery, refreshMoney } from './queries.ts';

export interface FixesProps {
  payment: PaymentDetail;
  /** Stays here when it is given; otherwise the payment's result is shown. */
  onOutcome?: () => void;
  /** Where the customer is, for support. */
  screen?: string;
}

/** What the customer can do about a payment that did not succeed, the most helpful first, each one tap away. */
export function Fixes({ payment, onOutcome, screen = 'payment' }: FixesProps) {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [paying, setPaying] = useState<{ request: PayRequest; method?: MethodReference } | null>(null);
  const paymentId = payment.id;
  const inquire = useMutation({
    mutationFn: () => call(inquirePayment, { params: { id: paymentId } }),
    onSuccess: (detail) => {
      client.setQueryData(paymentQuery(paymentId).queryKey, detail);
      void refreshMoney(client);
      if (detail.status === 'processing') toast(t`银行还没有答复，有结果会自动更新`);
    },
    onError: (error) => toast(problemText(error, i18n.locale), { tone: 'danger' }),
  });
  const same: MethodReference | undefined =
    payment.method.type === 'balance'
      ? { type: 'balance' }
      : payment.method.id
        ? { type: payment.method.type, id: payment.method.id }
        : undefined;
  const again = (chooseMethod = false, method?: MethodReference) =>
    setPaying({ request: { kind: 'attempt', paymentId, chooseMethod }, method });

  const button = (fix: Fix, first: boolean) => {
    const look = { variant: first ? 'primary' : 'secondary', wide: true } as const;
    switch (fix.kind) {
      case 'top_up': {
        const { amount } = fix;
        const { currency } = payment;
        const shown = formatMoney(amount, currency, { locale: i18n.locale });
        const request: PayRequest = { kind: 'top_up_and_pay', paymentId, topUpAmount: amount, currency };
        return (
          <Button {...look} onClick={() => setPaying({ request })}>
            <Trans>充值 {shown} 并付清</Trans>
          </Button>
        );
      }
      case 'pay_from_balance':
        return (
          <Button {...look} onClick={() => again(false, { type: 'balance' })}>
            <Trans>余额够了，用余额付</Trans>
          </Button>
        );
      case 'other_method':
        return (
          <Button {...look} onClick={() => again(true)}>
            <Trans>换一种付款方式</Trans>
          </Button>
        );
      case 'payment_password':
        return (
          <Button {...look} onClick={() => again(false, same)}>
            <Trans>重新输入支付密码</Trans>
          </Button>
        );
      case 'retry':
        return (
          <Button {...look} onClick={() => again(false, same)}>
            <Trans>再试一次</Trans>
          </Button>
        );
      case 'reset_payment_password':
        return (
          <ButtonLink {...look} to="/me/payment-password" search={{ returnTo: returnPath() }}>
            <Trans>忘了支付密码，重新设置</Trans>
          </ButtonLink>
        );
      case 'inquire':
        return (
          <Button {...look} loading={inquire.isPending} onClick={() => inquire.mutate()}>
            <Trans>现在查询结果</Trans>
          </Button>
        );
      case 'authenticate':
        return (
          <ButtonAnchor
            {...look}
            href={fix.url}
            icon={<ExternalLink aria-hidden="true" />}
            onClick={() => rememberConfirming(paymentId)}
          >
            <Trans>到银行页面确认</Trans>
          </ButtonAnchor>
        );
      case 'add_method':
        return (
          <ButtonLink
            {...look}
            to={fix.bank ? '/methods/new-account' : '/methods/new-card'}
            search={{ returnTo: returnPath() }}
          >
            {fix.bank ? <Trans>重新添加银行账户</Trans> : <Trans>重新添加银行卡</Trans>}
          </ButtonLink>
        );
      case 'contact_support':
        return (
          <ButtonLink {...look} to="/support" search={{ screen, paymentId }}>
            <Trans>联系客服处理</Trans>
          </ButtonLink>
        );
      case 'see_original':
        return (
          <ButtonLink {...look} to="/bills">
            <Trans>查看原来的那一笔</Trans>
          </ButtonLink>
        );
    }
  };

  const fixes = fixesFor(payment);
  const mayNeedSupport =
    payment.status === 'requires_payment_method' && !fixes.some(({ kind }) => kind === 'contact_support');
  return (
    <>
      {fixes.length > 0 && (
        <ul className="flex flex-col gap-2.5">
          {fixes.map((fix, index) => (
            <li key={fix.kind}>{button(fix, index === 0)}</li>
          ))}
        </ul>
      )}
      {mayNeedSupport && (
        <ButtonLink to="/support" search={{ screen, paymentId }} variant="quiet" wide className="-mb-4">
          <Trans>还是不行？联系客服</Trans>
        </ButtonLink>
      )}
      <PayFlow
        request={paying?.request ?? null}
        method={paying?.method}
        onClose={() => setPaying(null)}
        onOutcome={({ payment: { id }, topUp }) => {
          if (topUp && topUp.status !== 'succeeded') {
            toast(t`充值没有成功，这笔付款还没有付`, { tone: 'danger' });
            if (onOutcome) return onOutcome();
            return void navigate({ to: '/payments/$id/result', params: { id: topUp.id } });
          }
          if (onOutcome) return onOutcome();
          void navigate({ to: '/payments/$id/result', params: { id }, replace: true });
        }}
      />
    </>
  );
}
