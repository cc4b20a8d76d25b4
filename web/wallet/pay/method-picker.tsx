import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Plus } from 'lucide-react';
import type { Currency } from '../../../contract/money.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { formatMoney } from '../../shared/money.ts';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { ListItem } from '../../shared/ui/list.tsx';
import { MethodIcon } from './method-icon.tsx';
import { lastDigits, methodTitle } from './method-name.ts';
import { isUsable, type MethodChoice, referenceOf, sameMethod } from './methods.ts';

export interface MethodPickerProps {
  open: boolean;
  choices: MethodChoice[];
  current: MethodChoice;
  currency: Currency;
  onChoose: (choice: MethodChoice) => void;
  onClose: () => void;
  onAdd: () => void;
}

/** Which method pays; what can't is shown with the reason, not hidden. */
export function MethodPicker(props: MethodPickerProps) {
  const { i18n, t } = useLingui();
  const localized = useLocalized();
  const detail = (choice: MethodChoice) => {
    if (choice.type === 'stored') {
      const digits = lastDigits(choice.method);
      if (choice.failed === 'never') return t`${digits}，不能再用于这笔付款`;
      return choice.failed === 'last' ? t`${digits}，刚才没有成功` : digits;
    }
    const available = formatMoney(choice.available, props.currency, { locale: i18n.locale });
    return choice.enough ? t`可用 ${available}` : t`可用 ${available}，不够支付`;
  };
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      title={<Trans>选择付款方式</Trans>}
    >
      <ul className="-mx-4 divide-y divide-line">
        {props.choices.map((choice) => {
          const method = choice.type === 'balance' ? ({ type: 'balance' } as const) : choice.method;
          const isCurrent = sameMethod(referenceOf(props.current), referenceOf(choice));
          return (
            <ListItem
              key={choice.type === 'balance' ? 'balance' : choice.method.id}
              leading={<MethodIcon method={method} />}
              title={methodTitle(method, localized)}
              detail={detail(choice)}
              trailing={isCurrent && <Check aria-hidden="true" className="size-5 text-accent-ink" />}
              selected={isCurrent}
              disabled={!isUsable(choice)}
              onClick={() => props.onChoose(choice)}
            />
          );
        })}
        <ListItem
          leading={
            <span className="grid size-avatar place-items-center rounded-full bg-pressed">
              <Plus aria-hidden="true" />
            </span>
          }
          title={<Trans>添加银行卡</Trans>}
          onClick={props.onAdd}
        />
      </ul>
    </Sheet>
  );
}
