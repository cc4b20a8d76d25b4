import { Trans, useLingui } from '@lingui/react/macro';
import { Headset, MessageSquareWarning } from 'lucide-react';
import { DisputeLink } from '../disputes/dispute-link.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { List } from '../../shared/ui/list.tsx';
import { useParam } from '../app/address.ts';
import { RowLink } from '../app/links.tsx';
import { Attempts } from './attempts.tsx';
import { CancelPayment } from './cancel-payment.tsx';
import { Fixes } from './fixes.tsx';
import { FailureReason, OutcomeHead } from './outcome-head.tsx';
import { PaymentFacts } from './payment-facts.tsx';
import { Refunds } from './refunds.tsx';
import { PaymentScreen } from './payment-screen.tsx';

/** One payment: how it stands, why, what to do about it, its facts, and everything that was checked. */
export function PaymentPage() {
  const { t } = useLingui();
  const id = useParam('id');
  return (
    <PaymentScreen id={id} title={t`账单详情`} name="payment" up="/bills">
      {(payment) => (
        <div className="flex flex-col gap-3">
          <Card className="flex flex-col gap-4 py-6 lg:p-6">
            <OutcomeHead payment={payment} />
            <FailureReason payment={payment} />
            <Fixes payment={payment} />
          </Card>
          <Refunds payment={payment} />
          <Card className="lg:p-6">
            <PaymentFacts payment={payment} />
          </Card>
          {payment.attempts.length > 0 && payment.kind !== 'goodwill' && <Attempts payment={payment} />}
          <Card flush>
            <List>
              <RowLink
                to="/support"
                search={{ screen: 'payment', paymentId: id }}
                leading={<Headset aria-hidden="true" />}
                title={<Trans>对这笔账单有疑问</Trans>}
                detail={<Trans>联系客服，客服会直接看到这笔的处理经过</Trans>}
              />
              <DisputeLink payment={payment} />
              <RowLink
                to="/complaints/new"
                search={{ paymentId: id }}
                leading={<MessageSquareWarning aria-hidden="true" />}
                title={<Trans>投诉</Trans>}
                detail={<Trans>对结果不满意，专人负责到底</Trans>}
              />
              {(payment.status === 'requires_payment_method' || payment.status === 'requires_action') &&
                payment.attempts.length > 0 && <CancelPayment paymentId={id} />}
            </List>
          </Card>
        </div>
      )}
    </PaymentScreen>
  );
}
