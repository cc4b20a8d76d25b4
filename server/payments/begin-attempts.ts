import type { FailureCode } from '../../contract/failure.ts';
import type { PaymentPasswordResult } from '../identity/identity.ts';
import type { Posting } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Settled } from '../platform/group-commit.ts';
import { ProblemError } from '../platform/problem.ts';
import type { AttemptRequest, AttemptResult } from './attempt-request.ts';
import { type BatchFacts, readBatchFacts } from './batch-facts.ts';
import type { PaymentsContext } from './context.ts';
import { announce } from './events.ts';
import {
  businessDay,
  checkLimits,
  countsAsSpending,
  mostADay,
  mostPaymentsADay,
  nextBusinessDay,
} from './limits.ts';
import { insertAttempts, insertPayments, updatePayments } from './queries/attempts.ts';
import { markSessionsPaid } from './queries/checkout.ts';
import { addSpending, type Spending } from './queries/spending.ts';
import { wasRefusedForGood } from './refused-for-good.ts';
import { assessRisk } from './risk.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import { Trace } from './trace.ts';

/** Another batch used up a limit meanwhile; the attempt is to be asked again and will see it. */
export class SpendingRaceError extends Error {}

/** One attempt on its way through the checks. */
interface Candidate {
  request: AttemptRequest;
  index: number;
  trace: Trace;
  failureCode?: FailureCode;
}

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
  const { identity, ledger, clock } = context;
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

  checkAgainstLimits(candidates, facts, now);

  const passwordStarted = performance.now();
  const askedForPassword = candidates.filter((candidate) => candidate.failureCode === undefined);
  const answers = await identity.verifyPaymentPasswords(
    tx,
    askedForPassword.map(({ request }) => ({
      customerId: request.caller.customerId,
      paymentPassword: request.paymentPassword,
    })),
  );
  const passwordTime = performance.now() - passwordStarted;
  askedForPassword.forEach((candidate, place) => {
    const answer = answers[place] as PaymentPasswordResult;
    if (answer.result === 'not_set')
      results[candidate.index] = { error: new ProblemError('payment_password_not_set') };
    else recordPassword(candidate, answer, passwordTime);
  });

  const alive = candidates.filter((candidate) => results[candidate.index] === undefined);
  for (const candidate of alive) if (candidate.failureCode === undefined) recordRisk(candidate, facts, now);

  const fundsStarted = performance.now();
  const payable = alive.filter((candidate) => candidate.failureCode === undefined);
  const postings = await ledger.post(tx, payable.map(postingOf));
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

  const recorded = alive.map((candidate) => ({ ...record(candidate, facts, now), index: candidate.index }));
  await insertPayments(
    tx,
    recorded.filter(({ isNew }) => isNew).map(({ payment }) => payment),
  );
  await updatePayments(
    tx,
    recorded.filter(({ isNew }) => !isNew).map(({ payment }) => payment),
  );
  await insertAttempts(
    tx,
    recorded.map(({ attempt }) => attempt),
  );
  await markSessionsPaid(
    tx,
    recorded.flatMap(({ payment }) =>
      payment.status === 'succeeded' && payment.checkout_session_id ? [payment.checkout_session_id] : [],
    ),
  );
  await countSpending(tx, recorded, day);
  await announce(context, tx, recorded);
  await context.scheduleInquiries(
    tx,
    recorded.filter(({ attempt }) => attempt.status === 'processing').map(({ attempt }) => attempt),
  );

  for (const { index, payment, attempt } of recorded)
    results[index] = { value: { payment, attempt, replayed: false, customers: facts.customers } };
  return requests.map((request, index) => results[index] ?? resultOfTwin(request, requests, results));
}

/** Refusals that leave no attempt, and answers to keys that were used before. */
function refuse(request: AttemptRequest, facts: BatchFacts, now: Date): Settled<AttemptResult> | undefined {
  const { caller, order, method } = request;
  const refused = (...parameters: ConstructorParameters<typeof ProblemError>) => ({
    error: new ProblemError(...parameters),
  });
  const earlier = facts.attempts.get(`${caller.customerId} ${request.idempotencyKey}`);
  if (earlier !== undefined) {
    if (!earlier.attempt.fingerprint.equals(request.fingerprint)) return refused('idempotency_key_reused');
    return { value: { ...earlier, replayed: true } };
  }
  const customer = facts.customers.get(caller.customerId);
  if (customer === undefined) return refused('not_signed_in');
  if (customer.status === 'locked')
    return refused(
      'account_locked',
      customer.lockedUntil ? { retryAt: customer.lockedUntil.toISOString() } : {},
    );
  if (order.payeeCustomerId !== null && !facts.customers.has(order.payeeCustomerId))
    return refused('payee_not_found');
  if (method.type !== 'balance') {
    const stored = facts.methods.get(method.id);
    if (
      stored === undefined ||
      stored.customer_id !== caller.customerId ||
      stored.type !== method.type ||
      stored.removed_at !== null
    )
      return refused('not_found');
  }
  if (order.checkoutSessionId !== null) {
    const session = facts.sessions.get(order.checkoutSessionId);
    if (session === undefined) return refused('not_found');
    if (session.amount !== order.amount || session.currency !== order.currency)
      return refused('payment_changed');
    if (session.status !== 'open' || session.expires_at <= now) return refused('payment_not_payable');
    if (facts.occupiedSessions.has(session.id)) return refused('payment_in_progress');
  }
  if (request.isNew) return undefined;
  const payment = facts.payments.get(request.paymentId);
  if (payment === undefined || payment.customer_id !== caller.customerId) return refused('not_found');
  if (payment.status === 'processing' || payment.status === 'requires_action')
    return refused('payment_in_progress');
  if (payment.status !== 'requires_payment_method') return refused('payment_not_payable');
  if (wasRefusedForGood(facts.earlierAttempts.get(payment.id) ?? [], method))
    return refused('payment_not_payable');
  return undefined;
}

