import type { InquiryOutcome, Rail, RailOutcome } from '../rails/rails.ts';
import type { AttemptResult } from './attempt-request.ts';
import type { PaymentsContext } from './context.ts';
import { readAttempts, readPayments } from './queries/attempts.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import type { Settlement } from './settle-attempts.ts';

export const inquiryTask = 'payments.inquire';
const second = 1_000;
const day = 86_400 * second;
/** After this long an attempt is left to reconciliation. */
const askedForMilliseconds = 5 * day;
/** A bank that does not know a transfer after this long never will: it refuses what arrives later than that. */
const bankForgetsAfterMilliseconds = 60_000;

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
  return new Date(now.getTime() + Math.min(Math.max(age, 3 * second), day));
}

/** Asks the rail what became of an attempt and settles it by the answer. */
export async function inquire(
  context: PaymentsContext,
  settle: (settlement: Settlement) => Promise<AttemptResult>,
  attemptId: string,
): Promise<AttemptResult | undefined> {
  const [attempt] = await readAttempts(context.db, [attemptId]);
  if (attempt === undefined) return undefined;
  const [payment] = await readPayments(context.db, [attempt.payment_id]);
  if (payment === undefined) return undefined;
  if (attempt.status === 'succeeded' || attempt.status === 'failed')
    return { attempt, payment, replayed: true };
  const rail = context.rails.byId(attempt.rail_id as string);
  const started = performance.now();
  const answer = await ask(context, rail, attempt, payment);
  // That the rail could not be asked, or does not know yet, decides nothing.
  const undecided = answer.status === 'unreachable' || answer.status === 'not_found';
  const reason = answer.status === 'unreachable' ? `inquiry ${answer.reason}` : 'not_found';
  const outcome: RailOutcome = undecided ? { status: 'unknown', reason } : answer;
  return settle({ attemptId, outcome, source: 'inquiry', milliseconds: performance.now() - started });
}

/**
 * A rail that has never heard of an order may still get it, while our request is on its way. Once that cannot be, a charge
 * is reversed, so that it never will be processed, and asked about again; a bank is given a minute.
 */
async function ask(
  { config, clock }: PaymentsContext,
  rail: Rail,
  attempt: AttemptRow,
  payment: PaymentRow,
): Promise<InquiryOutcome> {
  const operation = payment.kind === 'withdrawal' ? 'payout' : 'charge';
  const answer = await rail.inquire(operation, attempt.id);
  if (answer.status !== 'not_found') return answer;
  const age = clock.now().getTime() - attempt.started_at.getTime();
  if (age < config.railTimeout) return answer;
  if (rail.reverse !== undefined && operation === 'charge') {
    await rail.reverse(attempt.id);
    return rail.inquire(operation, attempt.id);
  }
  if (age < config.railTimeout + bankForgetsAfterMilliseconds) return answer;
  return {
    status: 'declined',
    raw: { network: rail.id, code: 'not_found' },
    failureCode: 'network_unreachable',
  };
}
