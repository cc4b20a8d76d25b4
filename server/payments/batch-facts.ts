import type { Currency } from '../../contract/money.ts';
import type { CustomerProfile, LockedPaymentPasswords } from '../identity/identity.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { AttemptRequest } from './attempt-request.ts';
import type { PaymentsContext } from './context.ts';
import {
  findAttemptsByKey,
  lockPayments,
  readAttemptsOfPayments,
  readPayments,
  readPaymentsOfSessions,
} from './queries/attempts.ts';
import { lockSessions } from './queries/checkout.ts';
import { readMethods } from './queries/methods.ts';
import { readPreferences } from './queries/preferences.ts';
import { readSpending, type Spending } from './queries/spending.ts';
import { readKnownPayees, readUsage } from './queries/usage.ts';
import type { AttemptRow, CheckoutSessionRow, MethodRow, PaymentRow } from './rows.ts';
import { payeesAskedFor, UsageFacts, usageAskedFor } from './usage-facts.ts';

/** What a batch of attempts is decided on; payments, checkout sessions and the payers' payment passwords are locked. */
export interface BatchFacts {
  /** By "customer key". */
  attempts: Map<string, { attempt: AttemptRow; payment: PaymentRow }>;
  payments: Map<string, PaymentRow>;
  /** What has been tried for those payments. */
  earlierAttempts: Map<string, AttemptRow[]>;
  sessions: Map<string, CheckoutSessionRow>;
  /** Sessions that a payment other than those of this batch has paid or is paying. */
  occupiedSessions: Set<string>;
  methods: Map<string, MethodRow>;
  customers: Map<string, CustomerProfile>;
  /** Of the payers. */
  paymentPasswords: LockedPaymentPasswords;
  /** Most that customers who sent no payment password may pay without; read only where one did. */
  smallPaymentLimits: ReadonlyMap<string, bigint>;
  /** Today's usage of devices, payees and stored methods. */
  usage: UsageFacts;
  /** "customer payee" of those asked about who have been paid before. */
  knownPayees: ReadonlySet<string>;
  /** Sums of the day; a batch adds to them as it goes. */
  spending(customerId: string, currency: Currency): Spending;
}

const present = (value: string | null): value is string => value !== null;

export async function readBatchFacts(
  { identity }: PaymentsContext,
  tx: Transaction,
  requests: readonly AttemptRequest[],
  day: string,
): Promise<BatchFacts> {
  const customerIds = requests.map((request) => request.caller.customerId);
  const payerIds = [...new Set(customerIds)];
  const earlierIds = requests.filter((request) => !request.isNew).map((request) => request.paymentId);
  const sessionIds = requests.map((request) => request.order.checkoutSessionId).filter(present);
  const methodIds = requests.flatMap(({ method }) => (method.type === 'balance' ? [] : [method.id]));
  const payeeIds = requests.map((request) => request.order.payeeCustomerId).filter(present);
  const unprovenIds = requests
    .filter(({ proof }) => proof.kind === 'none')
    .map(({ caller }) => caller.customerId);
  // Sent together, in this order. The reads come after the locks, so that they see what the transactions waited for have
  // committed: an attempt under the same key, what was spent today.
  const [
    payments,
    sessions,
    paymentPasswords,
    earlierAttempts,
    ofSessions,
    made,
    methods,
    customers,
    spending,
    preferences,
    usage,
    knownPayees,
  ] = await Promise.all([
    lockPayments(tx, earlierIds),
    lockSessions(tx, sessionIds),
    identity.lockPaymentPasswords(tx, payerIds),
    readAttemptsOfPayments(tx, earlierIds),
    readPaymentsOfSessions(tx, sessionIds),
    findAttemptsByKey(
      tx,
      customerIds,
      requests.map((request) => request.idempotencyKey),
    ),
    readMethods(tx, methodIds),
    identity.customers(tx, [...new Set([...payerIds, ...payeeIds])]),
    readSpending(tx, payerIds, day),
    readPreferences(tx, unprovenIds),
    readUsage(tx, usageAskedFor(requests), day),
    readKnownPayees(tx, payeesAskedFor(requests)),
  ]);
  const ofMade = await readPayments(
    tx,
    made.map((attempt) => attempt.payment_id),
  );
  const madePayments = new Map(ofMade.map((payment) => [payment.id, payment]));
  const sums = new Map(spending.map((row) => [`${row.customer_id} ${row.currency}`, row]));
  const asked = new Set(requests.map((request) => request.paymentId));

  return {
    attempts: new Map(
      made.map((attempt) => [
        `${attempt.customer_id} ${attempt.idempotency_key}`,
        { attempt, payment: madePayments.get(attempt.payment_id) as PaymentRow },
      ]),
    ),
    payments,
    earlierAttempts: Map.groupBy(earlierAttempts, (attempt) => attempt.payment_id),
    sessions,
    occupiedSessions: new Set(
      ofSessions
        .filter(
          (payment) =>
            !asked.has(payment.id) &&
            payment.status !== 'requires_payment_method' &&
            payment.status !== 'canceled',
        )
        .map((payment) => payment.checkout_session_id as string),
    ),
    methods: new Map(methods.map((method) => [method.id, method])),
    customers,
    paymentPasswords,
    smallPaymentLimits: new Map([...preferences].map(([id, row]) => [id, row.small_payment_limit])),
    usage: new UsageFacts(usage),
    knownPayees,
    spending(customerId, currency) {
      const key = `${customerId} ${currency}`;
      let sum = sums.get(key);
      if (sum === undefined) {
        sum = {
          customer_id: customerId,
          currency,
          amount: 0n,
          count: 0,
          unproven_amount: 0n,
          unproven_count: 0,
          month_amount: 0n,
          minute: 0n,
          minute_count: 0,
        };
        sums.set(key, sum);
      }
      return sum;
    },
  };
}
