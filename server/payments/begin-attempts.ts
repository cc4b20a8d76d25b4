import { businessDay } from '../../contract/business-day.ts';
import type { PaymentPasswordEntry, PaymentPasswordResult } from '../identity/identity.ts';
import type { Posting } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Settled } from '../platform/group-commit.ts';
import { ProblemError } from '../platform/problem.ts';
import type { AttemptRequest, AttemptResult } from './attempt-request.ts';
import { type BatchFacts, readBatchFacts } from './batch-facts.ts';
import {
  type Candidate,
  checkAgainstLimits,
  mayLeaveOutPassword,
  recordPassword,
  recordRisk,
} from './checks.ts';
import { readConfirmations } from './confirmation.ts';
import type { PaymentsContext } from './context.ts';
import { announce } from './events.ts';
import { chargeHeldMilliseconds } from './expire-attempts.ts';
import { countsAsSpending } from './limits.ts';
import { insertAttempts, insertPayments, updatePayments } from './queries/attempts.ts';
import { markSessionsPaid } from './queries/checkout.ts';
import { addSpending } from './queries/spending.ts';
import { addKnownPayees, addUsage } from './queries/usage.ts';
import { refuse } from './refuse.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import { Trace } from './trace.ts';
import { payeesOf, usageOf } from './usage-facts.ts';

/**
 * Takes a batch of attempts through the checks, session, limits, payment password, risk and funds, and records them: one
 * transaction, whatever the batch's size. Attempts from the balance are done then; those that need a rail hold the amount
 * and stay `processing`. An attempt that fails a check is recorded with its trace and moves nothing; a request that cannot
 * be an attempt at all (unknown payment, key reused) is refused and leaves nothing.
 */
