import { Trans, useLingui } from '@lingui/react/macro';
import { Copy } from 'lucide-react';
import type { Payment } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { IdText } from '../../shared/ui/id-text.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { copy } from '../app/copy.ts';
import { FactLink } from '../app/links.tsx';
import { methodName } from '../pay/method-name.ts';
import { kindName } from './words.ts';

/** The facts of a payment, with the reference to quote. */
export function PaymentFacts({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { kind, direction, method, counterparty, note, goodwill, createdAt, completedAt, id } = payment;
  const facts = [
    { label: <Trans>类型</Trans>, value: kindName(kind) },
    {
      label: direction === 'in' && kind === 'transfer' ? <Trans>付款人</Trans> : <Trans>对方</Trans>,
      value: localized(counterparty.name),
    },
    ...(direction === 'out' && kind !== 'withdrawal'
      ? [{ label: <Trans>付款方式</Trans>, value: methodName(method, localized) }]
      : []),
    ...(goodwill
      ? [{ label: <Trans>原因</Trans>, value: <GoodwillReason goodwill={goodwill} number={note} /> }]
      : []),
    ...(note && !goodwill
      ? [{ label: kind === 'purchase' ? <Trans>订单号</Trans> : <Trans>附言</Trans>, value: note }]
      : []),
    { label: <Trans>创建时间</Trans>, value: <Time value={createdAt} format="exact" /> },
    ...(completedAt
      ? [{ label: <Trans>完成时间</Trans>, value: <Time value={completedAt} format="exact" /> }]
      : []),
    {
      label: <Trans>交易号</Trans>,
      value: (
        <span className="flex items-start gap-1">
          <IdText id={id} className="min-w-0 text-caption leading-[1.6]" />
          <IconButton
            icon={<Copy className="!size-4" />}
            tone="muted"
            label={t`复制交易号`}
            className="-my-2.5"
            onClick={() => void copy(id, t`交易号已复制`)}
          />
        </span>
      ),
    },
  ];
  return <Facts facts={facts} />;
}

/** Why we gave it, which leads to where it was agreed. */
function GoodwillReason({
  goodwill,
  number,
}: {
  goodwill: NonNullable<Payment['goodwill']>;
  number: string | undefined;
}) {
  return 'complaintId' in goodwill ? (
    <FactLink to="/complaints/$id" params={{ id: goodwill.complaintId }}>
      <Trans>您的投诉 {number}</Trans>
    </FactLink>
  ) : 'disputeId' in goodwill ? (
    <FactLink to="/disputes/$id" params={{ id: goodwill.disputeId }}>
      <Trans>您的争议成立</Trans>
    </FactLink>
  ) : (
    <FactLink to="/support" search={{ conversationId: goodwill.conversationId }}>
      <Trans>与客服在会话里商定</Trans>
    </FactLink>
  );
}
