import type { FastifyReply } from 'fastify';
import * as contract from '../../contract/identity.ts';
import type { ResultOf } from '../../contract/route.ts';
import type { Serve } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import { clientOf, type Context } from './context.ts';
import { clearCookie, setCookie } from './cookies.ts';
import { readCustomers } from './customers.ts';
import { answerLogInCode, logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { updateLanguage } from './queries/customers.ts';
import { completeRegistration, startRegistration } from './register.ts';
import { resendCode } from './resend-code.ts';
import { sessionPolicies } from './sessions.ts';
import { setPaymentPassword } from './set-payment-password.ts';
import type { SignIn } from './sign-in.ts';

export function registerRoutes(context: Context, serve: Serve): void {
  const { db, clock } = context.platform;

  async function customerOf(customerId: string): Promise<contract.Customer> {
    const customer = (await readCustomers(db, clock.now(), [customerId])).get(customerId);
    if (customer === undefined) throw new ProblemError('not_found');
    const { id, name, maskedPhone, language, hasPaymentPassword, status } = customer;
    return {
      id,
      name,
      maskedPhone,
      language,
      hasPaymentPassword,
      status,
      lockedUntil: customer.lockedUntil?.toISOString(),
      registeredAt: customer.registeredAt.toISOString(),
    };
  }

  async function welcome(
    reply: FastifyReply,
    { customerId, sessionToken, deviceToken }: SignIn,
  ): Promise<contract.Customer> {
    setCookie(reply, 'customer', sessionToken, sessionPolicies.customer.absoluteMilliseconds / 1000);
    setCookie(reply, 'device', deviceToken);
    return customerOf(customerId);
  }

  serve(contract.startRegistration, ({ body, request }) =>
    startRegistration(context, body, clientOf(request, 'customer')),
  );
  serve(contract.completeRegistration, async ({ params, body, request, reply }) => {
    const completion = { challengeId: params.id, ...body };
    return welcome(reply, await completeRegistration(context, completion, clientOf(request, 'customer')));
  });
  serve(contract.logIn, async ({ body, request, reply }): Promise<ResultOf<typeof contract.logIn>> => {
    const result = await logIn(context, body, clientOf(request, 'customer'));
    if (result.status === 'code_required') return result;
    return { status: 'signed_in', customer: await welcome(reply, result.signIn) };
  });
  serve(contract.answerLogInCode, async ({ params, body, request, reply }) => {
    const answer = { challengeId: params.id, code: body.code };
    return welcome(reply, await answerLogInCode(context, answer, clientOf(request, 'customer')));
  });
  serve(contract.resendCode, ({ params, request }) =>
    resendCode(context, params.id, clientOf(request, 'customer')),
  );
  serve(contract.logOut, async ({ caller, request, reply }) => {
    await logOut(context, caller, clientOf(request, 'customer'));
    clearCookie(reply, 'customer');
    return undefined;
  });

  serve(contract.getMe, ({ caller }) => customerOf(caller.customerId));
  serve(contract.updateMe, async ({ caller, body }) => {
    await updateLanguage(db, caller.customerId, body.language);
    return customerOf(caller.customerId);
  });
  serve(contract.setPaymentPassword, async ({ caller, body, request }) => {
    await setPaymentPassword(context, caller, body, clientOf(request, 'customer'));
    return undefined;
  });
}