export async function beginAttempts(
  context: PaymentsContext,
  tx: Transaction,
  requests: readonly AttemptRequest[],
): Promise<Array<Settled<AttemptResult>>> {
  const { ledger, clock } = context;
  const now = clock.now();
  const day = businessDay(now);
  const started = performance.now();
  const facts = await readBatchFacts(context, tx, requests, day);
  const readTime = performance.now() - started;

  const results: Array<Settled<AttemptResult> | undefined> = requests.map((request) =>
    refuse(request, facts, now),
  );
  const firstWithKey = new Map<string, AttemptRequest>();
  const firstOfPayment = new Set<string>();
  const candidates: Candidate[] = [];
  requests.forEach((request, index) => {
    if (results[index] !== undefined) return;
    const key = `${request.caller.customerId} ${request.idempotencyKey}`;
    const sharesPayment = [request.paymentId, request.order.checkoutSessionId].filter((id) => id !== null);
    if (firstWithKey.has(key)) return;
    if (sharesPayment.some((id) => firstOfPayment.has(id))) {
      results[index] = { error: new ProblemError('payment_in_progress') };
      return;
    }
    firstWithKey.set(key, request);
    for (const id of sharesPayment) firstOfPayment.add(id);
    const { deviceId } = request.caller;
    candidates.push({ request, index, trace: new Trace().add('session', 'passed', readTime, { deviceId }) });
  });

  checkAgainstLimits(candidates, facts, now, context.config.rateLimitFactor);

  const passwordStarted = performance.now();
  const askedForPassword: Candidate[] = [];
  const entries: PaymentPasswordEntry[] = [];
  for (const candidate of candidates) {
    if (candidate.failureCode !== undefined) continue;
    const { proof, caller } = candidate.request;
    if (proof.kind === 'payment_password') {
      askedForPassword.push(candidate);
      entries.push({ customerId: caller.customerId, paymentPassword: proof.paymentPassword });
    } else if (!mayLeaveOutPassword(candidate, facts))
      results[candidate.index] = { error: new ProblemError('payment_password_required') };
  }
  const answers = await facts.paymentPasswords.verify(entries);
  const passwordTime = performance.now() - passwordStarted;
  askedForPassword.forEach((candidate, place) => {
    const answer = answers[place] as PaymentPasswordResult;
    if (answer.result === 'not_set')
      results[candidate.index] = { error: new ProblemError('payment_password_not_set') };
    else recordPassword(candidate, answer, passwordTime);
  });

  const undecided = candidates.filter(
    (candidate) => results[candidate.index] === undefined && candidate.failureCode === undefined,
  );
  const confirmations = await readConfirmations(context, tx, undecided);
  for (const candidate of undecided) {
    recordRisk(candidate, facts, now, confirmations.get(candidate));
    if (candidate.refusal !== undefined)
      results[candidate.index] = { error: new ProblemError(candidate.refusal) };
  }
  const alive = candidates.filter((candidate) => results[candidate.index] === undefined);

  const fundsStarted = performance.now();
  const payable = alive.filter((candidate) => candidate.failureCode === undefined);
  const postings = await ledger.post(
    tx,
    payable.map((candidate) => postingOf(candidate, now)),
  );
  const fundsTime = performance.now() - fundsStarted;
  payable.forEach((candidate, place) => {
    const posting = postings[place];
    const method = candidate.request.method.type;
    if (posting?.outcome === 'posted') {
      candidate.trace.add('funds', 'passed', fundsTime, { method });
    } else if (posting?.outcome === 'refused' && posting.reason === 'insufficient_funds') {
      candidate.failureCode = 'insufficient_balance';
      candidate.trace.add('funds', 'failed', fundsTime, {
        method,
        available: String(posting.available ?? 0n),
      });
    } else {
      throw new Error(
        `the ledger answered ${JSON.stringify(posting, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
      );
    }
  });

  const recorded = alive.map((candidate) => ({
    ...record(candidate, facts, now),
    index: candidate.index,
    request: candidate.request,
  }));
  insertPayments(
    tx,
    recorded.filter(({ isNew }) => isNew).map(({ payment }) => payment),
  );
  updatePayments(
    tx,
    recorded.filter(({ isNew }) => !isNew).map(({ payment }) => payment),
  );
  insertAttempts(
    tx,
    recorded.map(({ attempt }) => attempt),
  );
  markSessionsPaid(
    tx,
    recorded.flatMap(({ payment }) =>
      payment.status === 'succeeded' && payment.checkout_session_id ? [payment.checkout_session_id] : [],
    ),
  );
  count(tx, recorded, facts, day, now);
  announce(context, tx, recorded);
  await context.scheduleReviewEnds(
    tx,
    recorded.filter(({ payment }) => payment.under_review).map(({ attempt }) => attempt),
  );
  await context.scheduleInquiries(
    tx,
    recorded
      .filter(({ attempt, payment }) => attempt.status === 'processing' && !payment.under_review)
      .map(({ attempt }) => attempt),
  );

  for (const { index, payment, attempt } of recorded)
    results[index] = { value: { payment, attempt, replayed: false, customers: facts.customers } };
  return requests.map((request, index) => results[index] ?? resultOfTwin(request, requests, results));
}

function postingOf({ request, isHeld }: Candidate, now: Date): Posting {
  const { accounts, attemptId, paymentId, order } = request;
  if (accounts === undefined) throw new Error('an attempt without accounts passed the limits');
  const { debit, credit, via } = accounts;
  const posting = { id: attemptId, debit, credit, amount: order.amount, reference: paymentId };
  if (via === 'ledger' && !isHeld) return [{ kind: 'transfer', ...posting }];
  const expires =
    via === 'charge' ? { expiresAt: new Date(now.getTime() + chargeHeldMilliseconds) } : undefined;
  return [{ kind: 'hold', ...posting, ...expires }];
}

function record(
  { request, trace, failureCode, isHeld = false }: Candidate,
  facts: BatchFacts,
  now: Date,
): { isNew: boolean; payment: PaymentRow; attempt: AttemptRow } {
  const { order, caller, method } = request;
  const needsRail = request.accounts !== undefined && request.accounts.via !== 'ledger';
  const status = failureCode !== undefined ? 'failed' : needsRail || isHeld ? 'processing' : 'succeeded';
  if (status === 'succeeded') trace.add('rail', 'passed', 0, { rail: 'ledger' });
  const methodId = method.type === 'balance' ? null : method.id;
  const before = facts.payments.get(request.paymentId);
  const number = (before?.attempts ?? 0) + 1;
  const shared = {
    customer_id: caller.customerId,
    method_type: method.type,
    method_id: methodId,
    failure_code: failureCode ?? null,
  };
  return {
    isNew: request.isNew,
    payment: {
      ...shared,
      id: request.paymentId,
      kind: order.kind,
      status: status === 'failed' ? 'requires_payment_method' : status,
      amount: order.amount,
      currency: order.currency,
      payee_customer_id: order.payeeCustomerId,
      merchant_id: order.merchantId,
      checkout_session_id: order.checkoutSessionId,
      note: order.note,
      attempts: number,
      under_review: status === 'processing' && isHeld,
      created_at: before?.created_at ?? now,
      completed_at: status === 'succeeded' ? now : null,
    },
    attempt: {
      ...shared,
      id: request.attemptId,
      payment_id: request.paymentId,
      number,
      idempotency_key: request.idempotencyKey,
      fingerprint: request.fingerprint,
      status,
      rail_id: needsRail ? (request.accounts?.railId ?? null) : null,
      raw_network: null,
      raw_code: null,
      action_url: null,
      hold_id: status === 'processing' ? request.attemptId : null,
      trace: status === 'processing' ? trace.entries : trace.finish(),
      started_at: now,
      completed_at: status === 'processing' ? null : now,
    },
  };
}

/** Counts what went through or may yet, against its customer, device, payee and method. */
function count(
  tx: Transaction,
  recorded: ReadonlyArray<{ payment: PaymentRow; request: AttemptRequest }>,
  facts: BatchFacts,
  day: string,
  now: Date,
): void {
  const made = recorded.filter(({ payment }) => payment.status !== 'requires_payment_method');
  const additions = made
    .filter(({ payment }) => countsAsSpending(payment.kind))
    .map(({ payment: { customer_id, currency, amount }, request: { proof } }) => ({
      customer_id,
      currency,
      amount,
      count: 1,
      unproven_amount: proof.kind === 'none' ? amount : 0n,
      unproven_count: proof.kind === 'none' ? 1 : 0,
    }));
  addSpending(tx, additions, day, now);
  addUsage(tx, usageOf(made, facts.usage), day);
  addKnownPayees(tx, payeesOf(made.map(({ payment }) => payment)), now);
}

/** The result of a request whose key another request of the same batch used first. */
function resultOfTwin(
  request: AttemptRequest,
  requests: readonly AttemptRequest[],
  results: ReadonlyArray<Settled<AttemptResult> | undefined>,
): Settled<AttemptResult> {
  const place = requests.findIndex(
    (other) =>
      other.caller.customerId === request.caller.customerId &&
      other.idempotencyKey === request.idempotencyKey,
  );
  const result = results[place];
  if (result === undefined || 'error' in result) return result ?? { error: new Error('no result') };
  if (!requests[place]?.fingerprint.equals(request.fingerprint))
    return { error: new ProblemError('idempotency_key_reused') };
  return { value: { ...result.value, replayed: true } };
}
