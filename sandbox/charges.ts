import { z } from 'zod';
import { answerOnce } from './answers.ts';
import type { Callbacks, Delivery } from './callbacks.ts';
import {
  approved,
  behaviourOf,
  type Charge,
  type ChargeView,
  decide,
  neverArrived,
  type Refund,
  view,
} from './charge.ts';
import { Refusal } from './errors.ts';
import { amount, currency, reference, text } from './fields.ts';
import type { Put, Store } from './store.ts';

const chargeBody = z.object({
  reference,
  token: text(64),
  amount,
  currency,
  capture: z.boolean(),
  merchantName: text(120),
  description: z.string().max(500).default(''),
});
const captureBody = z.object({ amount });
const refundBody = z.object({ reference, amount });
const authenticationBody = z.object({ result: z.enum(['success', 'failure']) });

/** The card networks' side of a charge: authorise, authenticate, capture, void, refund, inquire. */
export function createCharges(store: Store, callbacks: Callbacks, noAnswerCallbackMs: number) {
  function find(chargeReference: string): Charge {
    const charge = store.get('charges', chargeReference);
    if (!charge) throw new Refusal(404, '25', 'No such charge was ever processed');
    return charge;
  }

  function refuse(charge: Charge, code: '12' | '13', message: string): never {
    throw new Refusal(422, code, message, charge.network);
  }

  /** The charge and, once it has an outcome, its callback. */
  function changes(charge: Charge, delivery: Delivery): { status: number; body: ChargeView; puts: Put[] } {
    const put: Put = { table: 'charges', key: charge.reference, value: charge };
    const told =
      charge.status === 'requires_authentication'
        ? []
        : callbacks.puts('card.charge.updated', view(charge), delivery);
    return { status: 200, body: view(charge), puts: [put, ...told] };
  }

  return {
    /** `silent` means that the answer must never be sent. */
    charge(body: unknown, delivery: Delivery) {
      const request = chargeBody.parse(body);
      const card = store.get('cards', request.token);
      const behaviour = card && behaviourOf(card, request.amount);
      const silent = behaviour?.effect === 'no_answer';
      const answer = answerOnce(store, `card.charge:${request.reference}`, request, () => {
        if (!card || !behaviour) throw new Refusal(422, '14', 'No such card token', 'unknown');
        const now = new Date().toISOString();
        const { token: _token, ...details } = request;
        const charge: Charge = {
          ...details,
          network: card.network,
          funding: card.funding,
          status: 'declined',
          code: '96',
          capturedAmount: '0',
          refundedAmount: '0',
          processedAt: now,
        };
        const isLate = behaviour.effect === 'late';
        const late =
          silent || isLate
            ? { ...delivery, delayMs: Math.max(delivery.delayMs, noAnswerCallbackMs) }
            : delivery;
        const processed = changes(decide(charge, behaviour, now), late);
        return isLate
          ? { ...processed, body: { ...processed.body, status: 'declined' as const, code: '68' } }
          : processed;
      });
      return { ...answer, silent: silent && !answer.repeated };
    },

    inquire: (chargeReference: string): ChargeView => view(find(chargeReference)),

    /** The charge itself, for the 3-D Secure page. */
    find,

    /** Final: one capture a charge, up to the amount approved; the rest of the approval lapses. */
    capture(chargeReference: string, body: unknown, delivery: Delivery) {
      const request = captureBody.parse(body);
      return answerOnce(store, `card.capture:${chargeReference}`, request, () => {
        const charge = find(chargeReference);
        if (charge.status !== 'approved')
          refuse(charge, '12', `A ${charge.status} charge cannot be captured`);
        if (BigInt(request.amount) > BigInt(charge.amount)) refuse(charge, '13', 'More than was approved');
        const now = new Date().toISOString();
        const captured = { capturedAmount: request.amount, capturedAt: now, processedAt: now };
        return changes({ ...charge, ...captured, status: 'captured' }, delivery);
      });
    },

    /**
     * Also takes a reference that never arrived, and then refuses the charge (409 / 94) should it arrive late:
     * the one sure way to be rid of a charge whose fate is unknown.
     */
    void(chargeReference: string, delivery: Delivery) {
      return answerOnce(store, `card.void:${chargeReference}`, {}, () => {
        const processedAt = new Date().toISOString();
        const charge = store.get('charges', chargeReference);
        if (!charge) {
          const { status, body, puts } = changes(neverArrived(chargeReference, processedAt), delivery);
          const answer = { fingerprint: 'voided before it arrived', status, body };
          return {
            status,
            body,
            puts: [...puts, { table: 'answers', key: `card.charge:${chargeReference}`, value: answer }],
          };
        }
        if (charge.status !== 'approved' && charge.status !== 'requires_authentication')
          refuse(charge, '12', `A ${charge.status} charge cannot be voided`);
        return changes({ ...charge, status: 'voided', processedAt }, delivery);
      });
    },

    refund(chargeReference: string, body: unknown, delivery: Delivery) {
      const request = { chargeReference, ...refundBody.parse(body) };
      return answerOnce(store, `card.refund:${request.reference}`, request, () => {
        const charge = find(chargeReference);
        if (charge.status !== 'captured')
          refuse(charge, '12', `A ${charge.status} charge cannot be refunded`);
        const refunded = BigInt(charge.refundedAmount) + BigInt(request.amount);
        if (refunded > BigInt(charge.capturedAmount)) refuse(charge, '13', 'More than was captured');
        const refund: Refund = {
          ...request,
          currency: charge.currency,
          status: 'refunded',
          network: charge.network,
          code: '00',
          processedAt: new Date().toISOString(),
        };
        return {
          status: 200,
          body: refund,
          puts: [
            { table: 'refunds', key: refund.reference, value: refund },
            {
              table: 'charges',
              key: chargeReference,
              value: { ...charge, refundedAmount: refunded.toString() },
            },
            ...callbacks.puts('card.refund.updated', refund, delivery),
          ],
        };
      });
    },

    inquireRefund(refundReference: string): Refund {
      const refund = store.get('refunds', refundReference);
      if (!refund) throw new Refusal(404, '25', 'No such refund was ever processed');
      return refund;
    },

    /** What the cardholder made of 3-D Secure; a failure declines with the code that asked for it. */
    authenticate(chargeReference: string, body: unknown, delivery: Delivery) {
      const request = authenticationBody.parse(body);
      return answerOnce(store, `card.authentication:${chargeReference}`, request, () => {
        const charge = find(chargeReference);
        if (charge.status !== 'requires_authentication')
          refuse(charge, '12', `A ${charge.status} charge awaits no authentication`);
        const now = new Date().toISOString();
        const code = request.result === 'failure' ? charge.code : charge.declinesAfterAuthentication;
        if (code) return changes({ ...charge, status: 'declined', code, processedAt: now }, delivery);
        return changes(approved(charge, now), delivery);
      });
    },
  };
}

export type Charges = ReturnType<typeof createCharges>;
