import { randomInt } from 'node:crypto';
import { keyedHash } from '../../platform/crypto.ts';

/** Two digits that name UPay, where Alipay's codes begin with 25 to 30 and WeChat's with 10 to 15; 18 digits like theirs. */
const prefix = '80';
const randomDigits = 15;
/** Shown for a minute; good for a little longer, so that one scanned as it changes still counts. */
export const renewedAfterMilliseconds = 60_000;
export const goodForMilliseconds = 90_000;

/** ISO/IEC 7812-1 check digit, by which a slip of a finger at the till is told from a code. */
function checkDigit(digits: string): string {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]) * (place % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

/** 10^15 of them, for a minute and a half each: not to be guessed. */
export function newPayerCode(): string {
  const body = Array.from({ length: randomDigits }, () => String(randomInt(10))).join('');
  return prefix + body + checkDigit(prefix + body);
}

export function isPayerCode(text: string): boolean {
  return /^\d{18}$/.test(text) && text.startsWith(prefix) && checkDigit(text.slice(0, -1)) === text.at(-1);
}

/** How a code is kept: without the server's own key the digits cannot be found from it. */
export const hashOf = (pepper: Buffer, code: string): Buffer => keyedHash(pepper, 'payer code', code);
