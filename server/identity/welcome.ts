import type { FastifyReply } from 'fastify';
import type { Customer } from '../../contract/identity.ts';
import { ProblemError } from '../platform/problem.ts';
import { passwordAgeMilliseconds } from './check-up.ts';
import type { Context } from './context.ts';
import { setCookie } from './cookies.ts';
import { profileOf } from './customers.ts';
import { selectOwner } from './queries/customers.ts';
import { sessionPolicies } from './sessions.ts';
import type { SignIn } from './sign-in.ts';

/** As customers see themselves. */
export async function customerOf(context: Context, customerId: string): Promise<Customer> {
  const { db, clock } = context.platform;
  const row = await selectOwner(db, customerId);
  if (row === undefined) throw new ProblemError('not_found');
  const now = clock.now();
  const passwordAge = row.password_changed_at && now.getTime() - row.password_changed_at.getTime();
  const customer = profileOf(row, now);
  const { id, name, maskedContact, language, hasPaymentPassword, status } = customer;
  return {
    id,
    name,
    maskedContact,
    language,
    hasPaymentPassword,
    status,
    lockedUntil: customer.lockedUntil?.toISOString(),
    registeredAt: customer.registeredAt.toISOString(),
    reminders: (passwordAge ?? 0) > passwordAgeMilliseconds ? ['password_old'] : [],
  };
}

/** Gives the browser its tokens. */
export async function welcome(
  context: Context,
  reply: FastifyReply,
  { customerId, sessionToken, deviceToken }: SignIn,
): Promise<Customer> {
  setCookie(reply, 'customer', sessionToken, sessionPolicies.customer.absoluteMilliseconds / 1000);
  setCookie(reply, 'device', deviceToken);
  return customerOf(context, customerId);
}
