import { type FailureRemedy, failure } from '../../../contract/failure.ts';
import type { Incident } from '../../../contract/incidents.ts';
import type { Payment, PaymentDetail, PaymentMethod, TraceEntry } from '../../../contract/payments.ts';
import type { World } from '../definition.ts';

/** What a guide about a payment learns. */
export interface PaymentFacts {
  /** The one it is about, with its trace. */
  payment?: PaymentDetail;
  /** Several that it may be about. */
  candidates?: Payment[];
  methods?: PaymentMethod[];
  /** What may be spent from the balance now, in the payment's currency. */
  available?: string;
  accountLocked?: boolean;
  /** Ways of paying that do not work now. */
  incidents?: Incident[];
  /** The instant of all of the above. */
  asOf?: string;
  /** Which one the customer said it is. */
  chosenPaymentId?: string;
  /** It was seen unpaid before in this run. */
  wasUnpaid?: boolean;
  /** The rail was asked in this run, and did not know. */
  askedRail?: boolean;
}

const unsettled: ReadonlySet<Payment['status']> = new Set([
  'processing',
  'requires_action',
  'requires_payment_method',
]);
const recentlyMilliseconds = 24 * 3_600_000;

/** Payments of the customer's own that have not succeeded: all of the last day, else the newest one. */
function unpaidOf(payments: readonly Payment[], now: Date): Payment[] {
  const unpaid = payments.filter(({ status }) => unsettled.has(status));
  const recent = unpaid.filter(
    ({ createdAt }) => now.getTime() - Date.parse(createdAt) <= recentlyMilliseconds,
  );
  return recent.length > 0 ? recent : unpaid.slice(0, 1);
}

export type PaymentKind = (payment: Payment) => boolean;

/** Reads the payment the run is about, or those it may be about, and with what it could be paid. */
export async function readPaymentFacts(
  world: World,
  facts: PaymentFacts,
  kinds: readonly PaymentKind[],
): Promise<PaymentFacts> {
  const named = facts.chosenPaymentId ?? world.subject.paymentId;
  const recent = named === undefined ? await world.recentPayments(50) : [];
  const candidates =
    kinds.map((isMeant) => unpaidOf(recent.filter(isMeant), world.now)).find((found) => found.length > 0) ??
    [];
  const only = candidates.length === 1 ? candidates[0]?.id : undefined;
  const paymentId = named ?? only;
  const payment = paymentId === undefined ? undefined : await world.payment(paymentId);
  const [methods, balances, customer, incidents] = [
    await world.methods(),
    await world.availableBalances(),
    await world.customer(),
    await world.incidents(),
  ];
  return {
    payment,
    candidates: candidates.length > 1 ? candidates.slice(0, 5) : undefined,
    methods,
    available: payment && String(balances[payment.currency] ?? 0n),
    accountLocked: customer?.status === 'locked',
    incidents,
    asOf: world.now.toISOString(),
    wasUnpaid: facts.wasUnpaid || (payment !== undefined && unsettled.has(payment.status)),
  };
}

/** The payment of a step that is only reached with one. */
export function paymentOf(facts: PaymentFacts): PaymentDetail {
  if (facts.payment === undefined) throw new Error('this step needs a payment');
  return facts.payment;
}

/** What the last attempt's trace says about the check that it did not pass. */
export function failedCheck(payment: PaymentDetail): TraceEntry | undefined {
  return payment.attempts.at(-1)?.trace.find((entry) => entry.result === 'failed');
}

export function firstRemedy(facts: PaymentFacts): FailureRemedy | undefined {
  const code = facts.payment?.failure?.code;
  return code && failure(code).remedies[0];
}

/** The incident that stands in the way of making this payment with a kind of method, if there is one. */
export function incidentOf(facts: PaymentFacts, type: Payment['method']['type']): Incident | undefined {
  const operation = facts.payment?.kind === 'withdrawal' ? 'payout' : 'charge';
  return facts.incidents?.find(
    (incident) => incident.methodType === type && incident.operation === operation && !incident.slower,
  );
}

/** The incident for which the payment was not sent or not answered, while it lasts. */
export function outageOf(facts: PaymentFacts): Incident | undefined {
  const { payment } = facts;
  const category = payment?.failure?.category;
  if (payment === undefined || !isUnpaid(facts) || (category !== 'network' && category !== 'system'))
    return undefined;
  return incidentOf(facts, payment.method.type);
}

export function isUnpaid(facts: PaymentFacts): boolean {
  return facts.payment?.status === 'requires_payment_method';
}

/** What is missing in the balance, in minor units; 0 when it suffices. */
export function shortfallOf(facts: PaymentFacts): bigint {
  const missing = BigInt(paymentOf(facts).amount) - BigInt(facts.available ?? '0');
  return missing > 0n ? missing : 0n;
}

/** Until when the payment password is locked, while it is. */
export function passwordLockedUntil(facts: PaymentFacts): Date | undefined {
  const payment = facts.payment;
  if (payment?.failure?.code !== 'payment_password_locked') return undefined;
  const until = failedCheck(payment)?.evidence.lockedUntil;
  const time = typeof until === 'string' ? new Date(until) : undefined;
  return time !== undefined && time.toISOString() > (facts.asOf ?? '') ? time : undefined;
}

/** The wallet's own limit that the payment went over: another method would not help. */
export function walletLimit(
  payment: PaymentDetail,
): { limit: string; remaining: string; resetsAt: Date | undefined } | undefined {
  const entry = failedCheck(payment);
  if (entry?.check !== 'limits') return undefined;
  const { limit, remaining, resetsAt } = entry.evidence;
  return {
    limit: String(limit),
    remaining: String(remaining ?? '0'),
    resetsAt: typeof resetsAt === 'string' ? new Date(resetsAt) : undefined,
  };
}
