import { Trans } from '@lingui/react/macro';
import type { PaymentDetail } from '../../../contract/payments.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Steps } from '../../shared/ui/steps.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { refundDestination, refundSentence } from './words.ts';

/** What was given back of a payment: how much, where to, and where it is now. */
export function Refunds({ payment }: { payment: PaymentDetail }) {
  const localized = useLocalized();
  const { refunds = [], currency, refundedAmount } = payment;
  if (refunds.length === 0 || refundedAmount === undefined) return null;
  return (
    <Card
      title={<Trans>退款</Trans>}
      action={
        <span className="text-label text-muted">
          <Trans>
            共 <Amount value={refundedAmount} currency={currency} />
          </Trans>
        </span>
      }
      className="lg:p-6"
    >
      <Steps
        steps={refunds.map((refund) => {
          const where = refundDestination(refund, localized);
          return {
            state: refund.status === 'succeeded' ? ('done' as const) : ('current' as const),
            title: (
              <Trans>
                <Amount value={refund.amount} currency={refund.currency} /> 退到
                {where}
              </Trans>
            ),
            detail: refundSentence(refund),
            aside: <Time value={refund.completedAt ?? refund.createdAt} />,
          };
        })}
      />
    </Card>
  );
}
