import * as z from 'zod/mini';

/** Currencies the wallet holds, ISO 4217, all with two minor digits. */
export const currencies = ['CNY', 'USD'] as const;
export const currencySchema = z.enum(currencies);
export type Currency = (typeof currencies)[number];
export const isCurrency = (code: string): code is Currency =>
  (currencies as readonly string[]).includes(code);

/** No single amount exceeds ten billion units; sums stay far inside PostgreSQL's bigint. */
export const largestAmount = 1_000_000_000_000n;

/** A positive amount in minor units as a decimal string: no sign, no point, no exponent, no leading zero. */
export const amountSchema = z.string().check(
  z.regex(/^[1-9][0-9]{0,12}$/),
  z.refine((text) => /^[0-9]{1,13}$/.test(text) && BigInt(text) <= largestAmount),
);

/** A balance or a sum in minor units; may be zero or negative. */
export const balanceSchema = z.string().check(z.regex(/^(0|-?[1-9][0-9]{0,18})$/));

export const moneySchema = z.object({ amount: amountSchema, currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

/** How many decimal digits a currency of ISO 4217 has: 2 for CNY, 0 for JPY. Throws RangeError on a malformed code. */
export function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** 1230n → "12.30", exactly. For files and texts that are not of one locale. */
export function decimalOf(minorUnits: bigint | string, currency = 'CNY'): string {
  const amount = BigInt(minorUnits);
  const digits = fractionDigits(currency);
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${amount < 0n ? '-' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

const symbols: Record<string, string> = { CNY: '¥', USD: 'US$' };

/** '123456', 'CNY' → ¥1,234.56, the same in both languages; a currency without a symbol of ours by its code. For sentences. */
export function moneyText(minorUnits: bigint | string, currency: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(decimalOf(minorUnits, currency)) ?? [];
  return `${sign}${symbols[currency] ?? `${currency} `}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}
