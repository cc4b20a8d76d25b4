import { Trans, useLingui } from '@lingui/react/macro';
import { Copy } from 'lucide-react';
import type { PaymentDetail } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { IdText } from '../../shared/ui/id-text.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { AttemptTrace } from './attempt-trace.tsx';
import { MethodName } from './method-name.tsx';
import { KIND_NAMES, MONEY_TONES, moneyName, STATUS_NAMES, STATUS_TONES } from './payment-words.ts';

/** One payment: where it stands, whether money moved, and each attempt with its trace, the last one open. */
export function PaymentFacts({ payment }: { payment: PaymentDetail }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { currency, attempts, goodwill } = payment;
  return (
    <div>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="truncate text-label text-muted">
            {t(KIND_NAMES[payment.kind])} · {localized(payment.counterparty.name)}
          </p>
          <Amount
            value={payment.amount}
            currency={currency}
            className="block font-semibold text-display leading-tight"
          />
        </div>
        <div className="flex shrink-0 flex-col items-end gap-1">
          <Badge tone={STATUS_TONES[payment.status]}>{t(STATUS_NAMES[payment.status])}</Badge>
          <Badge tone={MONEY_TONES[payment.moneyMoved]}>{t(moneyName(payment))}</Badge>
        </div>
      </div>
      <Facts
        className="mt-3"
        facts={[
          goodwill
            ? {
                label: <Trans>原因</Trans>,
                value:
                  'complaintId' in goodwill ? (
                    <Trans>投诉的处理结果</Trans>
                  ) : 'disputeId' in goodwill ? (
                    <Trans>争议的裁定结果</Trans>
                  ) : (
                    <Trans>会话里商定</Trans>
                  ),
              }
            : { label: <Trans>付款方式</Trans>, value: <MethodName method={payment.method} /> },
          ...(payment.shortfall
            ? [
                {
                  label: <Trans>还差</Trans>,
                  value: <Amount value={payment.shortfall} currency={currency} className="text-danger-ink" />,
                },
              ]
            : []),
          { label: <Trans>发起时间</Trans>, value: <Time value={payment.createdAt} /> },
          ...(payment.completedAt
            ? [{ label: <Trans>完成时间</Trans>, value: <Time value={payment.completedAt} /> }]
            : []),
          ...(payment.note
            ? [{ label: goodwill ? <Trans>投诉编号</Trans> : <Trans>备注</Trans>, value: payment.note }]
            : []),
          { label: <Trans>单号</Trans>, value: <Reference id={payment.id} /> },
        ]}
      />
      <h3 className="mt-4 mb-2 font-semibold text-label">
        <Trans>付款过程</Trans>
      </h3>
      <div className="flex flex-col gap-2">
        {attempts.toReversed().map((attempt, index) => (
          <AttemptTrace key={attempt.id} attempt={attempt} currency={currency} open={index === 0} />
        ))}
      </div>
    </div>
  );
}

function Reference({ id }: { id: string }) {
  const { t } = useLingui();
  async function copy() {
    try {
      await navigator.clipboard.writeText(id);
      toast(t`已复制单号`, { tone: 'success' });
    } catch {
      toast(t`浏览器不允许复制，请手动选择单号`, { tone: 'danger' });
    }
  }
  return (
    <span className="flex items-start gap-1">
      <IdText id={id} className="text-[0.6875rem] leading-5" />
      <IconButton
        icon={<Copy />}
        label={t`复制单号`}
        tone="muted"
        className="-my-1"
        onClick={() => void copy()}
      />
    </span>
  );
}
