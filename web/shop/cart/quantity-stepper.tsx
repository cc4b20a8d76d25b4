import { useLingui } from '@lingui/react/macro';
import { Minus, Plus, Trash2 } from 'lucide-react';
import { largestQuantity, type Product } from '../catalogue.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { setQuantity } from './cart.ts';

const BUTTON =
  'grid size-11 place-items-center rounded-full transition-colors disabled:opacity-40 [&>svg]:size-4.5';

/** How many: less, the number, more. */
export function QuantityStepper({ product, quantity }: { product: Product; quantity: number }) {
  const { t } = useLingui();
  const name = useLocalized()(product.name);
  return (
    <div role="group" aria-label={t`${name}的数量`} className="inline-flex items-center">
      <button
        type="button"
        aria-label={quantity > 1 ? t`减少一份 ${name}` : t`从购物袋移除 ${name}`}
        onClick={() => setQuantity(product.id, quantity - 1)}
        className={`${BUTTON} text-muted hover:bg-pressed hover:text-ink`}
      >
        {quantity > 1 ? <Minus aria-hidden="true" /> : <Trash2 aria-hidden="true" />}
      </button>
      <output aria-live="polite" className="min-w-7 text-center font-medium text-body tabular">
        {quantity}
      </output>
      <button
        type="button"
        aria-label={t`再加一份 ${name}`}
        disabled={quantity >= largestQuantity}
        onClick={() => setQuantity(product.id, quantity + 1)}
        className={`${BUTTON} bg-accent-soft text-accent-ink hover:bg-accent hover:text-on-accent`}
      >
        <Plus aria-hidden="true" />
      </button>
    </div>
  );
}
