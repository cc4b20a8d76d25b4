import { businessDay } from '../../contract/business-day.ts';
import type { PaymentMethod } from '../../contract/payments.ts';
import type { PaymentSettings } from '../../contract/payment-settings.ts';
import type { Queryable } from '../platform/database/database.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PaymentsContext } from './context.ts';
import { listMethods } from './queries/methods.ts';
import { orderMethods, readPreferences, setSmallPaymentLimit } from './queries/preferences.ts';
import { readSpending } from './queries/spending.ts';
import { mostUnprovenADay, mostUnprovenPaymentsADay, unprovenLeft } from './small-payments.ts';
import { viewMethod } from './view.ts';

/** How a customer pays; who has chosen nothing pays from the balance first and always with the payment password. */
export async function readSettings(
  { clock }: PaymentsContext,
  q: Queryable,
  customerId: string,
): Promise<PaymentSettings> {
  const preference = (await readPreferences(q, [customerId])).get(customerId);
  const spending = await readSpending(q, [customerId], businessDay(clock.now()));
  const spent = spending.find(({ currency }) => currency === 'CNY') ?? {
    unproven_amount: 0n,
    unproven_count: 0,
  };
  const left = unprovenLeft(spent);
  return {
    balanceFirst: preference?.balance_first ?? true,
    smallPayments: {
      limit: String(preference?.small_payment_limit ?? 0n),
      currency: 'CNY',
      perDay: { amount: mostUnprovenADay.toString(), count: mostUnprovenPaymentsADay },
      leftToday: { amount: left.amount.toString(), count: left.count },
    },
  };
}

/** A wrong payment password is counted as everywhere. Throws payment_password_not_set, _locked, incorrect_payment_password. */
export async function chooseSmallPayments(
  context: PaymentsContext,
  caller: { customerId: string; deviceId: string },
  { limit, paymentPassword }: { limit: string; paymentPassword: string },
): Promise<PaymentSettings> {
  const { customerId, deviceId } = caller;
  const at = context.clock.now();
  const answer = await context.db.transaction(async (tx) => {
    const locked = await context.identity.lockPaymentPasswords(tx, [customerId]);
    const [proof] = await locked.verify([{ customerId, paymentPassword }]);
    if (proof?.result !== 'correct') return proof;
    await setSmallPaymentLimit(tx, customerId, BigInt(limit), at);
    const details = { limit };
    await context.identity.audit.append(tx, [
      { at, action: 'small_payments.chosen', customerId, deviceId, details },
    ]);
    return proof;
  });
  switch (answer?.result) {
    case 'correct':
      return readSettings(context, context.db, customerId);
    case 'incorrect':
      throw new ProblemError('incorrect_payment_password', { triesLeft: answer.triesLeft });
    case 'locked':
      throw new ProblemError('payment_password_locked', { retryAt: answer.until.toISOString() });
    default:
      throw new ProblemError('payment_password_not_set');
  }
}

/** Throws conflict when the ids are not exactly the customer's methods. */
export async function chooseOrder(
  { db, clock }: PaymentsContext,
  customerId: string,
  { balanceFirst, ids }: { balanceFirst: boolean; ids: readonly string[] },
): Promise<PaymentMethod[]> {
  await db.transaction(async (tx) => {
    if (!(await orderMethods(tx, customerId, balanceFirst, ids, clock.now())))
      throw new ProblemError('conflict');
  });
  return (await listMethods(db, customerId)).map(viewMethod);
}
