import { useLingui } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { type Currency, formatMoney } from '../money.ts';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface AmountProps {
  /** Minor units: "3500" or 3500n is ¥35.00. */
  value: string | bigint;
  currency?: Currency;
  /** `always` shows + and −, and colours what comes in. */
  sign?: 'auto' | 'always';
  symbol?: boolean;
  /** Shows dots instead, where others can look over a shoulder. */
  hidden?: boolean;
  className?: string;
}

/** Money, in the reader's locale, with digits of equal width. */
export function Amount({ value, currency = 'CNY', sign = 'auto', symbol, hidden, className }: AmountProps) {
  const { i18n, t } = useLingui();
  if (hidden) {
    return (
      <span className={className}>
        <span aria-hidden="true">••••••</span>
        <span className="sr-only">{t`金额已隐藏`}</span>
      </span>
    );
  }
  const income = sign === 'always' && BigInt(value) > 0n;
  return (
    <span className={cx('tabular whitespace-nowrap', income && 'text-income-ink', className)}>
      {formatMoney(value, currency, { locale: i18n.locale, sign, symbol })}
    </span>
  );
}

/** The eye beside a balance. */
export function HideAmountsButton({
  hidden,
  onChange,
}: {
  hidden: boolean;
  onChange: (hidden: boolean) => void;
}) {
  const { t } = useLingui();
  return (
    <IconButton
      tone="muted"
      icon={hidden ? <EyeOff /> : <Eye />}
      label={hidden ? t`显示金额` : t`隐藏金额`}
      aria-pressed={hidden}
      onClick={() => onChange(!hidden)}
    />
  );
}
