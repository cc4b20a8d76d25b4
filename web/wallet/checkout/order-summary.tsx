import { Trans } from '@lingui/react/macro';
import { Store } from 'lucide-react';
import type { CheckoutSession } from '../../../contract/checkout.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { Time } from '../../shared/ui/time.tsx';

/** What is bought, of whom, and what it costs together. */
export function OrderSummary({ session }: { session: CheckoutSession }) {
  const { merchantName, lines, amount, currency, reference, status, expiresAt } = session;
  return (
    <Card className="lg:p-6">
      <div className="flex items-center gap-3">
        <span className="grid size-avatar shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink">
          <Store aria-hidden="true" className="size-icon" />
        </span>
        <h2 className="min-w-0 flex-1 font-semibold text-title">{merchantName}</h2>
      </div>
      <ul className="mt-4 flex flex-col gap-2.5 border-line border-t pt-4">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an order do not change
          <li key={index} className="flex items-baseline justify-between gap-4 text-label">
            <span className="min-w-0">
              {line.name}
              {line.quantity > 1 && <span className="text-muted"> × {line.quantity}</span>}
            </span>
            <Amount
              value={BigInt(line.unitAmount) * BigInt(line.quantity)}
              currency={currency}
              className="shrink-0"
            />
          </li>
        ))}
      </ul>
      <p className="mt-4 flex items-baseline justify-between gap-4 border-line border-t pt-4">
        <span className="text-body">
          <Trans>合计</Trans>
        </span>
        <Amount value={amount} currency={currency} className="font-semibold text-[1.375rem]" />
      </p>
      <Facts
        className="mt-4"
        facts={[
          { label: <Trans>订单号</Trans>, value: <span className="tabular">{reference}</span> },
          ...(status === 'open'
            ? [{ label: <Trans>付款期限</Trans>, value: <Time value={expiresAt} /> }]
            : []),
        ]}
      />
    </Card>
  );
}
