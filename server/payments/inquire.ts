import type { InquiryOutcome, Rail, RailOutcome } from '../rails/rails.ts';
import type { AttemptResult } from './attempt-request.ts';
import type { PaymentsContext } from './context.ts';
import { readAttempts, readPayments } from './queries/attempts.ts';
import { readMethods } from './queries/methods.ts';
import { sendToRail } from './rail-order.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import type { Settlement } from './settle-attempts.ts';

export const inquiryTask = 'payments.inquire';
const second = 1_000;
const day = 86_400 * second;
/** After this long an attempt is left to reconciliation. */
const askedForMilliseconds = 5 * day;
/** Whoever has not confirmed with the bank by then has given up: the charge is reversed and the payment canceled. */
export const confirmedWithinMilliseconds = 15 * 60_000;

/**
 * When an attempt is asked about next: the older it is, the later, from seconds to a day. It goes by age and not by how
 * often it was asked, so that a customer who keeps asking puts nothing off.
 */
export function nextInquiryAt(attempt: AttemptRow, railTimeout: number, now: Date): Date | undefined {
  const age = now.getTime() - attempt.started_at.getTime();
  // The first inquiry waits until the request itself cannot be answered any more.
  if (!attempt.trace.some(({ check }) => check === 'rail'))
    return new Date(now.getTime() + railTimeout + second);
  if (age > askedForMilliseconds) return undefined;
  const wait = Math.min(Math.max(age, 3 * second), day);
  const left = confirmedWithinMilliseconds - age;
  return new Date(
    now.getTime() + (attempt.status === 'requires_action' && left > 0 ? Math.min(wait, left) : wait),
  );
}

/**
 * Asks the rail what became of an attempt and settles it by the answer.
 * @param givesUp the payer no longer wants it, so that a charge waiting for their confirmation is reversed
 */
export async function inquire(
  context: PaymentsContext,
  settle: (settlement: Settlement) => Promise<AttemptResult>,
  attemptId: string,
  givesUp = false,
): Promise<AttemptResult | undefined> {
  const [attempt] = await readAttempts(context.db, [attemptId]);
  if (attempt === undefined) return undefined;
  const [payment] = await readPayments(context.db, [attempt.payment_id]);
  if (payment === undefined) return undefined;
  if (attempt.status === 'succeeded' || attempt.status === 'failed' || payment.under_review)
    return { attempt, payment, replayed: true };
  const rail = context.rails.byId(attempt.rail_id as string);
  const started = performance.now();
  const { answer, givenUp } = await ask(context, rail, attempt, payment, givesUp);
  // That the rail could not be asked, or does not know yet, decides nothing.
  const undecided = answer.status === 'unreachable' || answer.status === 'not_found';
  const reason = answer.status === 'unreachable' ? `inquiry ${answer.reason}` : 'not_found';
  const outcome: RailOutcome = undecided ? { status: 'unknown', reason } : answer;
  return settle({
    attemptId,
    outcome,
    source: 'inquiry',
    milliseconds: performance.now() - started,
    givenUp,
  });
}

/**
 * A rail that has never heard of an order may still get it, while our request is on its way. Once that cannot be, a charge
 * is reversed, so that it never will be processed, and asked about again. A payout cannot be reversed, and whether it will
 * still arrive is not guessed: it is sent again as the same order, which the bank carries out once.
 */
async function ask(
  context: PaymentsContext,
  rail: Rail,
  attempt: AttemptRow,
  payment: PaymentRow,
  givesUp: boolean,
): Promise<{ answer: InquiryOutcome; givenUp: boolean }> {
  const operation = payment.kind === 'withdrawal' ? 'payout' : 'charge';
  const answer = await rail.inquire(operation, attempt.id);
  const age = context.clock.now().getTime() - attempt.started_at.getTime();
  const isAbandoned = answer.status === 'requires_action' && (givesUp || age >= confirmedWithinMilliseconds);
  const neverCame = answer.status === 'not_found' && age >= context.config.railTimeout;
  const asItIs = { answer, givenUp: false };
  if (!isAbandoned && !neverCame) return asItIs;
  if (operation === 'charge') {
    if (rail.reverse === undefined) return asItIs;
    await rail.reverse(attempt.id);
    return { answer: await rail.inquire(operation, attempt.id), givenUp: isAbandoned };
  }
  const [method] = await readMethods(context.db, [attempt.method_id as string]);
  if (method === undefined) return asItIs;
  return { answer: await sendToRail(context, payment, attempt, method), givenUp: false };
}
