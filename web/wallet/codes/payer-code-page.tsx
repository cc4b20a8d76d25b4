import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { KeyRound, RefreshCw } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import type { PaymentStatus } from '../../../contract/payments.ts';
import { ApiProblem } from '../../shared/api.ts';
import { formatMoney } from '../../shared/money.ts';
import { Barcode } from '../../shared/ui/barcode.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { QrCode } from '../../shared/ui/qr-code.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { useCountdown } from '../../shared/use-countdown.ts';
import { ButtonLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { paymentSettingsQuery } from '../methods/queries.ts';
import { recentPaymentsQuery } from '../payments/queries.ts';
import { payerCodeQuery, waitingCheckoutsQuery } from './queries.ts';
import { WaitingCheckouts } from './waiting.tsx';

const askedEveryMs = 4_000;

/** 付款码: shown to a merchant, who scans it. What comes of it shows here by itself. */
export function PayerCodePage() {
  const { t } = useLingui();
  const code = useQuery(payerCodeQuery);
  useScanned(() => void code.refetch());
  const noPassword = code.error instanceof ApiProblem && code.error.code === 'payment_password_not_set';
  return (
    <Screen title={t`付款码`} name="payer_code" up="/">
      <div className="flex flex-col gap-3">
        <WaitingCheckouts />
        <Card className="flex flex-col items-center px-4 py-6 text-center lg:p-8">
          {noPassword ? (
            <EmptyState
              icon={<KeyRound aria-hidden="true" />}
              title={<Trans>先设置支付密码</Trans>}
              detail={<Trans>大一点的付款要靠它确认是您本人。</Trans>}
              action={
                <ButtonLink to="/me/payment-password" search={{ returnTo: '/pay-code' }}>
                  <Trans>去设置</Trans>
                </ButtonLink>
              }
            />
          ) : code.data ? (
            <Code code={code.data.code} renewAt={code.data.renewAt} onRenew={() => void code.refetch()} />
          ) : code.isError ? (
            <ErrorState
              title={<Trans>付款码没有加载出来</Trans>}
              detail={<Trans>付款码要联网才能用，请检查网络。</Trans>}
              onRetry={() => void code.refetch()}
              retrying={code.isFetching}
            />
          ) : (
            <>
              <Skeleton className="h-24 w-full" />
              <Skeleton className="mt-6 size-52" />
            </>
          )}
        </Card>
        <Rules />
      </div>
    </Screen>
  );
}

function Code({ code, renewAt, onRenew }: { code: string; renewAt: string; onRenew: () => void }) {
  const { t } = useLingui();
  const left = useCountdown(Date.parse(renewAt));
  return (
    <>
      <Barcode value={code} label={t`付款条码`} className="h-24 w-full max-w-md" />
      <p className="tabular mt-2 text-body tracking-wider">{code.replace(/(\d{4})(?=\d)/g, '$1 ')}</p>
      <QrCode value={code} label={t`付款二维码`} className="mt-5 size-52 lg:size-60" />
      <div className="mt-4 flex min-h-target items-center gap-2 text-label text-muted">
        <span className="tabular">
          <Trans>{left} 秒后自动换新</Trans>
        </span>
        <Button variant="quiet" size="small" icon={<RefreshCw aria-hidden="true" />} onClick={onRenew}>
          <Trans>立即换新</Trans>
        </Button>
      </div>
      <p className="text-caption text-muted">
        <Trans>只用一次。请只给收银员当面扫，不要截图，也不要把数字告诉任何人。</Trans>
      </p>
    </>
  );
}

/** Up to what amount it goes through at once, and what pays first. */
function Rules() {
  const { i18n } = useLingui();
  const settings = useQuery(paymentSettingsQuery);
  if (!settings.data) return null;
  const { smallPayments, balanceFirst } = settings.data;
  const limit = formatMoney(smallPayments.limit, smallPayments.currency, { locale: i18n.locale }).replace(
    /\.00$/,
    '',
  );
  return (
    <Card className="flex flex-col gap-1 text-label">
      <div className="flex items-center justify-between gap-3">
        <p className="min-w-0">
          {smallPayments.limit === '0' ? (
            <Trans>每一笔都要您在手机上输支付密码</Trans>
          ) : (
            <Trans>{limit} 以内直接付，超过要您在手机上输支付密码</Trans>
          )}
        </p>
        <Link to="/me/small-payments" className="shrink-0 py-2 text-accent-ink hover:underline">
          <Trans>改额度</Trans>
        </Link>
      </div>
      <div className="flex items-center justify-between gap-3">
        <p className="min-w-0">
          {balanceFirst ? <Trans>先用余额，不够时用首选银行卡</Trans> : <Trans>先用首选银行卡</Trans>}
        </p>
        <Link to="/methods" className="shrink-0 py-2 text-accent-ink hover:underline">
          <Trans>改顺序</Trans>
        </Link>
      </div>
    </Card>
  );
}

/**
 * What came of a scanned code: the payment, or the order that waits for the payment password. Told live, and asked for
 * while the code is shown, since the connection may be down just then.
 */
function useScanned(onScanned: () => void): void {
  const navigate = useNavigate();
  const scanned = useEffectEvent(onScanned);
  const waiting = useQuery({ ...waitingCheckoutsQuery, refetchInterval: askedEveryMs }).data;
  const recent = useQuery({ ...recentPaymentsQuery, refetchInterval: askedEveryMs }).data;
  const order = useNewcomer(waiting);
  const payment = useNewcomer(recent?.filter(({ kind, status }) => kind === 'purchase' && isMade(status)));
  useEffect(() => {
    if (payment === undefined && order === undefined) return;
    scanned();
    if (payment !== undefined) void navigate({ to: '/payments/$id/result', params: { id: payment } });
    else if (order !== undefined) void navigate({ to: '/checkout/$sessionId', params: { sessionId: order } });
  }, [payment, order, navigate]);
}

const isMade = (status: PaymentStatus) => status === 'succeeded' || status === 'processing';

/** The id of something that was not there when the list was first known. */
function useNewcomer(list: ReadonlyArray<{ id: string }> | undefined): string | undefined {
  const [known, setKnown] = useState<ReadonlySet<string>>();
  if (list !== undefined && known === undefined) setKnown(new Set(list.map(({ id }) => id)));
  return known && list?.find(({ id }) => !known.has(id))?.id;
}
