import type { FastifyReply } from 'fastify';
import * as checkoutContract from '../../contract/checkout.ts';
import * as requestsContract from '../../contract/payment-requests.ts';
import * as settingsContract from '../../contract/payment-settings.ts';
import * as contract from '../../contract/payments.ts';
import type { Serve } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { AttemptResult } from './attempt-request.ts';
import { expireCheckoutSession, maySee, openCheckoutSession, viewSession } from './checkout.ts';
import type { PaymentsContext } from './context.ts';
import { addBankAccount, addCard } from './methods.ts';
import type { Pay } from './pay.ts';
import type { Payments } from './payments.ts';
import { readPaymentsOfSessions } from './queries/attempts.ts';
import { readSessions } from './queries/checkout.ts';
import { removeMethod } from './queries/methods.ts';
import { createRates } from './rates.ts';
import { askForPayment, readPaymentRequest } from './requests.ts';
import { chooseOrder, chooseSmallPayments, readSettings } from './settings.ts';
import { viewPayments } from './view.ts';

export function registerRoutes(context: PaymentsContext, serve: Serve, payments: Payments, pay: Pay): void {
  const { db, identity, clock } = context;
  const take = createRates(context);

  /** 201 when done, 202 while the outcome is out, and 402 with the payment when the attempt failed. */
  async function answer(
    result: AttemptResult,
    viewer: string,
    reply: FastifyReply,
  ): Promise<contract.Payment> {
    const { payment: row, attempt } = result;
    const [payment] = await viewPayments(context, db, viewer, [row], {
      actionUrls: new Map([[row.id, attempt.action_url]]),
      customers: result.customers,
    });
    if (payment === undefined) throw new Error('a payment without a view');
    if (row.status === 'requires_payment_method' && row.failure_code !== null) {
      const evidence = attempt.trace.find((entry) => entry.result === 'failed')?.evidence;
      const retryAt = evidence?.lockedUntil ?? evidence?.resetsAt;
      throw new ProblemError(row.failure_code, {
        payment,
        ...(typeof evidence?.triesLeft === 'number' ? { triesLeft: evidence.triesLeft } : {}),
        ...(typeof retryAt === 'string' ? { retryAt } : {}),
      });
    }
    if (row.status !== 'succeeded') reply.status(202);
    return payment;
  }

  serve(contract.getWallet, ({ caller }) => payments.wallet(db, caller.customerId));
  serve(contract.listPaymentMethods, async ({ caller }) => ({
    methods: await payments.methods(db, caller.customerId),
  }));
  serve(contract.addCard, async ({ caller, body }) => {
    await take('addMethod', caller.customerId);
    return addCard(context, caller.customerId, body);
  });
  serve(contract.addBankAccount, async ({ caller, body }) => {
    await take('addMethod', caller.customerId);
    return addBankAccount(context, caller.customerId, body);
  });
  serve(contract.removePaymentMethod, async ({ caller, params }) => {
    await db.transaction(async (tx) => {
      const at = clock.now();
      const { customerId, deviceId } = caller;
      if (!(await removeMethod(tx, customerId, params.id, at))) throw new ProblemError('not_found');
      await identity.audit.append(tx, [
        { at, action: 'payment_method.removed', customerId, deviceId, details: { methodId: params.id } },
      ]);
    });
    return undefined;
  });

  serve(settingsContract.getPaymentSettings, ({ caller }) => readSettings(context, db, caller.customerId));
  serve(settingsContract.setSmallPayments, ({ caller, body }) => chooseSmallPayments(context, caller, body));
  serve(settingsContract.orderPaymentMethods, async ({ caller, body }) => ({
    methods: await chooseOrder(context, caller.customerId, body),
  }));

  serve(requestsContract.createPaymentRequest, async ({ caller, body }) => {
    await take('askForPayment', caller.customerId);
    return askForPayment(context, caller.customerId, body);
  });
  serve(requestsContract.getPaymentRequest, async ({ caller, params }) => {
    await take('openRequest', caller.customerId);
    return readPaymentRequest(context, caller.customerId, params.code);
  });

  serve(contract.lookUpPayee, async ({ caller, body }) => {
    await take('lookUpPayee', caller.customerId);
    await take('lookUpPayeeADay', caller.customerId);
    const payee = await identity.findCustomer(db, body);
    if (payee === undefined) throw new ProblemError('payee_not_found');
    if (payee.id === caller.customerId) throw new ProblemError('payee_is_self');
    return { payeeId: payee.id, maskedName: payee.maskedName, maskedContact: payee.maskedContact };
  });

  serve(contract.createPayment, async ({ caller, body, idempotencyKey, reply }) =>
    answer(await pay.create(body, { caller, idempotencyKey }), caller.customerId, reply),
  );
  serve(contract.attemptPayment, async ({ caller, params, body, idempotencyKey, reply }) =>
    answer(await pay.attempt(params.id, body, { caller, idempotencyKey }), caller.customerId, reply),
  );
  serve(contract.topUpAndPay, async ({ caller, params, body, idempotencyKey, reply }) => {
    const { topUp, payment } = await pay.topUpAndPay(params.id, body, { caller, idempotencyKey });
    const topUpView = await answer(topUp, caller.customerId, reply);
    if (payment !== undefined)
      return { topUp: topUpView, payment: await answer(payment, caller.customerId, reply) };
    const waiting = await payments.get(db, caller.customerId, params.id);
    if (waiting === undefined) throw new ProblemError('not_found');
    return { topUp: topUpView, payment: waiting };
  });
  serve(contract.inquirePayment, async ({ caller, params }) => {
    await take('inquire', caller.customerId);
    return payments.inquire(caller.customerId, params.id);
  });
  serve(contract.cancelPayment, ({ caller, params }) => payments.cancel(caller.customerId, params.id));
  serve(contract.getPayment, async ({ caller, params }) => {
    const payment = await payments.get(db, caller.customerId, params.id);
    if (payment === undefined) throw new ProblemError('not_found');
    return payment;
  });
  serve(contract.listPayments, ({ caller, query }) => payments.list(db, caller.customerId, query));

  serve(checkoutContract.createCheckoutSession, async ({ caller, body, idempotencyKey }) =>
    viewSession(context, await openCheckoutSession(context, caller.merchantId, body, idempotencyKey)),
  );
  serve(checkoutContract.getMerchantCheckoutSession, async ({ caller, params }) => {
    const [session] = await readSessions(db, [params.id]);
    if (session?.merchant_id !== caller.merchantId) throw new ProblemError('not_found');
    const paid = (await readPaymentsOfSessions(db, [session.id])).find(
      (payment) => payment.status === 'succeeded',
    );
    return viewSession(context, session, paid?.id);
  });
  serve(checkoutContract.expireCheckoutSession, async ({ caller, params }) =>
    viewSession(context, await expireCheckoutSession(context, caller.merchantId, params.id)),
  );
  serve(checkoutContract.getCheckoutSession, async ({ caller, params }) => {
    const [session] = await readSessions(db, [params.id]);
    if (session === undefined || !maySee(session, caller.customerId)) throw new ProblemError('not_found');
    const own = (await readPaymentsOfSessions(db, [session.id])).filter(
      (row) => row.customer_id === caller.customerId,
    );
    // The one that counts; of several given up, the last.
    const current = own.find(({ status }) => status !== 'canceled') ?? own.at(-1);
    const [payment] = await viewPayments(context, db, caller.customerId, current ? [current] : []);
    return {
      session: viewSession(context, session, payment?.id),
      ...(payment === undefined ? {} : { payment }),
    };
  });
}
