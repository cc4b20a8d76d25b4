/**
 * Money at the edge of the screen: decimal text that people read and type ↔ a string of minor units ("3500" = ¥35.00).
 * Never a float: digits are moved as text.
 */

import { decimalOf, fractionDigits, isCurrency } from '../../contract/money.ts';

export { decimalOf as minorToDecimal, fractionDigits };
export type Currency = string;

/**
 * Typed text → minor units: ("35.5", "CNY") → "3550". Accepts grouping commas and full-width digits (Chinese
 * keyboards). Null when the text is not an amount: empty, signed, too many decimals, or more than 15 digits.
 */
export function decimalToMinor(text: string, currency: Currency): string | null {
  const plain = normaliseAmountText(text);
  const match = /^(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!match || plain === '' || plain === '.') return null;
  const digits = fractionDigits(currency);
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return null;
  const minor = `${whole}${fraction.padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '');
  return minor.length > 15 ? null : minor;
}

/** What an input method may produce for an amount, as ASCII without spaces or grouping. */
export function normaliseAmountText(text: string): string {
  return text.normalize('NFKC').replace(/。/g, '.').replace(/[\s,]/g, '');
}

export interface FormatMoneyOptions {
  locale: string;
  /** `auto`: minus only; `always`: + and − (a bill's rows). */
  sign?: 'auto' | 'always';
  /** False leaves the symbol out where the heading already names the currency. */
  symbol?: boolean;
}

/** Minor units → text for people in their locale: ("1284650", "CNY") → "¥12,846.50". Exact at any size. */
export function formatMoney(minor: string | bigint, currency: Currency, options: FormatMoneyOptions): string {
  const digits = fractionDigits(currency);
  const format = new Intl.NumberFormat(options.locale, {
    ...(options.symbol === false
      ? { minimumFractionDigits: digits, maximumFractionDigits: digits }
      : {
          style: 'currency',
          currency,
          // The yen's symbol is the yuan's.
          currencyDisplay: isCurrency(currency) ? 'narrowSymbol' : 'code',
        }),
    signDisplay: options.sign === 'always' ? 'exceptZero' : 'auto',
  });
  return format.format(decimalOf(minor, currency) as Intl.StringNumericLiteral);
}
