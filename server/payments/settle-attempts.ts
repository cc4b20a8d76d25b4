import { businessDay } from '../../contract/business-day.ts';
import type { FailureCode } from '../../contract/failure.ts';
import type { Posting } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Settled } from '../platform/group-commit.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import type { RailOutcome } from '../rails/rails.ts';
import type { AttemptResult } from './attempt-request.ts';
import type { PaymentsContext } from './context.ts';
import { announce } from './events.ts';
import { countsAsSpending } from './limits.ts';
import { lateSuccess } from './late-success.ts';
import {
  insertAttempts,
  insertPayments,
  lockPayments,
  readAttempts,
  updateAttempts,
  updatePayments,
} from './queries/attempts.ts';
import { lockSessions, markSessionsPaid } from './queries/checkout.ts';
import { addSpending, takeBackSpending } from './queries/spending.ts';
import { addUsage, takeBackUsage } from './queries/usage.ts';
import type { AttemptRow, CheckoutSessionRow, PaymentRow } from './rows.ts';
import { nextRetryAt, retryJob } from './retry.ts';
import { Trace, withRailEntry, withReview } from './trace.ts';

/** What a rail has told of an attempt, by answer, callback or inquiry, or that its hold is past its time. */
export interface Settlement {
  attemptId: string;
  outcome: RailOutcome;
  source: 'answer' | 'callback' | 'inquiry' | 'review' | 'report' | 'expiry';
  /** How long the rail took, in milliseconds. */
  milliseconds: number;
  /** The charge waited for its payer, and was reversed because they did not confirm it. */
  givenUp?: boolean;
}

export interface Change {
  payment: PaymentRow;
  attempt: AttemptRow;
  posting: Posting;
  /** How many times more it counts against the limits of its day; less when it failed. */
  counts?: number;
  /** What else stands in the customer's bills from now on. */
  line?: { payment: PaymentRow; attempt: AttemptRow };
}

/**
 * Brings attempts to what their rails have told, in one transaction: the hold is posted or voided together with the
 * attempt's and the payment's state. An attempt that is already decided is left as it is, so an outcome told twice, late
 * or out of order has no second effect; only a success that comes after we had given up still counts, once.
 */
export async function settleAttempts(
  context: PaymentsContext,
  tx: Transaction,
  settlements: readonly Settlement[],
): Promise<Array<Settled<AttemptResult>>> {
  const { ledger, clock } = context;
  const now = clock.now();
  const ids = settlements.map((settlement) => settlement.attemptId);
  const unlocked = await readAttempts(tx, ids);
  const payments = await lockPayments(tx, [...new Set(unlocked.map((attempt) => attempt.payment_id))]);
  const sessions = await lockSessions(
    tx,
    [...payments.values()].flatMap((payment) => payment.checkout_session_id ?? []),
  );
  // Read again under the payments' locks: another node may have settled them while this one waited.
  const attempts = new Map((await readAttempts(tx, ids)).map((attempt) => [attempt.id, attempt]));
  const before = new Map([...attempts].map(([id, attempt]) => [id, attempt.status]));

  const changes = new Map<string, Change>();
  for (const settlement of settlements) {
    const attempt = attempts.get(settlement.attemptId);
    const payment = attempt && payments.get(attempt.payment_id);
    if (attempt === undefined || payment === undefined) continue;
    const change = await decide(context, tx, settlement, attempt, payment, now);
    if (change === undefined) continue;
    const earlier = changes.get(attempt.id);
    changes.set(attempt.id, {
      ...change,
      posting: [...(earlier?.posting ?? []), ...change.posting],
      counts: (earlier?.counts ?? 0) + (change.counts ?? 0),
    });
    attempts.set(attempt.id, change.attempt);
    payments.set(payment.id, change.payment);
  }

  const changed = [...changes.values()];
  const postings = changed.map((change) => change.posting).filter((posting) => posting.length > 0);
  for (const result of await ledger.post(tx, postings))
    if (result.outcome !== 'posted')
      throw new Error(`settling an attempt, the ledger answered ${result.outcome}`);
  updateAttempts(
    tx,
    changed.map((change) => change.attempt),
  );
  updatePayments(tx, [...new Set(changed.map((change) => payments.get(change.payment.id) as PaymentRow))]);
  const lines = changed.flatMap(({ line }) => line ?? []);
  insertPayments(
    tx,
    lines.map(({ payment }) => payment),
  );
  insertAttempts(
    tx,
    lines.map(({ attempt }) => attempt),
  );
  markSessionsPaid(
    tx,
    changed.flatMap(({ payment }) =>
      payment.status === 'succeeded' && payment.checkout_session_id ? [payment.checkout_session_id] : [],
    ),
  );
  adjustSpending(tx, changed, sessions, now);
  // What was only asked about once more is no news.
  announce(context, tx, [
    ...changed.filter(({ attempt }) => before.get(attempt.id) !== attempt.status),
    ...lines,
  ]);
  await context.jobs.add(
    tx,
    changed.flatMap(({ payment }) => retryJob(payment)),
  );
  await context.scheduleInquiries(
    tx,
    changed
      .map(({ attempt }) => attempt)
      .filter(({ status }) => status === 'processing' || status === 'requires_action'),
  );

  return settlements.map(({ attemptId }) => {
    const attempt = attempts.get(attemptId);
    const payment = attempt && payments.get(attempt.payment_id);
    if (attempt === undefined || payment === undefined) return { error: new ProblemError('not_found') };
    return { value: { attempt, payment, replayed: false } };
  });
}

