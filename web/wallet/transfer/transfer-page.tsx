import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { getPaymentRequest } from '../../../contract/payment-requests.ts';
import { ApiProblem, call, isNothingThere } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { useSearchText } from '../app/address.ts';
import { Screen } from '../app/screen.tsx';
import { AmountStep } from './amount-step.tsx';
import { type Payee, PayeeStep } from './payee-step.tsx';

/** To whom, then how much; `/transfer?to=<phone or email>` begins with the payee looked up, `?request=<code>` with what they ask. */
export function TransferPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const to = useSearchText('to') ?? '';
  const code = useSearchText('request');
  const [payee, setPayee] = useState<Payee>();
  const leave = () => void navigate({ to: '/transfer', search: {}, replace: true });
  return (
    <Screen title={t`转账`} name="transfer" up="/" onBack={payee && (() => setPayee(undefined))}>
      {code !== undefined ? (
        <Requested code={code} onOther={leave} />
      ) : payee ? (
        <AmountStep payee={payee} onOther={() => setPayee(undefined)} />
      ) : (
        <PayeeStep initialAddress={to} onPayee={setPayee} />
      )}
    </Screen>
  );
}

/** What somebody asks for by a link: their masked name to recognise, and the amount they set. */
function Requested({ code, onOther }: { code: string; onOther: () => void }) {
  const request = useQuery({
    queryKey: ['payment-request', 'asked', code],
    queryFn: ({ signal }) => call(getPaymentRequest, { params: { code }, signal }),
    retry: false,
  });
  if (request.data) {
    const { payeeId, maskedName, maskedContact, amount, note } = request.data;
    return (
      <AmountStep payee={{ payeeId, maskedName, maskedContact }} asked={{ amount, note }} onOther={onOther} />
    );
  }
  if (request.isPending)
    return (
      <Card flush>
        <SkeletonList rows={2} />
      </Card>
    );
  const { error } = request;
  const isOwn = error instanceof ApiProblem && error.code === 'payee_is_self';
  const isGone = isNothingThere(error);
  return (
    <Card>
      <ErrorState
        title={
          isOwn ? <Trans>这是您自己的收款码</Trans> : isGone ? <Trans>这个收款码已失效</Trans> : undefined
        }
        detail={
          isOwn ? (
            <Trans>发给要付款给您的人就可以了。</Trans>
          ) : isGone ? (
            <Trans>请对方重新发一个给您。</Trans>
          ) : undefined
        }
        onRetry={isOwn || isGone ? undefined : () => void request.refetch()}
        retrying={request.isFetching}
      />
    </Card>
  );
}
