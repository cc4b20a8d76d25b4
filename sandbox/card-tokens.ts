import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type CardNetwork, issuerOf, networkOf, passesLuhn } from './card-numbers.ts';
import { Refusal } from './errors.ts';
import { text } from './fields.ts';
import { type CardBehaviour, TEST_CARDS, type Words } from './outcomes.ts';
import type { Store } from './store.ts';

/** A card as the sandbox remembers it: never its number, never its CVC. */
export interface Card {
  token: string;
  network: CardNetwork;
  bin: string;
  last4: string;
  funding: 'credit' | 'debit';
  issuer: Words;
  expMonth: number;
  expYear: number;
  behaviour: CardBehaviour;
}

const cardBody = z.object({
  number: z
    .string()
    .transform((digits) => digits.replace(/[ -]/g, ''))
    .pipe(z.string().regex(/^\d{8,19}$/, 'must be 8 to 19 digits')),
  expMonth: z.int().min(1).max(12),
  expYear: z.int().min(2000).max(2100),
  cvc: z.string().regex(/^\d{3,4}$/, 'must be 3 or 4 digits'),
  holderName: text(120),
});

/**
 * Turns a card into a random token. Refuses with 422: 14 for a number no network issued or whose check
 * digit is wrong, 54 for a past expiry, N7 for a CVC of the wrong length.
 */
export function createCardToken(store: Store, body: unknown): Omit<Card, 'behaviour'> {
  const { number, expMonth, expYear, cvc } = cardBody.parse(body);
  const network = networkOf(number);
  if (!network || !passesLuhn(number))
    throw new Refusal(422, '14', 'Invalid card number', network ?? 'unknown');
  const now = new Date();
  // A card is good to the last day of its month.
  if (Date.UTC(expYear, expMonth, 1) <= now.getTime()) throw new Refusal(422, '54', 'Expired card', network);
  if (cvc.length !== (network === 'amex' ? 4 : 3)) throw new Refusal(422, 'N7', 'Incorrect CVC', network);

  const card = {
    token: `card_${randomBytes(18).toString('base64url')}`,
    network,
    bin: number.slice(0, 6),
    last4: number.slice(-4),
    ...issuerOf(number),
    expMonth,
    expYear,
  };
  const behaviour = TEST_CARDS.find((test) => test.number === number)?.behaviour ?? { effect: 'approve' };
  store.commit([{ table: 'cards', key: card.token, value: { ...card, behaviour } }]);
  return card;
}
