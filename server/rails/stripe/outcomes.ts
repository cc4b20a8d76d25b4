import { Stripe } from 'stripe';
import { outcomeOfRefusal } from '../failure-codes.ts';
import type { RailOutcome } from '../rail.ts';

const network = 'stripe';

const declined = (code: string) => outcomeOfRefusal({ network, code });

/** What a PaymentIntent says of the charge that it is. */
export function outcomeOfIntent(intent: Stripe.PaymentIntent): RailOutcome {
  const raw = { network, code: intent.status };
  switch (intent.status) {
    case 'succeeded':
      return { status: 'succeeded', raw };
    case 'requires_capture':
      return { status: 'authorized', raw };
    case 'requires_action': {
      const actionUrl = intent.next_action?.redirect_to_url?.url;
      return typeof actionUrl === 'string'
        ? { status: 'requires_action', raw, actionUrl }
        : { status: 'pending', raw };
    }
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      // Without one, nothing was tried yet.
      return error
        ? declined(error.decline_code || error.code || 'card_declined')
        : { status: 'pending', raw };
    }
    case 'canceled':
      return declined('canceled');
    default:
      return { status: 'pending', raw };
  }
}

/** What a Refund says. */
export function outcomeOfRefund(refund: Stripe.Refund): RailOutcome {
  const raw = { network, code: refund.status ?? 'unknown' };
  switch (refund.status) {
    case 'succeeded':
      return { status: 'succeeded', raw };
    case 'failed':
    case 'canceled':
      return declined(refund.failure_reason ?? refund.status);
    default:
      return { status: 'pending', raw };
  }
}

const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** What a call that failed says about the order. Throws what is no error of Stripe's. */
export function outcomeOfError(error: unknown): RailOutcome {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error instanceof Stripe.errors.StripeCardError)
    return error.payment_intent?.status === 'requires_action'
      ? outcomeOfIntent(error.payment_intent)
      : declined(error.decline_code || error.code || 'card_declined');
  if (error instanceof Stripe.errors.StripeConnectionError) {
    const detail: unknown = error.detail;
    const code = (detail as NodeJS.ErrnoException | undefined)?.code ?? 'connection';
    return { status: beforeSending.has(code) ? 'unreachable' : 'unknown', reason: code };
  }
  const status = error.statusCode ?? 0;
  // Not let in, or too many at once: it was not looked at.
  if (status === 401 || status === 403 || status === 429)
    return { status: 'unreachable', reason: `HTTP ${status}` };
  // The same key is being worked on at this moment.
  if (status === 409) return { status: 'unknown', reason: 'HTTP 409' };
  if (error instanceof Stripe.errors.StripeIdempotencyError) return declined('idempotency_error');
  if (status >= 400 && status < 500) return declined(error.code ?? 'invalid_request');
  return { status: 'unknown', reason: status === 0 ? error.type : `HTTP ${status}` };
}
