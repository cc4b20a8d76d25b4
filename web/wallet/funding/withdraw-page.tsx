import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PaymentMethod } from '../../../contract/payments.ts';
import { formatMoney } from '../../shared/money.ts';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Screen } from '../app/screen.tsx';
import { walletQuery } from '../me/queries.ts';
import { methodsQuery } from '../methods/queries.ts';
import { IncidentNotice } from '../pay/incidents.tsx';
import { PayFlow, type PayRequest } from '../pay/pay-flow.tsx';
import { MethodChoice } from './method-choice.tsx';

const CURRENCY = 'CNY';

/** From the wallet to one's own bank account. */
export function WithdrawPage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const methods = useQuery(methodsQuery);
  const wallet = useQuery(walletQuery);
  const [amount, setAmount] = useState('');
  const [picked, setPicked] = useState<PaymentMethod>();
  const [tried, setTried] = useState(false);
  const [paying, setPaying] = useState<PayRequest | null>(null);
  const accounts = methods.data?.filter(({ type }) => type === 'bank_account');
  const chosen = picked ?? accounts?.[0];
  const available = wallet.data?.balances.find(({ currency }) => currency === CURRENCY)?.available ?? '0';
  const shownAvailable = formatMoney(available, CURRENCY, { locale: i18n.locale });
  const nothing = amount === '' || amount === '0';
  const tooMuch = wallet.data !== undefined && BigInt(amount || '0') > BigInt(available);

  return (
    <Screen title={t`提现`} name="withdraw" up="/">
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!nothing && !tooMuch) setPaying({ kind: 'withdrawal', amount, currency: CURRENCY });
        }}
      >
        <Card className="lg:p-6">
          <AmountField
            label={<Trans>提现金额</Trans>}
            value={amount}
            onChange={setAmount}
            currency={CURRENCY}
            autoFocus
            error={tooMuch ? t`可用余额只有 ${shownAvailable}` : tried && nothing ? t`请输入金额` : undefined}
          />
          <p className="mt-2 flex min-h-target items-center justify-between gap-3 text-label text-muted">
            {wallet.data && <Trans>可用余额 {shownAvailable}</Trans>}
            {available !== '0' && (
              <Button variant="quiet" size="small" onClick={() => setAmount(available)}>
                <Trans>全部提现</Trans>
              </Button>
            )}
          </p>
        </Card>
        {methods.isError && methods.data === undefined ? (
          <Card>
            <ErrorState onRetry={() => void methods.refetch()} retrying={methods.isFetching} />
          </Card>
        ) : (
          <MethodChoice
            title={<Trans>提到哪里</Trans>}
            methods={accounts}
            chosen={chosen}
            onChoose={setPicked}
            addPath="/methods/new-account"
            addLabel={<Trans>添加银行账户</Trans>}
          />
        )}
        <IncidentNotice kind="withdrawal" type={chosen?.type} />
        <Button type="submit" wide className="mt-2">
          <Trans>提现</Trans>
        </Button>
        <p className="text-center text-caption text-muted">
          <Trans>提现不收手续费。银行处理期间这笔钱先冻结，没有成功就退回余额。</Trans>
        </p>
      </form>
      <PayFlow
        request={paying}
        method={chosen && { type: chosen.type, id: chosen.id }}
        onClose={() => setPaying(null)}
        onOutcome={({ payment }) =>
          void navigate({ to: '/payments/$id/result', params: { id: payment.id }, replace: true })
        }
      />
    </Screen>
  );
}
