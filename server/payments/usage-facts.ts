import type { Currency } from '../../contract/money.ts';
import type { AttemptRequest } from './attempt-request.ts';
import { countsAsSpending } from './limits.ts';
import type { Ceiling, PayeePair, Usage, UsageScope } from './queries/usage.ts';
import { matters, mostADayUnseen } from './risk.ts';
import type { PaymentRow } from './rows.ts';

/** By what a request's usage is counted: its device and payee when it is more than small, its card or account always. */
function subjectsOf({
  caller,
  order,
  method,
  proof,
}: AttemptRequest): Array<Pick<Usage, 'subject' | 'scope'>> {
  const subjects: Array<Pick<Usage, 'subject' | 'scope'>> = [];
  if (order.entry === 'payer_code' || order.entry === 'merchant_code')
    subjects.push({ scope: order.entry, subject: caller.customerId });
  if (order.entry === 'payer_code' && proof.kind === 'none')
    subjects.push({ scope: 'payer_code_unproven', subject: caller.customerId });
  if (method.type !== 'balance' && order.kind !== 'withdrawal')
    subjects.push({ scope: 'method', subject: method.id });
  if (!countsAsSpending(order.kind) || order.amount < matters.counted) return subjects;
  subjects.push({ scope: 'device', subject: caller.deviceId });
  if (order.payeeCustomerId !== null) subjects.push({ scope: 'payee', subject: order.payeeCustomerId });
  return subjects;
}

/** What of today's usage a batch is decided on. */
export function usageAskedFor(requests: readonly AttemptRequest[]): Array<Pick<Usage, 'subject' | 'scope'>> {
  return requests.flatMap(subjectsOf);
}

/** Whose payees must be looked up, because much would go to a stranger. */
export function payeesAskedFor(requests: readonly AttemptRequest[]): PayeePair[] {
  return requests.flatMap(({ caller, order }) =>
    order.payeeCustomerId !== null && order.amount >= matters.payee
      ? [{ customerId: caller.customerId, payeeId: order.payeeCustomerId }]
      : [],
  );
}

/** What attempts that went through or may yet add to the day's usage, as long as that stays what it was decided on. */
export function usageOf(
  made: ReadonlyArray<{ request: AttemptRequest }>,
  facts: UsageFacts,
): Array<Usage & { ceiling?: Ceiling }> {
  return made.flatMap(({ request: { order, ...request } }) =>
    subjectsOf({ order, ...request }).map(({ scope, subject }) => {
      const addition = { scope, subject, currency: order.currency, amount: order.amount, count: 1 };
      if (scope !== 'device' && scope !== 'payee') return addition;
      const most = mostADayUnseen[scope];
      const { amount, count } = facts.of(scope, subject, order.currency);
      // Past it already, people look at whatever comes.
      return amount > most.amount || count > most.count ? addition : { ...addition, ceiling: most };
    }),
  );
}

/** Whom these payments make known: those paid more than a small sum. */
export function payeesOf(payments: readonly PaymentRow[]): PayeePair[] {
  return payments.flatMap(({ customer_id: customerId, payee_customer_id: payeeId, amount }) =>
    payeeId !== null && amount >= matters.counted ? [{ customerId, payeeId }] : [],
  );
}

/** Today's usage by subject; a batch adds to it as it goes. */
export class UsageFacts {
  readonly #sums: Map<string, { amount: bigint; count: number }>;

  constructor(rows: readonly Usage[]) {
    this.#sums = new Map(rows.map((row) => [`${row.scope} ${row.subject} ${row.currency}`, row]));
  }

  of(scope: UsageScope, subject: string, currency: Currency): { amount: bigint; count: number } {
    const key = `${scope} ${subject} ${currency}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { amount: 0n, count: 0 };
      this.#sums.set(key, sum);
    }
    return sum;
  }

  /** Counts a request that has passed the limits or the rules of risk, so that later ones of its batch see it there. */
  add(request: AttemptRequest, passed: 'limits' | 'risk'): void {
    for (const { scope, subject } of subjectsOf(request)) {
      if ((scope === 'device' || scope === 'payee') !== (passed === 'risk')) continue;
      const sum = this.of(scope, subject, request.order.currency);
      sum.amount += request.order.amount;
      sum.count += 1;
    }
  }
}
