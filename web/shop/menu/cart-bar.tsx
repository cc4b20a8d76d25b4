import { Plural, Trans } from '@lingui/react/macro';
import { Amount } from '../../shared/ui/amount.tsx';
import { countOf, useCart } from '../cart/cart.ts';
import { currency, totalOf } from '../catalogue.ts';
import { ButtonLink } from '../shell/states.tsx';

/** On a phone, what is in the cart and the way on, at the thumb. */
export function CartBar() {
  const cart = useCart();
  const count = countOf(cart);
  if (count === 0) return null;
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-raised pb-safe shadow-float sm:hidden">
      <div className="flex items-center justify-between gap-3 px-4 py-2.5">
        <p>
          <Amount value={totalOf(cart)} currency={currency} className="block font-semibold text-title" />
          <span className="block text-caption text-muted">
            <Plural value={count} other="共 # 件" />
          </span>
        </p>
        <ButtonLink to="/cart">
          <Trans>去结算</Trans>
        </ButtonLink>
      </div>
    </div>
  );
}
