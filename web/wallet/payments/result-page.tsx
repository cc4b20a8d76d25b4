import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '../../shared/ui/card.tsx';
import { useParam } from '../app/address.ts';
import { ButtonLink } from '../app/links.tsx';
import { Fixes } from './fixes.tsx';
import { FailureReason, OutcomeHead } from './outcome-head.tsx';
import { PaymentFacts } from './payment-facts.tsx';
import { PaymentScreen } from './payment-screen.tsx';

/** Right after paying: what became of it, and the way on. Changes by itself when the outcome comes. */
export function ResultPage() {
  const { t } = useLingui();
  const id = useParam('id');
  return (
    <PaymentScreen id={id} title={t`交易结果`} name="payment_result" up="/">
      {(payment) => (
        <div className="flex flex-col gap-3">
          <Card className="flex flex-col gap-4 py-8 lg:p-8">
            <OutcomeHead payment={payment} />
            <FailureReason payment={payment} />
            <Fixes payment={payment} />
          </Card>
          <Card className="lg:p-6">
            <PaymentFacts payment={payment} />
          </Card>
          <div className="mt-2 grid grid-cols-2 gap-3">
            <ButtonLink to="/payments/$id" params={{ id }} variant="secondary">
              <Trans>查看详情</Trans>
            </ButtonLink>
            {payment.checkoutSessionId ? (
              <ButtonLink
                to="/checkout/$sessionId"
                params={{ sessionId: payment.checkoutSessionId }}
                variant={payment.status === 'succeeded' ? 'primary' : 'secondary'}
              >
                <Trans>返回收银台</Trans>
              </ButtonLink>
            ) : (
              <ButtonLink to="/" variant={payment.status === 'succeeded' ? 'primary' : 'secondary'}>
                <Trans>完成</Trans>
              </ButtonLink>
            )}
          </div>
        </div>
      )}
    </PaymentScreen>
  );
}
