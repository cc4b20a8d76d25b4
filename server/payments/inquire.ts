import type { InquiryOutcome, Rail, RailOutcome } from '../rails/rails.ts';
import type { AttemptResult } from './attempt-request.ts';
import type { PaymentsContext } from './context.ts';
import { readAttempts, readPayments } from './queries/attempts.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import type { Settlement } from './settle-attempts.ts';

export const inquiryTask = 'payments.inquire';
/** Seconds between inquiries: soon at first, then ever more rarely, for about four days; reconciliation takes over then. */
const waits = [3, 5, 10, 20, 60, 300, 900, 3_600, 3_600, 14_400, 14_400, 43_200, 86_400, 86_400, 86_400];
/** A bank that does not know a transfer after this long never will: it refuses what arrives later than that. */
const bankForgetsAfterMilliseconds = 60_000;

/** When an attempt is asked about next, given how often it has been asked. */
export function nextInquiryAt(attempt: AttemptRow, railTimeout: number, now: Date): Date | undefined {
  const asked = Number(attempt.trace.find((entry) => entry.check === 'rail')?.evidence.asked ?? 0);
  // The first inquiry waits until the request itself cannot be answered any more.
  if (asked === 0) return new Date(now.getTime() + railTimeout + 1_000);
  const wait = waits[asked - 1];
  return wait === undefined ? undefined : new Date(now.getTime() + wait * 1_000);
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