function checkAgainstLimits(candidates: readonly Candidate[], facts: BatchFacts, now: Date): void {
  const started = performance.now();
  for (const candidate of candidates) {
    const { order, caller, accounts } = candidate.request;
    const spent = facts.spending(caller.customerId, order.currency);
    const decision = checkLimits(order.kind, order.amount, spent);
    const elapsed = performance.now() - started;
    if (!decision.allowed) {
      candidate.failureCode = decision.code;
      const { limit, remaining } = decision;
      candidate.trace.add('limits', 'failed', elapsed, {
        limit,
        remaining,
        resetsAt: nextBusinessDay(now).toISOString(),
      });
    } else if (accounts === undefined) {
      candidate.failureCode = 'transaction_not_allowed';
      candidate.trace.add('limits', 'failed', elapsed, {
        limit: 'method_for_this_kind',
        method: candidate.request.method.type,
      });
    } else {
      candidate.trace.add('limits', 'passed', elapsed, {
        spentToday: spent.amount.toString(),
        paymentsToday: spent.count,
      });
      if (countsAsSpending(order.kind)) {
        // Later attempts of the same batch see this one as spent; one that fails further on makes them stricter, never looser.
        spent.amount += order.amount;
        spent.count += 1;
      }
    }
  }
}

function recordPassword(
  candidate: Candidate,
  answer: Exclude<PaymentPasswordResult, { result: 'not_set' }>,
  elapsed: number,
): void {
  switch (answer.result) {
    case 'correct':
      candidate.trace.add('payment_password', 'passed', elapsed);
      break;
    case 'incorrect':
      candidate.failureCode = 'incorrect_payment_password';
      candidate.trace.add('payment_password', 'failed', elapsed, { triesLeft: answer.triesLeft });
      break;
    case 'locked':
      candidate.failureCode = 'payment_password_locked';
      candidate.trace.add('payment_password', 'failed', elapsed, { lockedUntil: answer.until.toISOString() });
      break;
  }
}

function recordRisk(candidate: Candidate, facts: BatchFacts, now: Date): void {
  const started = performance.now();
  const { order, caller } = candidate.request;
  const registeredAt = facts.customers.get(caller.customerId)?.registeredAt ?? now;
  const decision = assessRisk({
    kind: order.kind,
    amount: order.amount,
    accountAgeHours: Math.floor((now.getTime() - registeredAt.getTime()) / 3_600_000),
    payee: order.payeeCustomerId === null ? undefined : facts.customers.get(order.payeeCustomerId),
  });
  if (!decision.allowed) candidate.failureCode = decision.code;
  candidate.trace.add('risk', decision.allowed ? 'passed' : 'failed', performance.now() - started, {
    rule: decision.rule,
  });
}

function postingOf({ request }: Candidate): Posting {
  const { accounts, attemptId, paymentId, order } = request;
  if (accounts === undefined) throw new Error('an attempt without accounts passed the limits');
  const { debit, credit, via } = accounts;
  const kind = via === 'ledger' ? 'transfer' : 'hold';
  return [{ kind, id: attemptId, debit, credit, amount: order.amount, reference: paymentId }];
}

function record(
  { request, trace, failureCode }: Candidate,
  facts: BatchFacts,
  now: Date,
): { isNew: boolean; payment: PaymentRow; attempt: AttemptRow } {
  const { order, caller, method } = request;
  const needsRail = request.accounts !== undefined && request.accounts.via !== 'ledger';
  const status = failureCode !== undefined ? 'failed' : needsRail ? 'processing' : 'succeeded';
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

async function countSpending(
  tx: Transaction,
  recorded: ReadonlyArray<{ payment: PaymentRow }>,
  day: string,
): Promise<void> {
  const additions: Spending[] = recorded
    .filter(({ payment }) => payment.status !== 'requires_payment_method' && countsAsSpending(payment.kind))
    .map(({ payment }) => ({
      customer_id: payment.customer_id,
      currency: payment.currency,
      amount: payment.amount,
      count: 1,
    }));
  const sums = await addSpending(tx, additions, day);
  if (sums.some((sum) => sum.amount > mostADay || sum.count > mostPaymentsADay))
    throw new SpendingRaceError();
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
