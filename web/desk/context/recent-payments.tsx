import { Trans, useLingui } from '@lingui/react/macro';
import type { Payment } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { KIND_NAMES, STATUS_NAMES, STATUS_TONES } from './payment-words.ts';
import type { ContextChoice } from './use-context-choice.ts';

/** What the customer has lately paid and received; each opens its trace. */
export function RecentPayments({
  payments,
  choice,
}: {
  payments: readonly Payment[];
  choice: ContextChoice;
}) {
  const { t } = useLingui();
  const localized = useLocalized();
  return (
    <section className="mt-5">
      <h3 className="mb-1.5 font-semibold text-label">
        <Trans>近期付款</Trans>
      </h3>
      {payments.length === 0 ? (
        <p className="py-3 text-label text-muted">
          <Trans>还没有付款记录。</Trans>
        </p>
      ) : (
        <table className="w-full table-fixed text-label">
          <colgroup>
            <col />
            <col className="w-24" />
            <col className="w-22" />
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">
                <Trans>对方</Trans>
              </th>
              <th scope="col">
                <Trans>金额</Trans>
              </th>
              <th scope="col">
                <Trans>状态</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((payment) => (
              <tr key={payment.id} className="relative border-line border-t hover:bg-pressed/60">
                <td className="min-w-0 py-2 pr-2">
                  <button
                    type="button"
                    onClick={() => choice.showPayment(payment.id)}
                    aria-label={t`查看 ${localized(payment.counterparty.name)} 的付款过程`}
                    className="block w-full truncate rounded text-left after:absolute after:inset-0"
                  >
                    {payment.kind === 'goodwill'
                      ? t(KIND_NAMES.goodwill)
                      : localized(payment.counterparty.name)}
                  </button>
                  <Time value={payment.createdAt} className="text-caption text-muted" />
                </td>
                <td className="py-2 text-right">
                  <PaymentAmount payment={payment} />
                </td>
                <td className="py-2 pl-2 text-right">
                  <Badge tone={STATUS_TONES[payment.status]}>{t(STATUS_NAMES[payment.status])}</Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Signed where money moved; without a sign, and pale, where it did not. */
function PaymentAmount({ payment }: { payment: Payment }) {
  const { amount, currency, direction, moneyMoved } = payment;
  if (moneyMoved !== 'yes') return <Amount value={amount} currency={currency} className="text-muted" />;
  return <Amount value={direction === 'out' ? `-${amount}` : amount} currency={currency} sign="always" />;
}
