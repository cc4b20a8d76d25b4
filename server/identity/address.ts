import type { ContactKind } from '../../contract/contacts.ts';
import { isEmail, maskEmail, requireEmail } from './email.ts';
import { maskPhone } from './masking.ts';
import { requirePhone } from './phone.ts';

/** What is bound to an account; one of the two there always is. */
export interface BoundAddresses {
  /** E.164. */
  phone: string | null;
  email: string | null;
}

/** As it is kept. @throws phone_invalid, email_invalid */
export function readAddress(kind: ContactKind, text: string): string {
  return kind === 'phone' ? requirePhone(text) : requireEmail(text);
}

/** Whose account somebody names, as it is kept. @throws phone_invalid, email_invalid */
export function addressOf(named: { phone: string } | { email: string }): string {
  return 'phone' in named ? readAddress('phone', named.phone) : readAddress('email', named.email);
}

/** Where an account's codes go: to its phone, and to its email only where there is none. */
export function codeAddressOf({ phone, email }: BoundAddresses): string {
  const address = phone ?? email;
  if (address === null) throw new Error('an account has a phone or an email');
  return address;
}

/** What a code to `codeAddressOf` proves. */
export function codeKindOf({ phone }: BoundAddresses): 'phone_code' | 'email_code' {
  return phone === null ? 'email_code' : 'phone_code';
}

export function maskAddress(address: string): string {
  return isEmail(address) ? maskEmail(address) : maskPhone(address);
}
