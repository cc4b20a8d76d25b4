import * as z from 'zod/mini';

/** Currencies the wallet holds, ISO 4217, all with two minor digits. */
export const currencies = ['CNY', 'USD'] as const;
export const currencySchema = z.enum(currencies);
export type Currency = (typeof currencies)[number];

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

/** 1230n → "12.30", exactly; every currency of ours has two minor digits. For files and texts that are not of one locale. */
export function decimalOf(minorUnits: bigint | string): string {
  const amount = BigInt(minorUnits);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
