import type { MethodReference } from '../../contract/payments.ts';
import type { BodyOf } from '../../contract/route.ts';
import type { attemptPayment, createPayment, topUpAndPay } from '../../contract/payments.ts';
import { createBatchRead } from '../platform/batch-read.ts';
import { sha256 } from '../platform/crypto.ts';
import { createGroupCommit } from '../platform/group-commit.ts';
import type { Callers } from '../platform/http/serve.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { serializationFailure, sqlState, uniqueViolation } from '../platform/database/database.ts';
import type { AttemptRequest, AttemptResult, Order, Proof } from './attempt-request.ts';
import { beginAttempts } from './begin-attempts.ts';
import { askToConfirm } from './confirmation.ts';
import type { PaymentsContext } from './context.ts';
import { movementOf, payoutsOwedAccount, walletAccount } from './movement.ts';
import {
  findAttemptsByKey,
  readAttemptsOfPayments,
  readPayments,
  readPaymentsOfSessions,
} from './queries/attempts.ts';
import { readSessions } from './queries/checkout.ts';
import { readMethods } from './queries/methods.ts';
import { sendToRail } from './rail-order.ts';
import { wasRefusedForGood } from './refused-for-good.ts';
import type { MethodRow, PaymentRow } from './rows.ts';
import { type Settlement, settleAttempts } from './settle-attempts.ts';

type Customer = Callers['customer'];
interface Authorisation {
  method: MethodReference;
  paymentPassword?: string | undefined;
  confirmed?: { amount: string; payee?: string | undefined } | undefined;
  /** By what earlier order of the customer's it is made without them. */
  standing?: string;
}
interface Keyed {
  caller: Customer;
  idempotencyKey: string;
}

export type Pay = ReturnType<typeof createPay>;

const mostTries = 5;

