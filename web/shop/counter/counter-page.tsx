import { Trans, useLingui } from '@lingui/react/macro';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { ScanBarcode } from 'lucide-react';
import { useState } from 'react';
import { v7 as newId } from 'uuid';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { formatMoney } from '../../shared/money.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { QrCode } from '../../shared/ui/qr-code.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { currency, type OrderLine, products, totalOf } from '../catalogue.ts';
import type { Order } from '../order.ts';
import { ask, ShopError } from '../orders/queries.ts';
import { useTitle } from '../shell/use-title.ts';
import { Outcome } from './outcome.tsx';

const receiveCodeQuery = queryOptions({
  queryKey: ['receive-code'],
  queryFn: ({ signal }) => ask<{ url: string }>('/counter/receive-code', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

interface Charge {
  order: Order;
  outcome: 'paid' | 'processing' | 'waiting_for_payer';
}

/** The till of the shop's counter: what is bought, and the customer's payment code; beside it the code they may scan. */
export function CounterPage() {
  const { i18n, t } = useLingui();
  useTitle(t`门店收银台`);
  const [lines, setLines] = useState<OrderLine[]>([]);
  const [payerCode, setPayerCode] = useState('');
  const [key, setKey] = useState(() => newId());
  const digits = payerCode.replace(/\D/g, '');
  const charge = useMutation({
    mutationFn: () =>
      ask<Charge>('/counter/orders', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ lines, payerCode: digits }),
      }),
    networkMode: 'always',
    // A code that was refused is not to be charged again: the next one is another order.
    onError: (error) => {
      if (!(error instanceof ShopError && error.code)) return;
      setPayerCode('');
      setKey(newId());
    },
  });
  const begin = () => {
    setLines([]);
    setPayerCode('');
    setKey(newId());
    charge.reset();
  };
  const total = totalOf(lines);

  return (
    <>
      <h1 className="mt-6 mb-4 font-bold text-[1.5rem]">
        <Trans>门店收银台</Trans>
      </h1>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] lg:gap-6">
        {charge.data ? (
          <Outcome order={charge.data.order} outcome={charge.data.outcome} onNext={begin} />
        ) : (
          <Card className="lg:p-6">
            <Goods lines={lines} onChange={setLines} />
            <form
              className="mt-5 flex flex-col gap-4 border-line border-t pt-5"
              onSubmit={(event) => {
                event.preventDefault();
                if (lines.length > 0 && digits !== '') charge.mutate();
              }}
            >
              <p className="flex items-baseline justify-between">
                <span>
                  <Trans>合计</Trans>
                </span>
                <Amount value={total} currency={currency} className="font-bold text-[1.5rem]" />
              </p>
              <TextField
                label={<Trans>顾客的付款码</Trans>}
                leading={<ScanBarcode aria-hidden="true" />}
                inputMode="numeric"
                autoComplete="off"
                value={payerCode}
                onChange={(event) => setPayerCode(event.target.value)}
                error={charge.isError ? <Refusal error={charge.error} /> : undefined}
                hint={<Trans>扫码枪会自动填入并收款，也可以手输 18 位数字</Trans>}
              />
              <Button
                type="submit"
                wide
                loading={charge.isPending}
                disabled={lines.length === 0 || digits === ''}
              >
                <Trans>收款 {formatMoney(total, currency, { locale: i18n.locale })}</Trans>
              </Button>
            </form>
          </Card>
        )}
        <StaticCode />
      </div>
    </>
  );
}

/** A tap adds one; a tap on what is in the order takes one away. */
function Goods({ lines, onChange }: { lines: OrderLine[]; onChange: (lines: OrderLine[]) => void }) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const quantityOf = (id: string) => lines.find(({ productId }) => productId === id)?.quantity ?? 0;
  const change = (productId: string, by: number) => {
    const quantity = quantityOf(productId) + by;
    const others = lines.filter((line) => line.productId !== productId);
    onChange(quantity > 0 ? [...others, { productId, quantity }] : others);
  };
  return (
    <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
      {products.map(({ id, name, unitAmount }) => {
        const quantity = quantityOf(id);
        const title = localized(name);
        return (
          <li key={id} className="relative">
            <button
              type="button"
              onClick={() => change(id, 1)}
              className="flex min-h-16 w-full flex-col items-start rounded-control bg-sunken px-3 py-2 text-left transition-colors hover:bg-pressed"
            >
              <span className="w-full pr-8 font-medium text-label">{title}</span>
              <span className="tabular text-caption text-muted">
                {formatMoney(unitAmount, currency, { locale: i18n.locale })}
              </span>
            </button>
            {quantity > 0 && (
              <button
                type="button"
                aria-label={t`减少一份 ${title}`}
                onClick={() => change(id, -1)}
                className="absolute top-0 right-0 grid size-11 place-items-center"
              >
                <span className="tabular grid size-6 place-items-center rounded-full bg-accent font-semibold text-caption text-on-accent">
                  {quantity}
                </span>
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Refusal({ error }: { error: Error }) {
  const code = error instanceof ShopError ? error.code : undefined;
  if (code === 'payer_code_used') return <Trans>这个付款码已经用过，请顾客刷新后再扫</Trans>;
  if (code === 'payer_code_expired') return <Trans>付款码已过期，请顾客刷新后再扫</Trans>;
  if (code === 'payer_code_invalid') return <Trans>不是有效的付款码，请再扫一次</Trans>;
  return <Trans>没有收成，请再按一次收款；同一单不会重复扣款</Trans>;
}

function StaticCode() {
  const { t } = useLingui();
  const code = useQuery(receiveCodeQuery);
  return (
    <Card className="flex flex-col items-center p-6 text-center">
      <h2 className="font-semibold text-title">
        <Trans>顾客扫码付款</Trans>
      </h2>
      {code.data ? (
        <a href={code.data.url} aria-label={t`在 UPay 里打开收款码`} className="mt-4">
          <QrCode
            value={code.data.url}
            label={t`云朵咖啡的收款码`}
            className="size-48 border border-line p-2"
          />
        </a>
      ) : code.isError ? (
        <Button variant="secondary" size="small" className="mt-4" onClick={() => void code.refetch()}>
          <Trans>没有加载出来，重试</Trans>
        </Button>
      ) : (
        <Skeleton className="mt-4 size-48" />
      )}
      <p className="mt-3 text-caption text-muted">
        <Trans>静态收款码：顾客自己输入金额，每人每天最多 500 元。</Trans>
      </p>
    </Card>
  );
}
