import * as contract from '../../contract/identity.ts';
import type { Serve } from '../platform/http/serve.ts';
import { clientOf, type Context } from './context.ts';
import { clearCookie } from './cookies.ts';
import { logOut } from './log-out.ts';
import { insertAudit } from './queries/audit.ts';
import { updateLanguage } from './queries/customers.ts';
import { completeRegistration, startRegistration } from './register.ts';
import { resendCode } from './resend-code.ts';
import { setPaymentPassword } from './set-payment-password.ts';
import { customerOf, welcome } from './welcome.ts';

export function registerRoutes(context: Context, serve: Serve): void {
  const { db, clock } = context.platform;

  serve(contract.startRegistration, ({ body, request }) =>
    startRegistration(context, body, clientOf(request, 'customer')),
  );
  serve(contract.completeRegistration, async ({ params, body, request, reply }) => {
    const completion = { challengeId: params.id, ...body };
    return welcome(
      context,
      reply,
      await completeRegistration(context, completion, clientOf(request, 'customer')),
    );
  });
  serve(contract.resendCode, ({ params, request }) =>
    resendCode(context, params.id, clientOf(request, 'customer')),
  );
  serve(contract.logOut, async ({ caller, request, reply }) => {
    await logOut(context, caller, clientOf(request, 'customer'));
    clearCookie(reply, 'customer');
    return undefined;
  });

  serve(contract.getMe, async ({ caller }) => ({
    ...(await customerOf(context, caller.customerId)),
    caution: caller.caution,
  }));
  serve(contract.updateMe, async ({ caller, body }) => {
    const { customerId, deviceId } = caller;
    await db.transaction(async (tx) => {
      await updateLanguage(tx, customerId, body.language);
      const details = { language: body.language };
      await insertAudit(tx, [
        { at: clock.now(), action: 'customer.language_changed', customerId, deviceId, details },
      ]);
    });
    return customerOf(context, caller.customerId);
  });
  serve(contract.setPaymentPassword, async ({ caller, body, request }) => {
    await setPaymentPassword(context, caller, body, clientOf(request, 'customer'));
    return undefined;
  });
}
