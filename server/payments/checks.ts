import type { FailureCode } from '../../contract/failure.ts';
import type { PaymentPasswordResult } from '../identity/identity.ts';
import type { AttemptRequest } from './attempt-request.ts';
import type { BatchFacts } from './batch-facts.ts';
import { checkLimits, countsAsSpending, limitResetsAt, mostByCodeADay } from './limits.ts';
import { minuteOf } from './queries/spending.ts';
import { assessRisk, matters } from './risk.ts';
import { mayGoUnproven } from './small-payments.ts';
import type { Trace } from './trace.ts';

/** One attempt on its way through the checks. */
export interface Candidate {
  request: AttemptRequest;
  index: number;
  trace: Trace;
  failureCode?: FailureCode;
  /** It is to be asked for in another way, and leaves nothing. */
  refusal?: 'payment_password_required' | 'step_up_required' | 'step_up_void';
  /** Held for review: the amount is held, and people decide. */
  isHeld?: boolean;
}

/** The second check: the amounts and counts of the wallet's own limits, and whether this kind can be paid this way. */
export function checkAgainstLimits(
  candidates: readonly Candidate[],
  facts: BatchFacts,
  now: Date,
  factor: number,
): void {
  const started = performance.now();
  const minute = minuteOf(now);
  for (const candidate of candidates) {
    const { order, caller, accounts, method } = candidate.request;
    const spent = facts.spending(caller.customerId, order.currency);
    const { reducedLimitsUntil: reducedUntil, dailyLimit } = facts.customers.get(caller.customerId) ?? {};
    if (spent.minute !== minute) Object.assign(spent, { minute, minute_count: 0 });
    const ofMethod =
      method.type === 'balance' || order.kind === 'withdrawal'
        ? {}
        : { method: facts.usage.of('method', method.id, order.currency) };
    const ofCode =
      order.entry === 'payer_code' || order.entry === 'merchant_code'
        ? {
            code: {
              kind: order.entry,
              amount: facts.usage.of(order.entry, caller.customerId, order.currency).amount,
            },
          }
        : {};
    const decision = checkLimits(
      order.kind,
      order.amount,
      { ...spent, ...ofMethod, ...ofCode },
      { reduced: reducedUntil !== undefined, factor, dailyLimit },
    );
    const elapsed = performance.now() - started;
    if (!decision.allowed) {
      candidate.failureCode = decision.code;
      const { limit, remaining } = decision;
      candidate.trace.add('limits', 'failed', elapsed, {
        limit,
        remaining,
        resetsAt: limitResetsAt(limit, now).toISOString(),
        ...(reducedUntil === undefined ? {} : { reducedUntil: reducedUntil.toISOString() }),
      });
    } else if (accounts === undefined) {
      candidate.failureCode = 'transaction_not_allowed';
      candidate.trace.add('limits', 'failed', elapsed, {
        limit: 'method_for_this_kind',
        method: candidate.request.method.type,
      });
    } else {
      facts.usage.add(candidate.request, 'limits');
      candidate.trace.add('limits', 'passed', elapsed, {
        spentToday: spent.amount.toString(),
        paymentsToday: spent.count,
      });
      if (countsAsSpending(order.kind)) {
        // Later attempts of the same batch see this one as spent; one that fails further on makes them stricter, never looser.
        spent.amount += order.amount;
        spent.month_amount += order.amount;
        spent.count += 1;
        spent.minute_count += 1;
      }
    }
  }
}

/**
 * The third check for those who sent no payment password.
 * @returns false when it must be asked for: then nothing is recorded and the same key may be sent again with it
 */
export function mayLeaveOutPassword(candidate: Candidate, facts: BatchFacts): boolean {
  const { proof, caller, order } = candidate.request;
  if (proof.kind === 'standing') {
    candidate.trace.add('payment_password', 'passed', 0, { rule: proof.rule });
    return true;
  }
  const spent = facts.spending(caller.customerId, order.currency);
  const limit = facts.smallPaymentLimits.get(caller.customerId) ?? 0n;
  const recovered = facts.customers.get(caller.customerId)?.reducedLimitsUntil !== undefined;
  if (recovered || !facts.paymentPasswords.isUsable(caller.customerId)) return false;
  if (!mayGoUnproven({ ...order, limit, spent })) return false;
  if (order.entry === 'payer_code') {
    const unproven = facts.usage.of('payer_code_unproven', caller.customerId, order.currency).amount;
    // This one is in it already.
    if (unproven > mostByCodeADay.payer_code_unproven) return false;
  }
  spent.unproven_amount += order.amount;
  spent.unproven_count += 1;
  candidate.trace.add('payment_password', 'skipped', 0, { rule: 'small_payment', limit: limit.toString() });
  return true;
}

/** The third check, as identity decided it. */
export function recordPassword(
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

/** The fourth check. @param confirmed whether the confirmation it brings along is its own; undefined when it brings none */
export function recordRisk(
  candidate: Candidate,
  facts: BatchFacts,
  now: Date,
  confirmed: boolean | undefined,
): void {
  const started = performance.now();
  const { order, caller, method, proof } = candidate.request;
  const hoursSince = (time: Date) => Math.floor((now.getTime() - time.getTime()) / 3_600_000);
  const { payeeCustomerId: payeeId, currency } = order;
  const addedAt = method.type === 'balance' ? undefined : facts.methods.get(method.id)?.added_at;
  const decision = assessRisk({
    kind: order.kind,
    amount: order.amount,
    accountAgeHours: hoursSince(facts.customers.get(caller.customerId)?.registeredAt ?? now),
    payee: payeeId === null ? undefined : facts.customers.get(payeeId),
    payeeIsKnown: order.amount < matters.payee || facts.knownPayees.has(`${caller.customerId} ${payeeId}`),
    methodAgeHours: addedAt && hoursSince(addedAt),
    isProven: proof.kind !== 'none',
    caution: caller.caution,
    // A standing order was confirmed when it was given; nobody is there to be asked.
    confirmed: confirmed === true || proof.kind === 'standing',
    deviceToday: facts.usage.of('device', caller.deviceId, currency),
    payeeToday: payeeId === null ? { amount: 0n, count: 0 } : facts.usage.of('payee', payeeId, currency),
  });
  const { outcome, rule } = decision;
  if (confirmed === false) candidate.refusal = 'step_up_void';
  else if (outcome === 'step_up') candidate.refusal = 'step_up_required';
  else if (outcome === 'confirm') candidate.refusal = 'payment_password_required';
  else if (outcome === 'refuse') candidate.failureCode = decision.code;
  else if (outcome === 'hold') candidate.isHeld = true;
  const result = outcome === 'refuse' ? 'failed' : outcome === 'hold' ? 'unknown' : 'passed';
  candidate.trace.add('risk', result, performance.now() - started, {
    rule,
    ...(outcome === 'hold' ? { outcome } : {}),
    ...(confirmed === true ? { confirmed } : {}),
  });
  if (candidate.refusal === undefined) facts.usage.add(candidate.request, 'risk');
}
