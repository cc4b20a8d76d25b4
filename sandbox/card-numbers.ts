import type { Words } from './outcomes.ts';

export type CardNetwork = 'visa' | 'mastercard' | 'unionpay' | 'amex';

/** ISO/IEC 7812 check digit. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    let digit = Number(digits[digits.length - 1 - place]);
    if (place % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}

/** The network a number belongs to by its first digits and its length, or undefined. */
export function networkOf(digits: string): CardNetwork | undefined {
  const { length } = digits;
  const four = Number(digits.slice(0, 4));
  if (digits.startsWith('4') && length === 16) return 'visa';
  if (length === 16 && ((four >= 5100 && four <= 5599) || (four >= 2221 && four <= 2720)))
    return 'mastercard';
  if (/^3[47]/.test(digits) && length === 15) return 'amex';
  if (/^(62|81)/.test(digits) && length >= 16 && length <= 19) return 'unionpay';
  return undefined;
}

const SANDBOX_BANK: Words = { zh: '沙盒银行', en: 'Sandbox Bank' };

/** Banks by the code a caller may name them with. */
export const BANKS: Record<string, Words> = {
  ICBC: { zh: '中国工商银行', en: 'ICBC' },
  ABC: { zh: '中国农业银行', en: 'Agricultural Bank of China' },
  BOC: { zh: '中国银行', en: 'Bank of China' },
  CCB: { zh: '中国建设银行', en: 'China Construction Bank' },
  BCM: { zh: '交通银行', en: 'Bank of Communications' },
  CMB: { zh: '招商银行', en: 'China Merchants Bank' },
  PSBC: { zh: '中国邮政储蓄银行', en: 'Postal Savings Bank of China' },
  SANDBOX: SANDBOX_BANK,
};

interface Bin {
  bank: string;
  funding: 'credit' | 'debit';
}

/** First six digits (longer where six are shared) of cards that are not sandbox credit cards. */
const BINS: Record<string, Bin> = {
  '400005': { bank: 'SANDBOX', funding: 'debit' },
  '520082': { bank: 'SANDBOX', funding: 'debit' },
  '6200000000000047': { bank: 'SANDBOX', funding: 'debit' },
  '622202': { bank: 'ICBC', funding: 'debit' },
  '622848': { bank: 'ABC', funding: 'debit' },
  '621660': { bank: 'BOC', funding: 'debit' },
  '621700': { bank: 'CCB', funding: 'debit' },
  '622262': { bank: 'BCM', funding: 'debit' },
  '622588': { bank: 'CMB', funding: 'debit' },
  '621799': { bank: 'PSBC', funding: 'debit' },
};

/** Who issued a number, and whether it spends the holder's money or the bank's. */
export function issuerOf(digits: string): { issuer: Words; funding: 'credit' | 'debit' } {
  const bin = BINS[digits] ?? BINS[digits.slice(0, 6)] ?? { bank: 'SANDBOX', funding: 'credit' };
  return { issuer: BANKS[bin.bank] ?? SANDBOX_BANK, funding: bin.funding };
}
