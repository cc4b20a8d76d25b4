/** Card numbers as they are typed. What is decided here only helps; the card network decides. */

export type CardNetwork = 'visa' | 'mastercard' | 'unionpay' | 'amex';

/** The network a number seems to belong to by its first digits (ISO/IEC 7812 ranges). */
export function networkOf(digits: string): CardNetwork | undefined {
  const four = Number(digits.slice(0, 4));
  if (digits.startsWith('4')) return 'visa';
  if (/^3[47]/.test(digits)) return 'amex';
  if (/^(?:62|81)/.test(digits)) return 'unionpay';
  if ((four >= 5100 && four <= 5599) || (four >= 2221 && four <= 2720)) return 'mastercard';
  return undefined;
}

/** Groups as printed on the card: 4-6-5 for Amex, fours otherwise. At most 19 digits. */
export function formatCardNumber(text: string): string {
  const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, 19);
  if (networkOf(digits) === 'amex') {
    return [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10, 15)].filter(Boolean).join(' ');
  }
  return digits.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** Whether the check digit (Luhn) holds: a slip of one digit never passes. */
export function passesLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  let sum = 0;
  for (const [place, character] of [...digits].toReversed().entries()) {
    const digit = Number(character) * (place % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits.length >= 12 && sum % 10 === 0;
}

/** "1229", "12 / 29" → { month: 12, year: 2029 }; undefined when it is no month of a year. */
export function parseExpiry(text: string): { month: number; year: number } | undefined {
  const digits = text.normalize('NFKC').replace(/\D/g, '');
  if (digits.length !== 4) return undefined;
  const month = Number(digits.slice(0, 2));
  return month >= 1 && month <= 12 ? { month, year: 2000 + Number(digits.slice(2)) } : undefined;
}

/** "1229" → "12 / 29", as it is typed; "5" becomes "05". */
export function formatExpiry(text: string): string {
  let digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, 4);
  if (/^[2-9]$/.test(digits)) digits = `0${digits}`;
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** Whether a card's last month has ended. */
export function isPast(expiry: { month: number; year: number }, now: Date = new Date()): boolean {
  return new Date(expiry.year, expiry.month, 1) <= now;
}
