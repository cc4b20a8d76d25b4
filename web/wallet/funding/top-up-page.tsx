import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PaymentMethod } from '../../../contract/payments.ts';
import { formatMoney } from '../../shared/money.ts';
import { AmountField } from '../../shared/ui/amount-field.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Screen } from '../app/screen.tsx';
import { methodsQuery } from '../methods/queries.ts';
import { IncidentNotice } from '../pay/incidents.tsx';
import { PayFlow, type PayRequest } from '../pay/pay-flow.tsx';
import { MethodChoice } from './method-choice.tsx';

const CURRENCY = 'CNY';
const USUAL = ['10000', '20000', '50000', '100000'];

/** From a card or a bank account into the wallet. */
export function TopUpPage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const methods = useQuery(methodsQuery);
  const [amount, setAmount] = useState('');
  const [picked, setPicked] = useState<PaymentMethod>();
  const [tried, setTried] = useState(false);
  const [paying, setPaying] = useState<PayRequest | null>(null);
  const chosen = picked ?? methods.data?.[0];
  const nothing = amount === '' || amount === '0';

  return (
    <Screen title={t`充值`} name="top_up" up="/">
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!nothing) setPaying({ kind: 'top_up', amount, currency: CURRENCY });
        }}
      >
        <Card className="lg:p-6">
          <AmountField
            label={<Trans>充值金额</Trans>}
            value={amount}
            onChange={setAmount}
            currency={CURRENCY}
            autoFocus
            error={tried && nothing ? t`请输入金额` : undefined}
          />
          <div className="mt-4 grid grid-cols-4 gap-2">
            {USUAL.map((usual) => (
              <button
                key={usual}
                type="button"
                aria-pressed={amount === usual}
                onClick={() => setAmount(usual)}
                className="tabular min-h-target rounded-control border border-line text-label transition-colors hover:bg-pressed aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
              >
                {formatMoney(usual, CURRENCY, { locale: i18n.locale }).replace(/\.00$/, '')}
              </button>
            ))}
          </div>
        </Card>
        {methods.isError && methods.data === undefined ? (
          <Card>
            <ErrorState onRetry={() => void methods.refetch()} retrying={methods.isFetching} />
          </Card>
        ) : (
          <MethodChoice
            title={<Trans>从哪里充</Trans>}
            methods={methods.data}
            chosen={chosen}
            onChoose={setPicked}
            addPath="/methods/new-card"
            addLabel={<Trans>添加银行卡</Trans>}
          />
        )}
        <IncidentNotice kind="top_up" type={chosen?.type} />
        <Button type="submit" wide className="mt-2">
          <Trans>充值</Trans>
        </Button>
        <Link
          to="/top-up/bank-transfer"
          className="inline-flex min-h-target items-center justify-center text-accent-ink text-label hover:underline"
        >
          <Trans>也可以从任何银行转账充值</Trans>
        </Link>
        <p className="text-center text-caption text-muted">
          <Trans>充值不收手续费，银行确认后马上到账。</Trans>
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
