import { Stripe } from 'stripe';
import type { Clock } from '../../platform/clock.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { CallbackEndpoint, RailNotice } from '../rail.ts';
import { outcomeOfIntent, outcomeOfRefund } from './outcomes.ts';

/** Stripe's own tolerance; what comes from the future by more is refused too, which the SDK leaves out. */
const toleranceSeconds = 300;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const referenceIn = (metadata: Stripe.Metadata | null | undefined): string | undefined => {
  const reference = metadata?.reference;
  return reference !== undefined && uuid.test(reference) ? reference : undefined;
};

function noticesOf(event: Stripe.Event): RailNotice[] {
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
    case 'payment_intent.processing':
    case 'payment_intent.requires_action':
    case 'payment_intent.amount_capturable_updated': {
      const reference = referenceIn(event.data.object.metadata);
      return reference === undefined
        ? []
        : [{ operation: 'charge', reference, outcome: outcomeOfIntent(event.data.object) }];
    }
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed': {
      const reference = referenceIn(event.data.object.metadata);
      return reference === undefined
        ? []
        : [{ operation: 'refund', reference, outcome: outcomeOfRefund(event.data.object) }];
    }
    default:
      return [];
  }
}

/** Where Stripe tells of outcomes (docs.stripe.com/webhooks). */
export function stripeCallbacks(stripe: Stripe, secret: string, clock: Clock): CallbackEndpoint {
  return {
    path: '/api/rails/stripe/callbacks',
    verify({ headers, body }) {
      const signature = headers['stripe-signature'];
      const now = clock.now().getTime();
      const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(String(signature))?.[1]);
      if (typeof signature !== 'string' || !(signedAt - now / 1000 <= toleranceSeconds))
        throw new ProblemError('signature_invalid');
      let event: Stripe.Event;
      try {
        event = stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds, undefined, now);
      } catch (error) {
        const forged = error instanceof Stripe.errors.StripeSignatureVerificationError;
        throw new ProblemError(forged ? 'signature_invalid' : 'malformed_request');
      }
      return noticesOf(event);
    },
  };
}
