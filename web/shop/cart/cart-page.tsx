import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { ShieldCheck, ShoppingBag } from 'lucide-react';
import { useState } from 'react';
import { v7 as newId } from 'uuid';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { formatMoney } from '../../shared/money.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { currency, findProduct, type OrderLine, totalOf } from '../catalogue.ts';
import { rememberPlaced } from '../orders/my-orders.ts';
import { placeOrder } from '../orders/queries.ts';
import { Picture } from '../pictures/picture.tsx';
import { ButtonLink } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { useCart } from './cart.ts';
import { QuantityStepper } from './quantity-stepper.tsx';

/** What is wanted, what it costs, and the way to UPay. */
export function CartPage() {
  const { i18n, t } = useLingui();
  const cart = useCart();
  useTitle(t`购物袋`);
  const key = useOrderKey(cart);
  const order = useMutation({
    mutationFn: () => placeOrder(cart, key),
    networkMode: 'always',
    onSuccess: ({ id, payUrl }) => {
      rememberPlaced(id);
      location.assign(payUrl);
    },
  });
  const total = totalOf(cart);

  if (cart.length === 0) {
    return (
      <EmptyState
        icon={<ShoppingBag aria-hidden="true" />}
        title={<Trans>购物袋是空的</Trans>}
        detail={<Trans>挑一杯喜欢的，再配块刚出炉的可颂？</Trans>}
        action={
          <ButtonLink to="/">
            <Trans>看看菜单</Trans>
          </ButtonLink>
        }
        className="min-h-[60dvh] justify-center"
      />
    );
  }
  return (
    <>
      <h1 className="mt-6 mb-4 font-bold text-[1.5rem]">
        <Trans>购物袋</Trans>
      </h1>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)] lg:gap-6">
        <Card flush>
          <ul className="divide-y divide-line">
            {cart.map((line) => (
              <CartLine key={line.productId} line={line} />
            ))}
          </ul>
        </Card>
        <Card className="lg:sticky lg:top-24 lg:p-6">
          <p className="flex items-baseline justify-between">
            <span>
              <Trans>合计</Trans>
            </span>
            <Amount value={total} currency={currency} className="font-bold text-[1.5rem]" />
          </p>
          {order.isError && (
            <Banner tone="danger" live className="mt-3">
              <Trans>没有下成单，请检查网络后再试。同一个购物袋不会重复下单。</Trans>
            </Banner>
          )}
          <Button
            wide
            className="mt-4"
            loading={order.isPending || order.isSuccess}
            onClick={() => order.mutate()}
          >
            <Trans>用 UPay 付款 {formatMoney(total, currency, { locale: i18n.locale })}</Trans>
          </Button>
          <p className="mt-3 flex items-start gap-1.5 text-caption text-muted">
            <ShieldCheck aria-hidden="true" className="mt-[0.1em] size-4 shrink-0 text-success-ink" />
            <Trans>将前往 UPay 收银台，付款后可以回到这里看订单。</Trans>
          </p>
        </Card>
      </div>
    </>
  );
}

function CartLine({ line }: { line: OrderLine }) {
  const localized = useLocalized();
  const product = findProduct(line.productId);
  if (!product) return null;
  return (
    <li className="flex items-center gap-3 p-3 sm:gap-4 sm:p-4">
      <span className="size-20 shrink-0 overflow-clip rounded-control">
        <Picture id={product.id} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="font-medium text-body">{localized(product.name)}</h2>
        <p className="truncate text-caption text-muted">{localized(product.detail)}</p>
        <div className="mt-1 flex flex-wrap items-center justify-between gap-2">
          <Amount
            value={BigInt(product.unitAmount) * BigInt(line.quantity)}
            currency={currency}
            className="font-semibold text-body"
          />
          <QuantityStepper product={product} quantity={line.quantity} />
        </div>
      </div>
    </li>
  );
}

/** One key for one content of the cart: pressing twice, or again after a cut, is one order; another content another. */
function useOrderKey(cart: readonly OrderLine[]): string {
  const content = JSON.stringify(cart);
  const [made, setMade] = useState({ content, key: newId() });
  if (made.content === content) return made.key;
  const next = { content, key: newId() };
  setMade(next);
  return next.key;
}
