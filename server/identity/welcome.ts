import type { FastifyReply } from 'fastify';
import type { Customer } from '../../contract/identity.ts';
import { ProblemError } from '../platform/problem.ts';
import { passwordAgeMilliseconds } from './check-up.ts';
import type { Context } from './context.ts';
import { setCookie } from './cookies.ts';
import { readCustomers } from './customers.ts';
import { selectPasswordChange } from './queries/check-up.ts';
import { sessionPolicies } from './sessions.ts';
import type { SignIn } from './sign-in.ts';

/** As customers see themselves. */
export async function customerOf(context: Context, customerId: string): Promise<Customer> {
  const { db, clock } = context.platform;
  const customer = (await readCustomers(db, clock.now(), [customerId])).get(customerId);
  if (customer === undefined) throw new ProblemError('not_found');
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
    reminders: (await isPasswordOld(context, id)) ? ['password_old'] : [],
  };
}

async function isPasswordOld({ platform: { db, clock } }: Context, customerId: string): Promise<boolean> {
  const changedAt = await selectPasswordChange(db, customerId);
  return changedAt !== undefined && clock.now().getTime() - changedAt.getTime() > passwordAgeMilliseconds;
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
