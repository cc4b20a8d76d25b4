import type { Currency } from '../../../contract/money.ts';
import {
  attemptPayment,
  createPayment,
  type MethodReference,
  type Payment,
  topUpAndPay,
} from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';

/** What is to be paid. Amounts are minor units as text; `payee` is the name on screen, masked as the server gave it. */
export type PayRequest =
  | {
      kind: 'transfer';
      payeeId: string;
      payee: string;
      amount: string;
      currency: Currency;
      note?: string;
    }
  | { kind: 'purchase'; checkoutSessionId: string; payee: string; amount: string; currency: Currency }
  | { kind: 'top_up' | 'withdrawal'; amount: string; currency: Currency }
  /** The same payment once more; `chooseMethod` opens with the list of methods. */
  | { kind: 'attempt'; paymentId: string; chooseMethod?: boolean }
  /** Top up the shortfall from the chosen card or account and finish the same payment from the balance. */
  | { kind: 'top_up_and_pay'; paymentId: string; topUpAmount: string; currency: Currency };

/** What became of it: `payment.status` says. `topUp` is the other half of a top_up_and_pay. */
export interface PayOutcome {
  payment: Payment;
  topUp?: Payment;
}

/** How it is paid, and what the customer saw when they confirmed; without the payment password for a small payment. */
export interface Authorisation {
  method: MethodReference;
  paymentPassword?: string;
  confirmed?: { amount: string; payee?: string };
}

/** The same for the same request, whatever the method: what an idempotency key is remembered under. */
export function fingerprint(request: PayRequest): string {
  switch (request.kind) {
    case 'transfer':
      return ['transfer', request.payeeId, request.amount, request.currency, request.note ?? ''].join('|');
    case 'purchase':
      return ['purchase', request.checkoutSessionId, request.amount, request.currency].join('|');
    case 'top_up':
    case 'withdrawal':
      return [request.kind, request.amount, request.currency].join('|');
    case 'attempt':
      return ['attempt', request.paymentId].join('|');
    case 'top_up_and_pay':
      return ['top_up_and_pay', request.paymentId, request.topUpAmount].join('|');
  }
}

/** Sends a request once. The same key and body gives the first answer. */
export async function send(
  request: PayRequest,
  { method, paymentPassword, confirmed }: Authorisation,
  idempotencyKey: string,
  stepUpId?: string,
): Promise<PayOutcome> {
  const authorised = {
    method,
    ...(paymentPassword === undefined ? {} : { paymentPassword }),
    ...(confirmed ? { confirmed } : {}),
  };
  switch (request.kind) {
    case 'attempt': {
      const params = { id: request.paymentId };
      return { payment: await call(attemptPayment, { params, body: authorised, idempotencyKey, stepUpId }) };
    }
    case 'top_up_and_pay': {
      const params = { id: request.paymentId };
      const body = { ...authorised, topUpAmount: request.topUpAmount };
      return call(topUpAndPay, { params, body, idempotencyKey, stepUpId });
    }
    case 'transfer': {
      const { kind, payeeId, amount, currency, note } = request;
      const body = { kind, payeeId, amount, currency, ...(note ? { note } : {}), ...authorised };
      return { payment: await call(createPayment, { body, idempotencyKey, stepUpId }) };
    }
    case 'purchase': {
      const { kind, checkoutSessionId, amount, currency } = request;
      const body = { kind, checkoutSessionId, amount, currency, ...authorised };
      return { payment: await call(createPayment, { body, idempotencyKey, stepUpId }) };
    }
    case 'top_up':
    case 'withdrawal': {
      const { kind, amount, currency } = request;
      const body = { kind, amount, currency, ...authorised };
      return { payment: await call(createPayment, { body, idempotencyKey, stepUpId }) };
    }
  }
}
