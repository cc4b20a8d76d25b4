import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { useState } from 'react';
import { formatMoney } from '../../shared/money.ts';
import { Amount, HideAmountsButton } from '../../shared/ui/amount.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { ButtonLink } from '../app/links.tsx';
import { walletQuery } from '../me/queries.ts';

const NOTHING = { currency: 'CNY' as const, available: '0', held: '0', total: '0' };

/** What there is to spend, what is held and why, and the ways in and out. */
export function BalanceCard({ hidden, onHidden }: { hidden: boolean; onHidden: (hidden: boolean) => void }) {
  const { i18n } = useLingui();
  const [explaining, setExplaining] = useState(false);
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
      <Sheet
        open={explaining}
        onOpenChange={setExplaining}
        title={<Trans>处理中的钱</Trans>}
        description={
          <Trans>
            有付款或提现还在等银行的结果，这部分钱先为它留着。成功后付出，没有成功就回到可用余额，不会丢失。
          </Trans>
        }
        footer={
          <ButtonLink to="/bills" search={{ status: 'processing' }} variant="secondary">
            <Trans>看看是哪几笔</Trans>
          </ButtonLink>
        }
      >
        <Facts
          facts={[
            {
              label: <Trans>可用</Trans>,
              value: <Amount value={main.available} currency={main.currency} />,
            },
            { label: <Trans>处理中</Trans>, value: <Amount value={main.held} currency={main.currency} /> },
            { label: <Trans>合计</Trans>, value: <Amount value={main.total} currency={main.currency} /> },
          ]}
        />
      </Sheet>
    </Card>
  );
}
