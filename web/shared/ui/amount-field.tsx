import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import {
  type Currency,
  decimalToMinor,
  fractionDigits,
  minorToDecimal,
  normaliseAmountText,
} from '../money.ts';
import { Field, type FieldProps } from './field.tsx';

export interface AmountFieldProps extends FieldProps {
  /** Minor units as text ("3500" = ¥35.00), '' when there is no valid amount. */
  value: string;
  onChange: (minor: string) => void;
  currency?: Currency;
  onBlur?: () => void;
  name?: string;
  disabled?: boolean;
  autoFocus?: boolean;
}

/** The large amount of a transfer or a top-up. What is typed stays as typed; what leaves is minor units. */
export function AmountField(props: AmountFieldProps) {
  const { value, onChange, currency = 'CNY', onBlur, name, disabled, autoFocus, ...field } = props;
  const { i18n } = useLingui();
  const [typed, setTyped] = useState('');
  // "35." and "35" are the same amount: keep the typed text while it means the value, else show the value.
  const text =
    (decimalToMinor(typed, currency) ?? '') === value ? typed : minorToDecimal(value || '0', currency);
  const symbol = currencySymbol(currency, i18n.locale);

  return (
    <Field {...field}>
      {(control) => (
        <div className="flex items-baseline gap-2 border-line-strong/60 border-b pb-1.5 focus-within:border-focus focus-within:shadow-[0_1px_0_var(--focus)] has-aria-invalid:border-danger">
          <span aria-hidden="true" className="font-semibold text-[calc(var(--size-display)*0.75)]">
            {symbol}
          </span>
          <input
            {...control}
            type="text"
            inputMode={fractionDigits(currency) > 0 ? 'decimal' : 'numeric'}
            autoComplete="off"
            placeholder={minorToDecimal('0', currency)}
            name={name}
            disabled={disabled}
            autoFocus={autoFocus}
            value={value === '' && decimalToMinor(typed, currency) !== null ? '' : text}
            onChange={(event) => {
              const next = normaliseAmountText(event.target.value);
              // A letter or a third decimal is not taken; an unfinished "." is.
              if (next !== '' && next !== '.' && decimalToMinor(next, currency) === null) return;
              setTyped(next);
              onChange(decimalToMinor(next, currency) ?? '');
            }}
            onBlur={onBlur}
            className="tabular min-h-target w-full min-w-0 bg-transparent font-semibold text-display outline-none"
          />
        </div>
      )}
    </Field>
  );
}

function currencySymbol(currency: Currency, locale: string): string {
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}
