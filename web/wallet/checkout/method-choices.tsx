import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Plus } from 'lucide-react';
import type { Currency } from '../../../contract/money.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { formatMoney } from '../../shared/money.ts';
import { cx } from '../../shared/ui/cx.ts';
import { RowLink } from '../app/links.tsx';
import { returnPath } from '../app/return-path.ts';
import { MethodIcon } from '../pay/method-icon.tsx';
import { methodName } from '../pay/method-name.ts';
import { isUsable, type MethodChoice } from '../pay/methods.ts';

interface MethodChoicesProps {
  choices: MethodChoice[];
  current: MethodChoice | undefined;
  amount: string;
  currency: Currency;
  onChoose: (choice: MethodChoice) => void;
}

/**
 * How to pay, in the open. A balance that does not suffice can be chosen all the same: the payment then fails without
 * moving money and offers to top up just what is missing.
 */
export function MethodChoices({ choices, current, amount, currency, onChoose }: MethodChoicesProps) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const money = (minor: bigint | string) => formatMoney(minor, currency, { locale: i18n.locale });
  const detail = (choice: MethodChoice) => {
    if (choice.type === 'stored') return undefined;
    const available = money(choice.available);
    if (choice.enough) return t`可用 ${available}`;
    const missing = money(BigInt(amount) - BigInt(choice.available));
    return t`可用 ${available}，还差 ${missing}，可在付款时充值`;
  };
  return (
    <fieldset>
      <legend className="px-card pt-card pb-1 font-semibold text-title">
        <Trans>选择付款方式</Trans>
      </legend>
      <ul className="divide-y divide-line">
        {choices.map((choice) => {
          const method = choice.type === 'balance' ? ({ type: 'balance' } as const) : choice.method;
          const key = choice.type === 'balance' ? 'balance' : choice.method.id;
          const isChosen = choice === current;
          const note = detail(choice);
          return (
            <li key={key}>
              <label className="flex min-h-row items-center gap-3 px-card py-row-padding transition-colors hover:bg-pressed/60 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus">
                <MethodIcon method={method} />
                <span className="min-w-0 flex-1">
                  <span className="block text-body">{methodName(method, localized)}</span>
                  {note && (
                    <span
                      className={cx(
                        'block text-caption',
                        isUsable(choice) ? 'text-muted' : 'text-warning-ink',
                      )}
                    >
                      {note}
                    </span>
                  )}
                </span>
                <input
                  type="radio"
                  name="method"
                  className="sr-only"
                  checked={isChosen}
                  onChange={() => onChoose(choice)}
                />
                <span
                  aria-hidden="true"
                  className={cx(
                    'grid size-5.5 shrink-0 place-items-center rounded-full',
                    isChosen ? 'bg-accent text-on-accent' : 'border-2 border-line-strong/60',
                  )}
                >
                  {isChosen && <Check className="size-3.5" strokeWidth={3} />}
                </span>
              </label>
            </li>
          );
        })}
        <RowLink
          to="/methods/new-card"
          search={{ returnTo: returnPath() }}
          leading={
            <span className="grid size-avatar place-items-center rounded-full bg-pressed">
              <Plus aria-hidden="true" className="size-icon" />
            </span>
          }
          title={<Trans>添加银行卡</Trans>}
        />
      </ul>
    </fieldset>
  );
}
