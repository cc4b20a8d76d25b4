import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { ProblemError } from '../platform/problem.ts';

/** E.164 of a mobile number, read as Chinese when it names no country; undefined when it is none. */
export function parsePhone(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text, { defaultCountry: 'CN', extract: false });
  return number?.isValid() && number.ext === undefined ? number.number : undefined;
}

/** Throws phone_invalid. */
export function requirePhone(text: string): string {
  const phone = parsePhone(text);
  if (phone === undefined) throw new ProblemError('phone_invalid');
  return phone;
}

/** The digits after the country code. */
export function nationalDigits(phone: string): string {
  return parsePhoneNumberFromString(phone)?.nationalNumber ?? phone.slice(1);
}
