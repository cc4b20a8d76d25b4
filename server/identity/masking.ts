import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';

/** Nearly every name: one code point a character, so that it needs no segmenter, which is slow. */
const plainName = /^[\p{Script=Han}A-Za-z .'’·-]+$/u;
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * A name as a payer sees it before confirming. As in Alipay, a Chinese name keeps its end and hides its beginning, the
 * family name first of all, since that is what a payer who knows the payee can add: 张三 → *三, 欧阳娜娜 → ***娜.
 * Elsewhere each word keeps its first letter, and stars do not tell its length: John Smith → J** S**.
 */
export function maskName(name: string): string {
  const characters = plainName.test(name)
    ? [...name]
    : Array.from(graphemes.segment(name), (part) => part.segment);
  if (characters.length < 2) return '*';
  if (/\p{Script=Han}/u.test(name)) return '*'.repeat(characters.length - 1) + characters.at(-1);
  return name
    .split(/\s+/u)
    .map((word) => `${[...word][0] ?? ''}**`)
    .join(' ');
}

/** E.164 → 138****8000; with the country code in front when it is not China's. */
export function maskPhone(phone: string): string {
  const number = parsePhoneNumberFromString(phone);
  const digits: string = number?.nationalNumber ?? phone.slice(1);
  if (number?.countryCallingCode === '86') return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return `+${number?.countryCallingCode ?? ''} ****${digits.slice(-4)}`;
}
