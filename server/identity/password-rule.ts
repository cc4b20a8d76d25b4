import { passwordLength, shortestPassword } from '../../contract/identity.ts';
import type { Owner } from '../../contract/password-strength.ts';
import { isWeakPassword } from '../../contract/password-strength.ts';
import type { Queryable } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import type { BoundAddresses } from './address.ts';
import type { Context } from './context.ts';
import { nationalDigits } from './phone.ts';
import { selectFactors } from './queries/log-ins.ts';

/** As it is kept: that it is long enough to be the only factor can't be seen in the hash. */
export interface NewPassword {
  hash: string;
  standsAlone: boolean;
}

/** How long a customer's password must be: docs/decisions/0007. */
export async function shortestPasswordOf(
  q: Queryable,
  customer: { id: string; phone: string | null },
): Promise<number> {
  const second = customer.phone !== null || (await selectFactors(q, customer.id)).totp;
  return second ? shortestPassword.withSecondFactor : shortestPassword.alone;
}

/** @throws password_too_short, password_too_weak */
export function assertGoodPassword(password: string, owner: Owner, shortest: number): void {
  if (passwordLength(password) < shortest) throw new ProblemError('password_too_short');
  if (isWeakPassword(password, owner)) throw new ProblemError('password_too_weak');
}

export async function hashPassword(context: Context, password: string): Promise<NewPassword> {
  const standsAlone = passwordLength(password) >= shortestPassword.alone;
  return { hash: await context.passwords.hash(password), standsAlone };
}

/** What a guesser who knows the owner tries. */
export function ownerOf({ name, phone, email }: BoundAddresses & { name: string }): Owner {
  return {
    name,
    phone: phone === null ? undefined : nationalDigits(phone),
    mailbox: email?.split('@')[0],
  };
}
