import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { formatMoney } from '../../shared/money.ts';
import { Amount, HideAmountsButton } from '../../shared/ui/amount.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { ButtonLink } from '../app/links.tsx';
import { walletQuery } from '../me/queries.ts';

const HeldSheet = lazy(() => import('./held-sheet.tsx').then((file) => ({ default: file.HeldSheet })));

const NOTHING = { currency: 'CNY' as const, available: '0', held: '0', total: '0' };

/** What there is to spend, what is held and why, and the ways in and out. */
export function BalanceCard({ hidden, onHidden }: { hidden: boolean; onHidden: (hidden: boolean) => void }) {
  const { i18n } = useLingui();
  // Undefined until it is first asked for: the sheet's code is not part of a first visit.
  const [explaining, setExplaining] = useState<boolean>();
  const wallet = useQuery(walletQuery);
  const balances = wallet.data?.balances ?? [];
  const main = balances.find(({ currency }) => currency === 'CNY') ?? NOTHING;
  const others = balances.filter(({ currency, total }) => currency !== 'CNY' && total !== '0');
  const held = formatMoney(main.held, main.currency, { locale: i18n.locale });
  return (
    <Card>
      <div className="-mt-2.5 flex items-center text-label text-muted">
        <Trans>可用余额（元）</Trans>
        <HideAmountsButton hidden={hidden} onChange={onHidden} />
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 font-semibold text-display">
          {wallet.data ? (
            <Amount value={main.available} currency={main.currency} symbol={false} hidden={hidden} />
          ) : wallet.isError ? (
            <Button variant="secondary" size="small" onClick={() => void wallet.refetch()}>
              <Trans>余额没有加载出来，重试</Trans>
            </Button>
          ) : (
            <Skeleton className="h-[1.15em] w-44" />
          )}
        </div>
        <div className="flex gap-2">
          <ButtonLink to="/top-up" size="small">
            <Trans>充值</Trans>
          </ButtonLink>
          <ButtonLink to="/withdraw" size="small" variant="secondary">
            <Trans>提现</Trans>
          </ButtonLink>
        </div>
      </div>
      {main.held !== '0' && !hidden && (
        <button
          type="button"
          onClick={() => setExplaining(true)}
          className="-mb-2 inline-flex min-h-target items-center gap-1.5 text-label text-muted hover:text-ink"
        >
          <Trans>另有 {held} 处理中</Trans>
          <Info aria-hidden="true" className="size-4" />
        </button>
      )}
      {others.map((balance) => (
        <p key={balance.currency} className="mt-2 text-label text-muted">
          <Amount value={balance.available} currency={balance.currency} hidden={hidden} />
        </p>
      ))}
      {explaining !== undefined && (
        <Suspense fallback={null}>
          <HeldSheet balance={main} open={explaining} onOpenChange={setExplaining} />
        </Suspense>
      )}
    </Card>
  );
}
