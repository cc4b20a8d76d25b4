import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, ReceiptText } from 'lucide-react';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { paymentQuery } from '../payments/queries.ts';
import { paymentTitle, statusName } from '../payments/words.ts';

const TONE = {
  succeeded: 'success',
  canceled: 'neutral',
  processing: 'warning',
  requires_action: 'warning',
  requires_payment_method: 'danger',
} as const;

/** The payment this conversation is about, in sight of both sides: 关于：云朵咖啡 ¥35.00. */
export function ContextBar({ paymentId }: { paymentId: string }) {
  const localized = useLocalized();
  const { data: payment } = useQuery(paymentQuery(paymentId));
  if (!payment) return null;
  const { status, amount, currency } = payment;
  return (
    <Link
      to="/payments/$id"
      params={{ id: paymentId }}
      className="border-line border-b bg-surface hover:bg-pressed"
    >
      <span className="mx-auto flex min-h-target max-w-3xl items-center gap-2 px-4 py-1.5 text-label">
        <ReceiptText aria-hidden="true" className="size-4 shrink-0 text-accent-ink" />
        <span className="min-w-0 truncate">
          <Trans>
            关于：{paymentTitle(payment, localized)} <Amount value={amount} currency={currency} />
          </Trans>
        </span>
        <Badge tone={TONE[status]}>{statusName(status)}</Badge>
        <ChevronRight aria-hidden="true" className="ml-auto size-4 shrink-0 text-muted" />
      </span>
    </Link>
  );
}
