import { Trans, useLingui } from '@lingui/react/macro';
import { Ban, Check, Clock, Landmark, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PaymentDetail } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { adviceFor } from './fix.ts';
import { moneyMovedSentence, paymentTitle, refundState, stateName } from './words.ts';

const LOOK: Record<PaymentDetail['status'], { className: string; icon: ReactNode }> = {
  succeeded: { className: 'bg-success text-on-success', icon: <Check strokeWidth={3} /> },
  processing: { className: 'bg-warning-soft text-warning-ink', icon: <Clock /> },
  requires_action: { className: 'bg-warning-soft text-warning-ink', icon: <Landmark /> },
  requires_payment_method: { className: 'bg-danger text-on-danger', icon: <X strokeWidth={3} /> },
  canceled: { className: 'bg-pressed text-muted', icon: <Ban /> },
};

/** How a payment stands, large: state, amount, and whether money moved. */
export function OutcomeHead({ payment }: { payment: PaymentDetail }) {
  const localized = useLocalized();
  const { status, amount, currency } = payment;
  const { className, icon } = LOOK[status];
  const refunded = refundState(payment);
  return (
    <div className="flex flex-col items-center text-center" role="status">
      <span
        aria-hidden="true"
        className={`grid size-15 animate-pop-in place-items-center rounded-full [&>svg]:size-8 ${className}`}
      >
        {icon}
      </span>
      <p className="mt-3 font-semibold text-title">{stateName(payment)}</p>
      <p className="mt-1 text-label text-muted">{paymentTitle(payment, localized)}</p>
      <p className="mt-2 font-semibold text-display">
        <Amount value={amount} currency={currency} />
      </p>
      <p className={`mt-1 text-label ${payment.moneyMoved === 'held' ? 'text-warning-ink' : 'text-muted'}`}>
        {moneyMovedSentence(payment)}
      </p>
      {refunded && (
        <Badge tone="info" className="mt-2">
          {refunded}
        </Badge>
      )}
    </div>
  );
}

/** Why it failed, and advice that no button carries. */
export function FailureReason({ payment }: { payment: PaymentDetail }) {
  const { i18n } = useLingui();
  const localized = useLocalized();
  const { failure, status } = payment;
  if (!failure || (status !== 'requires_payment_method' && status !== 'canceled')) return null;
  const advice = adviceFor(payment);
  return (
    <Banner tone="danger" title={localized(failure.message)} key={i18n.locale}>
      {payment.retryAt && (
        <p className="mt-1">
          <Trans>
            <Time inSentence value={payment.retryAt} />{' '}
            会自动再试一次，不用您操作。也可以现在重试；不想要了可以取消这笔。
          </Trans>
        </p>
      )}
      {advice.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {advice.map((remedy) => (
            <li key={remedy}>
              {remedy === 'call_bank' ? (
                <Trans>可以拨打卡背面的电话，问银行为什么拒绝。</Trans>
              ) : remedy === 'lower_amount' ? (
                <Trans>可以改小金额另付一笔，或者等限额恢复。</Trans>
              ) : (
                <Trans>也可以等一会儿再来，这笔付款会为您留着。</Trans>
              )}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}
