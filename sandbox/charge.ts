import { randomInt } from 'node:crypto';
import type { CardNetwork } from './card-numbers.ts';
import type { Card } from './card-tokens.ts';
import { amountBehaviour, authenticationCode, type CardBehaviour } from './outcomes.ts';

export interface Charge {
  reference: string;
  /** What the customer sees on the statement. */
  merchantName: string;
  description: string;
  /** Minor units, like every amount here. */
  amount: string;
  currency: string;
  /** Captured as soon as it is approved. */
  capture: boolean;
  /** 'unknown' only for a charge voided before it arrived. */
  network: CardNetwork | 'unknown';
  funding: 'credit' | 'debit';
  status: 'approved' | 'captured' | 'declined' | 'requires_authentication' | 'voided';
  code: string;
  authorizationCode?: string;
  capturedAmount: string;
  refundedAmount: string;
  processedAt: string;
  capturedAt?: string;
  /** What 3-D Secure leads to when the cardholder passes; absent means approval. */
  declinesAfterAuthentication?: string;
}

export interface Refund {
  reference: string;
  chargeReference: string;
  amount: string;
  currency: string;
  status: 'refunded';
  network: CardNetwork | 'unknown';
  code: string;
  processedAt: string;
}

/** A charge as an inquiry or a callback tells it. */
export type ChargeView = Pick<
  Charge,
  | 'reference'
  | 'status'
  | 'network'
  | 'code'
  | 'authorizationCode'
  | 'amount'
  | 'currency'
  | 'capturedAmount'
  | 'refundedAmount'
  | 'processedAt'
>;

export function view(charge: Charge): ChargeView {
  const { reference, status, network, code, authorizationCode, amount, currency } = charge;
  const { capturedAmount, refundedAmount, processedAt } = charge;
  return {
    reference,
    status,
    network,
    code,
    authorizationCode,
    amount,
    currency,
    capturedAmount,
    refundedAmount,
    processedAt,
  };
}

const approvalCode = () => randomInt(1_000_000).toString().padStart(6, '0');

export function approved(charge: Charge, now: string): Charge {
  const settled = { ...charge, code: '00', authorizationCode: approvalCode(), processedAt: now };
  if (!charge.capture) return { ...settled, status: 'approved' };
  return { ...settled, status: 'captured', capturedAmount: charge.amount, capturedAt: now };
}

export function decide(charge: Charge, behaviour: CardBehaviour, now: string): Charge {
  switch (behaviour.effect) {
    case 'approve':
    case 'no_answer':
    case 'late':
      return approved(charge, now);
    case 'decline':
      return { ...charge, status: 'declined', code: behaviour.code };
    case 'authenticate':
      return {
        ...charge,
        status: 'requires_authentication',
        code: authenticationCode(charge.network),
        declinesAfterAuthentication: behaviour.afterwards,
      };
  }
}

/** A test card keeps its own behaviour; any other card obeys the amount. */
export function behaviourOf(card: Card, minorUnits: string): CardBehaviour {
  if (card.behaviour.effect !== 'approve') return card.behaviour;
  return amountBehaviour(BigInt(minorUnits), card.network);
}

/** What stands in the books for a charge that was voided before it arrived. */
export function neverArrived(chargeReference: string, processedAt: string): Charge {
  return {
    reference: chargeReference,
    merchantName: '',
    description: '',
    amount: '0',
    currency: 'XXX',
    capture: false,
    network: 'unknown',
    funding: 'credit',
    status: 'voided',
    code: '00',
    capturedAmount: '0',
    refundedAmount: '0',
    processedAt,
  };
}