/** What an outcome changes; nothing when the attempt is decided already. */
async function decide(
  context: PaymentsContext,
  tx: Transaction,
  { outcome, source, milliseconds, givenUp: reversed = false }: Settlement,
  attempt: AttemptRow,
  payment: PaymentRow,
  now: Date,
): Promise<Change | undefined> {
  if (attempt.status === 'succeeded') return undefined;
  if (attempt.status === 'failed')
    return outcome.status === 'succeeded' ? lateSuccess(context, tx, attempt, payment, now) : undefined;

  const raw = 'raw' in outcome ? outcome.raw : undefined;
  const evidence = {
    rail: attempt.rail_id,
    source,
    outcome: outcome.status,
    network: raw?.network ?? null,
    code: raw?.code ?? null,
    ...('reason' in outcome ? { reason: outcome.reason } : {}),
    ...('incidentId' in outcome ? { incidentId: outcome.incidentId } : {}),
  };
  const told = { raw_network: raw?.network ?? attempt.raw_network, raw_code: raw?.code ?? attempt.raw_code };
  const holdId = attempt.hold_id as string;
  const withTrace = (result: 'passed' | 'failed' | 'unknown') => {
    if (source !== 'review') return withRailEntry(attempt.trace, result, milliseconds, evidence);
    const trace = new Trace(withReview(attempt.trace, result === 'passed' ? 'released' : 'refused', {}));
    if (result === 'passed') trace.add('rail', 'passed', 0, { rail: 'ledger' });
    return trace.finish();
  };
  // What was held for review is decided only by people; nobody else knows of it.
  if (payment.under_review && source !== 'review') return undefined;

  switch (outcome.status) {
    case 'succeeded':
      return {
        attempt: {
          ...attempt,
          ...told,
          status: 'succeeded',
          action_url: null,
          trace: withTrace('passed'),
          completed_at: now,
        },
        payment: {
          ...payment,
          status: 'succeeded',
          under_review: false,
          failure_code: null,
          completed_at: now,
        },
        posting: [{ kind: 'post', id: newId(), holdId, reference: payment.id }],
      };
    case 'declined':
    case 'unreachable': {
      // The network may tell of the reversal before its own answer comes.
      const unconfirmed = attempt.status === 'requires_action' && (reversed || raw?.code === 'voided');
      const givenUp = unconfirmed || source === 'expiry';
      const code: FailureCode = unconfirmed
        ? 'authentication_required'
        : outcome.status === 'declined'
          ? outcome.failureCode
          : 'network_unreachable';
      return {
        attempt: {
          ...attempt,
          ...told,
          status: 'failed',
          failure_code: code,
          action_url: null,
          trace: withTrace('failed'),
          completed_at: now,
        },
        payment: givenUp
          ? { ...payment, status: 'canceled', under_review: false, failure_code: code, completed_at: now }
          : failed(payment, code, attempt, now),
        posting: [{ kind: 'void', id: newId(), holdId, reference: payment.id }],
        counts: -1,
      };
    }
    case 'requires_action':
      return {
        attempt: {
          ...attempt,
          ...told,
          status: 'requires_action',
          action_url: outcome.actionUrl,
          trace: withTrace('unknown'),
        },
        payment: { ...payment, status: 'requires_action' },
        posting: [],
      };
    case 'authorized':
    case 'pending':
    case 'unknown':
      return { attempt: { ...attempt, ...told, trace: withTrace('unknown') }, payment, posting: [] };
  }
}

function failed(payment: PaymentRow, code: FailureCode, attempt: AttemptRow, now: Date): PaymentRow {
  const row: PaymentRow = {
    ...payment,
    status: 'requires_payment_method',
    under_review: false,
    failure_code: code,
  };
  return { ...row, retry_at: nextRetryAt(row, attempt, now) };
}

/** What did not go through is not counted against the day on which it was tried, unless it did in the end. */
function adjustSpending(
  tx: Transaction,
  changed: readonly Change[],
  sessions: ReadonlyMap<string, CheckoutSessionRow>,
  now: Date,
): void {
  const counted = changed.filter(({ payment, counts = 0 }) => counts !== 0 && countsAsSpending(payment.kind));
  const byDay = Map.groupBy(counted, ({ attempt }) => businessDay(attempt.started_at));
  for (const [day, changes] of [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const spendingOf = ({ payment: { customer_id, currency, amount } }: Change) => ({
      customer_id,
      currency,
      amount,
      count: 1,
      unproven_amount: 0n,
      unproven_count: 0,
    });
    const failed = changes.filter(({ counts = 0 }) => counts < 0);
    takeBackSpending(tx, failed.map(spendingOf), day);
    const succeeded = changes.filter(({ counts = 0 }) => counts > 0);
    addSpending(tx, succeeded.map(spendingOf), day, now);
    const byCode = (some: readonly Change[]) =>
      some.flatMap(({ payment: { customer_id: subject, currency, amount, checkout_session_id: id } }) => {
        const entry = id === null ? undefined : sessions.get(id)?.entry;
        return entry === 'payer_code' || entry === 'merchant_code'
          ? [{ subject, scope: entry, currency, amount, count: 1 }]
          : [];
      });
    takeBackUsage(tx, byCode(failed), day);
    addUsage(tx, byCode(succeeded), day);
  }
}