/** The same request has the same fingerprint; the payment password is left out, for it must not be kept in any form. */
function fingerprintOf(request: Record<string, unknown>): Buffer {
  const canonical = JSON.stringify(request, (key, value: unknown) => {
    if (key === 'paymentPassword') return undefined;
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
  return sha256(canonical);
}

function proofOf(paymentPassword: string | undefined, standing: string | undefined): Proof {
  if (standing !== undefined) return { kind: 'standing', rule: standing };
  return paymentPassword === undefined ? { kind: 'none' } : { kind: 'payment_password', paymentPassword };
}

/** The use cases that make a payment: begin under a hold, ask the rail outside of any transaction, settle. */
export function createPay(context: PaymentsContext) {
  const { db, ledger, rails } = context;
  const begin = createGroupCommit<AttemptRequest, AttemptResult>({
    run: (requests) => db.transaction((tx) => beginAttempts(context, tx, requests)),
  });
  const settle = createGroupCommit<Settlement, AttemptResult>({
    run: (settlements) => db.transaction((tx) => settleAttempts(context, tx, settlements)),
  });

  const findCustomer = createBatchRead((ids) => context.identity.customers(db, ids));

  async function readMethod(method: MethodReference): Promise<MethodRow | undefined> {
    return method.type === 'balance' ? undefined : (await readMethods(db, [method.id]))[0];
  }

  async function resolveAccounts(
    order: Order,
    caller: Customer,
    method: MethodReference,
    stored: MethodRow | undefined,
  ) {
    const operation = order.kind === 'withdrawal' ? 'payout' : 'charge';
    const railId = stored === undefined ? null : (await rails.route(operation, stored.rail_id)).id;
    const movement = movementOf({ ...order, customerId: caller.customerId }, method.type, railId);
    if (movement === undefined) return undefined;
    // The payer's wallet too: money that comes late, for a payment given up, goes there.
    const wallet = walletAccount(caller.customerId, order.currency);
    const [debit, credit] = await ledger.accounts([
      movement.debit,
      movement.credit,
      wallet,
      ...(movement.via === 'payout' ? [payoutsOwedAccount(order.currency)] : []),
    ]);
    return { debit: debit as bigint, credit: credit as bigint, via: movement.via, railId };
  }

  /** One attempt from its checks to what the rail said. */
  async function attempt(
    target: { paymentId: string; isNew: boolean; order: Order },
    { method, paymentPassword, confirmed, standing }: Authorisation,
    { caller, idempotencyKey }: Keyed,
    fingerprint: Buffer,
  ): Promise<AttemptResult> {
    const stored = await readMethod(method);
    const accounts = await resolveAccounts(target.order, caller, method, stored);
    const request = {
      ...target,
      attemptId: newId(),
      caller,
      method,
      proof: proofOf(paymentPassword, standing),
      confirmed: confirmed && { amount: BigInt(confirmed.amount), payee: confirmed.payee },
      idempotencyKey,
      fingerprint,
      accounts,
    };
    const begun = await beginPatiently(request).catch(async (error: unknown) => {
      throw await askToConfirm(context, error, target.order, caller);
    });
    if (begun.replayed || begun.attempt.status !== 'processing' || stored === undefined) return begun;
    if (begun.payment.under_review) return begun;
    return askRail(begun, stored);
  }

  /** Asks again when another batch came first, with the same key or to the same sums of the day. */
  async function beginPatiently(request: AttemptRequest): Promise<AttemptResult> {
    for (let tries = 1; ; tries++) {
      try {
        return await begin(request);
      } catch (error) {
        const cameFirst = [uniqueViolation, serializationFailure].includes(sqlState(error) ?? '');
        if (!cameFirst || tries === mostTries) throw error;
      }
    }
  }

  async function askRail(
    { payment, attempt: begun }: AttemptResult,
    method: MethodRow,
  ): Promise<AttemptResult> {
    const started = performance.now();
    const outcome = await sendToRail(context, payment, begun, method);
    return settle({
      attemptId: begun.id,
      outcome,
      source: 'answer',
      milliseconds: performance.now() - started,
    });
  }

  async function readOwnPayment(caller: Customer, paymentId: string): Promise<PaymentRow> {
    const [payment] = await readPayments(db, [paymentId]);
    if (payment?.customer_id !== caller.customerId) throw new ProblemError('not_found');
    return payment;
  }

  async function orderOf(payment: PaymentRow): Promise<Order> {
    const { kind, checkout_session_id: sessionId } = payment;
    if (kind === 'goodwill') throw new ProblemError('payment_not_payable');
    const [session] = sessionId === null ? [] : await readSessions(db, [sessionId]);
    return {
      ...(session === undefined ? {} : { entry: session.entry }),
      kind,
      amount: payment.amount,
      currency: payment.currency,
      payeeCustomerId: payment.payee_customer_id,
      merchantId: payment.merchant_id,
      checkoutSessionId: payment.checkout_session_id,
      note: payment.note,
    };
  }

  async function targetOf(
    body: BodyOf<typeof createPayment>,
    caller: Customer,
  ): Promise<{ paymentId: string; isNew: boolean; order: Order }> {
    const { kind, currency } = body;
    const plain = {
      kind,
      currency,
      amount: BigInt(body.amount),
      payeeCustomerId: null,
      merchantId: null,
      checkoutSessionId: null,
      note: null,
    };
    if (kind === 'transfer') {
      if (body.payeeId === caller.customerId) throw new ProblemError('payee_is_self');
      // An account is only opened for a customer who exists; the transaction looks again in any case.
      const known = ledger.remembers(walletAccount(body.payeeId, currency));
      if (!known && (await findCustomer(body.payeeId)) === undefined)
        throw new ProblemError('payee_not_found');
      return {
        paymentId: newId(),
        isNew: true,
        order: { ...plain, payeeCustomerId: body.payeeId, note: body.note ?? null },
      };
    }
    if (kind !== 'purchase') return { paymentId: newId(), isNew: true, order: plain };
    const [session] = await readSessions(db, [body.checkoutSessionId]);
    if (session === undefined) throw new ProblemError('not_found');
    const own = (await readPaymentsOfSessions(db, [session.id])).find(
      (payment) => payment.customer_id === caller.customerId && payment.status !== 'canceled',
    );
    const order = {
      ...plain,
      checkoutSessionId: session.id,
      merchantId: session.merchant_id,
      entry: session.entry,
      note: session.reference,
    };
    return own === undefined
      ? { paymentId: newId(), isNew: true, order }
      : { paymentId: own.id, isNew: false, order };
  }

  return {
    settle,
    /** Sends what was held before its rail had it. */
    send: askRail,

    /** Makes a payment and its first attempt. A checkout session has one payment a customer that is not canceled: paying again attempts it again. */
    async create(body: BodyOf<typeof createPayment>, keyed: Keyed): Promise<AttemptResult> {
      return attempt(await targetOf(body, keyed.caller), body, keyed, fingerprintOf(body));
    },

    /** Tries a payment again. */
    async attempt(
      paymentId: string,
      body: BodyOf<typeof attemptPayment>,
      keyed: Keyed,
    ): Promise<AttemptResult> {
      const payment = await readOwnPayment(keyed.caller, paymentId);
      const fingerprint = fingerprintOf({ ...body, paymentId: payment.id });
      return attempt(
        { paymentId: payment.id, isNew: false, order: await orderOf(payment) },
        body,
        keyed,
        fingerprint,
      );
    },

    /** Tries a payment again that the customer has confirmed when it was made. */
    async again(payment: PaymentRow, method: MethodReference, keyed: Keyed): Promise<AttemptResult> {
      const fingerprint = fingerprintOf({ method, paymentId: payment.id });
      const target = { paymentId: payment.id, isNew: false, order: await orderOf(payment) };
      return attempt(target, { method, standing: 'scheduled_retry' }, keyed, fingerprint);
    },

    /**
     * Tops up what is missing and finishes the payment from the balance. When the top-up does not succeed at once the
     * payment is left as it was: it is never finished later by itself.
     */
    async topUpAndPay(
      paymentId: string,
      body: BodyOf<typeof topUpAndPay>,
      { caller, idempotencyKey }: Keyed,
    ): Promise<{ topUp: AttemptResult; payment: AttemptResult | undefined }> {
      const payment = await readOwnPayment(caller, paymentId);
      const fingerprint = fingerprintOf({ ...body, paymentId: payment.id });
      const { paymentPassword, confirmed } = body;
      const fromBalance = { method: { type: 'balance' as const }, paymentPassword, confirmed };
      const topUpAmount = BigInt(body.topUpAmount);
      const [earlier] = await findAttemptsByKey(db, [caller.customerId], [`${idempotencyKey}:top-up`]);
      if (earlier === undefined) {
        if (payment.status === 'succeeded' || payment.status === 'canceled')
          throw new ProblemError('payment_not_payable');
        if (payment.status !== 'requires_payment_method') throw new ProblemError('payment_in_progress');
        if (wasRefusedForGood(await readAttemptsOfPayments(db, [payment.id]), fromBalance.method))
          throw new ProblemError('payment_not_payable');
        const [wallet] = await ledger.accounts([walletAccount(caller.customerId, payment.currency)]);
        const available =
          (await ledger.balances(db, [wallet as bigint])).get(wallet as bigint)?.available ?? 0n;
        if (available + topUpAmount < payment.amount) throw new ProblemError('payment_changed');
      }
      const order: Order = {
        kind: 'top_up',
        amount: topUpAmount,
        currency: payment.currency,
        payeeCustomerId: null,
        merchantId: null,
        checkoutSessionId: null,
        note: null,
      };
      const topUp = await attempt(
        { paymentId: newId(), isNew: true, order },
        { method: body.method, paymentPassword: body.paymentPassword },
        { caller, idempotencyKey: `${idempotencyKey}:top-up` },
        fingerprint,
      );
      if (topUp.payment.status !== 'succeeded') return { topUp, payment: undefined };
      const finished = await attempt(
        { paymentId: payment.id, isNew: false, order: await orderOf(payment) },
        fromBalance,
        { caller, idempotencyKey: `${idempotencyKey}:payment` },
        fingerprint,
      );
      return { topUp, payment: finished };
    },
  };
}
