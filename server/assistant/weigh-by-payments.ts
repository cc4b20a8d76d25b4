import type { Payment } from '../../contract/payments.ts';
import { findAlike } from '../guides/guides.ts';
import type { Transaction } from '../platform/database/database.ts';
import { intentOf, isOfLate, isPaying } from './about-payments.ts';
import type { ActDeps } from './act.ts';
import { leastProbability, type Understood } from './clauses.ts';
import { paymentMeant } from './details.ts';
import type { Understanding } from './understanding/understanding.ts';
import type { Intent } from './understanding/utterances.ts';

/** Asking how it is done needs no payment. */
const howTo: readonly Intent[] = ['top-up', 'withdraw'];

/** Readings that the customer's own payments can bear out or contradict. */
const weighable: ReadonlySet<Intent> = new Set([
  ...howTo,
  'payment-failed',
  'payment-processing',
  'top-up-failed',
  'withdrawal-late',
  'charged-twice',
  'refund-where',
  'transfer-to-wrong-person',
]);

/** Nobody who waits for a payment can tell these apart; the payments can. */
const untold: ReadonlySet<Intent> = new Set(['payment-failed', 'payment-processing']);

/** The readings that these payments bear out: all of late, or the one that the message names. */
export function borneOutBy(payments: readonly Payment[], message: string, now: Date): Set<Intent> {
  const named = paymentMeant(message, payments, now);
  const meant = named === undefined ? payments.filter((payment) => isOfLate(payment, now)) : [named];
  const intents = new Set<Intent>(howTo);
  for (const payment of meant) {
    const { status, kind, direction } = payment;
    // The bank may have sent back, or not yet shown, what it said had arrived.
    if (status !== 'succeeded' && status !== 'canceled') intents.add(intentOf(payment));
    else if (kind === 'withdrawal' && status === 'succeeded') intents.add('withdrawal-late');
    if (isPaying(payment) && status === 'succeeded') intents.add('refund-where');
    if (kind === 'transfer' && direction === 'out') intents.add('transfer-to-wrong-person');
  }
  const ids = new Set(meant.map(({ id }) => id));
  if (findAlike(payments.filter(isPaying)).some((group) => group.some(({ id }) => ids.has(id))))
    intents.add('charged-twice');
  return intents;
}

/**
 * Of readings that the words leave open, those that the payments contradict lose to those that they bear out. What the words
 * say clearly stands: customers know of charges that the wallet does not.
 */
export function weigh(
  understanding: Understanding<Intent>,
  borneOut: ReadonlySet<Intent>,
): Understanding<Intent> {
  const { ranked } = understanding;
  const first = ranked[0]?.intent;
  if (first === undefined || !weighable.has(first)) return understanding;
  const open = ranked.filter(
    ({ intent, probability }) =>
      weighable.has(intent) &&
      (probability >= leastProbability || intent === first || (untold.has(intent) && untold.has(first))),
  );
  const likely = open.filter(({ intent }) => borneOut.has(intent));
  const sum = (readings: typeof open) => readings.reduce((total, { probability }) => total + probability, 0);
  const [total, share] = [sum(open), sum(likely)];
  if (share === 0) return understanding;
  return {
    ...understanding,
    ranked: ranked
      .map((reading) => {
        if (!open.includes(reading)) return reading;
        const probability = likely.includes(reading) ? (reading.probability / share) * total : 0;
        return { ...reading, probability };
      })
      .toSorted((a, b) => b.probability - a.probability),
  };
}

/** A message as it reads in the light of the customer's own payments. */
export async function weighByPayments(
  { payments }: ActDeps,
  tx: Transaction,
  customerId: string,
  { whole, parts }: Understood,
  message: string,
  now: Date,
): Promise<Understood> {
  const isWeighable = ({ ranked: [first] }: Understanding<Intent>) =>
    first !== undefined && weighable.has(first.intent);
  if (![whole, ...parts].some(isWeighable)) return { whole, parts };
  const { payments: recent } = await payments.list(tx, customerId, { limit: 50 });
  const borneOut = borneOutBy(recent, message, now);
  return { whole: weigh(whole, borneOut), parts: parts.map((part) => weigh(part, borneOut)) };
}
