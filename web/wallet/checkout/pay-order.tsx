import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CheckoutSession } from '../../../contract/checkout.ts';
import { formatMoney } from '../../shared/money.ts';
import { Button, ButtonAnchor } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { walletQuery } from '../me/queries.ts';
import { methodsQuery, paymentSettingsQuery } from '../methods/queries.ts';
import { IncidentNotice } from '../pay/incidents.tsx';
import { PayFlow, type PayOutcome, type PayRequest } from '../pay/pay-flow.tsx';
import { choicesFor, isUsable, referenceOf, sameMethod } from '../pay/methods.ts';
import { refreshMoney } from '../payments/queries.ts';
import { MethodChoices } from './method-choices.tsx';
import { merchantUrl } from './merchant-url.ts';
import { checkoutSessionQuery } from './queries.ts';

interface PayOrderProps {
  session: CheckoutSession;
  /** What the payment sheet is open for. */
  paying: PayRequest | null;
  onPaying: (request: PayRequest | null) => void;
}

/** Choosing how to pay an order, and paying it. */
export function PayOrder({ session, paying, onPaying }: PayOrderProps) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const wallet = useQuery(walletQuery);
  const stored = useQuery(methodsQuery);
  // Without it the balance is offered first: no reason to wait.
  const settings = useQuery(paymentSettingsQuery);
  const [chosen, setChosen] = useState<ReturnType<typeof referenceOf>>();
  const { id, amount, currency, merchantName } = session;
  const cancelUrl = merchantUrl(session.cancelUrl, id);

  const failed = [wallet, stored].filter((query) => query.isError);
  if (failed.length > 0) {
    return (
      <Card>
        <ErrorState
          onRetry={() => failed.forEach((query) => void query.refetch())}
          retrying={failed.some((query) => query.isFetching)}
        />
      </Card>
    );
  }
  if (!wallet.data || !stored.data) {
    return (
      <Card flush>
        <SkeletonList rows={3} />
      </Card>
    );
  }

  const balance = wallet.data.balances.find((other) => other.currency === currency);
  const choices = choicesFor(
    'purchase',
    amount,
    balance?.available ?? '0',
    stored.data,
    undefined,
    settings.data?.balanceFirst,
  );
  const current =
    choices.find((choice) => chosen && sameMethod(chosen, referenceOf(choice))) ??
    choices.find(isUsable) ??
    choices[0];
  const onOutcome = ({ payment }: PayOutcome) => {
    client.setQueryData(checkoutSessionQuery(id).queryKey, (known) => known && { ...known, payment });
    void refreshMoney(client);
  };

  return (
    <div className="flex flex-col gap-3">
      <Card flush className="lg:py-2">
        <MethodChoices
          choices={choices}
          current={current}
          amount={amount}
          currency={currency}
          onChoose={(choice) => setChosen(referenceOf(choice))}
        />
      </Card>
      <IncidentNotice
        kind="purchase"
        type={current?.type === 'stored' ? current.method.type : current?.type}
      />
      <div className="mt-1 flex flex-col gap-2.5">
        <Button
          wide
          onClick={() =>
            onPaying({ kind: 'purchase', checkoutSessionId: id, payee: merchantName, amount, currency })
          }
        >
          <Trans>确认付款 {formatMoney(amount, currency, { locale: i18n.locale })}</Trans>
        </Button>
        {cancelUrl && (
          <ButtonAnchor variant="quiet" wide href={cancelUrl}>
            <Trans>取消，返回商家</Trans>
          </ButtonAnchor>
        )}
      </div>
      <PayFlow
        key={current ? JSON.stringify(referenceOf(current)) : 'none'}
        request={paying}
        method={current && referenceOf(current)}
        onClose={() => onPaying(null)}
        onOutcome={onOutcome}
      />
    </div>
  );
}
