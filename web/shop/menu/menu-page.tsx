import { Trans, useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { quantityOf, setQuantity, useCart } from '../cart/cart.ts';
import { QuantityStepper } from '../cart/quantity-stepper.tsx';
import { categories, type Category, currency, type Product, products } from '../catalogue.ts';
import { Picture } from '../pictures/picture.tsx';
import { useTitle } from '../shell/use-title.ts';
import { CartBar } from './cart-bar.tsx';
import { Hero } from './hero.tsx';

/** Everything the shop sells. */
export function MenuPage() {
  const { t } = useLingui();
  const [category, setCategory] = useState<Category | 'all'>('all');
  useTitle(t`菜单`);
  const names: Record<Category | 'all', string> = {
    all: t`全部`,
    coffee: t`咖啡`,
    tea: t`茶饮`,
    bakery: t`烘焙`,
    home: t`器具与豆`,
  };
  const shown = products.filter((product) => category === 'all' || product.category === category);
  return (
    <>
      <Hero />
      <div
        role="group"
        aria-label={t`分类`}
        className="sticky top-16 z-10 -mx-4 flex gap-2 overflow-x-auto bg-page/95 px-4 py-3 backdrop-blur sm:mx-0 sm:px-0"
      >
        {(['all', ...categories] as const).map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={category === value}
            onClick={() => setCategory(value)}
            className={cx(
              'min-h-target shrink-0 rounded-button border px-4.5 text-label transition-colors',
              category === value
                ? 'border-transparent bg-inverse font-medium text-on-inverse'
                : 'border-line bg-surface text-ink hover:bg-pressed',
            )}
          >
            {names[value]}
          </button>
        ))}
      </div>
      <ul className="mt-1 grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 lg:grid-cols-4">
        {shown.map((product) => (
          <ProductCard key={product.id} product={product} />
        ))}
      </ul>
      <CartBar />
    </>
  );
}

function ProductCard({ product }: { product: Product }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const quantity = quantityOf(useCart(), product.id);
  const name = localized(product.name);
  return (
    <li className="group flex flex-col overflow-clip rounded-card bg-surface shadow-card">
      <div className="relative">
        <Picture id={product.id} />
        {product.isNew && (
          <Badge tone="warning" className="absolute top-2.5 left-2.5">
            <Trans>新品</Trans>
          </Badge>
        )}
        <span className="absolute right-2 bottom-2 rounded-full bg-surface shadow-card">
          {quantity > 0 ? (
            <QuantityStepper product={product} quantity={quantity} />
          ) : (
            <button
              type="button"
              aria-label={t`把 ${name} 放进购物袋`}
              onClick={() => setQuantity(product.id, 1)}
              className="grid size-11 place-items-center rounded-full bg-accent text-on-accent transition-[background-color,transform] hover:bg-accent-hover active:scale-95"
            >
              <Plus aria-hidden="true" className="size-5" />
            </button>
          )}
        </span>
      </div>
      <div className="flex flex-1 flex-col p-3 sm:p-4">
        <h2 className="font-semibold text-body">{name}</h2>
        <p className="mt-0.5 mb-2 text-caption text-muted">{localized(product.detail)}</p>
        <Amount value={product.unitAmount} currency={currency} className="mt-auto font-semibold text-body" />
      </div>
    </li>
  );
}
