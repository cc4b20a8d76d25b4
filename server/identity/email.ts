import * as z from 'zod';
import { ProblemError } from '../platform/problem.ts';

const emailSchema = z.email();

/** Lower case, as it is kept; undefined when it is none. */
export function parseEmail(text: string): string | undefined {
  const email = text.trim().normalize('NFKC').toLowerCase();
  return email.length <= 254 && emailSchema.safeParse(email).success ? email : undefined;
}

/** Throws email_invalid. */
export function requireEmail(text: string): string {
  const email = parseEmail(text);
  if (email === undefined) throw new ProblemError('email_invalid');
  return email;
}

/** li@example.com → l***@example.com */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email][0] ?? ''}***${email.slice(at)}`;
}

export function isEmail(address: string): boolean {
  return address.includes('@');
}
