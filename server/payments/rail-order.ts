import type { RailOrder, RailOutcome } from '../rails/rails.ts';
import type { PaymentsContext } from './context.ts';
import { readMerchantNames } from './queries/checkout.ts';
import type { AttemptRow, MethodRow, PaymentRow } from './rows.ts';

/** Sends an attempt to its rail. Sent again it is the same order there: the reference is the attempt's id. */
export async function sendToRail(
  { db, rails }: PaymentsContext,
  payment: PaymentRow,
  attempt: AttemptRow,
  method: MethodRow,
): Promise<RailOutcome> {
  const rail = rails.byId(attempt.rail_id as string);
  const order: RailOrder = {
    reference: attempt.id,
    token: method.token,
    amount: payment.amount,
    currency: payment.currency,
    payee:
      payment.merchant_id === null
        ? 'UPay'
        : ((await readMerchantNames(db, [payment.merchant_id])).get(payment.merchant_id) ?? 'UPay'),
    description: payment.note ?? payment.kind,
  };
  if (payment.kind !== 'withdrawal') return rail.charge(order);
  if (rail.payout === undefined) throw new Error(`rail ${rail.id} has no payouts`);
  return rail.payout(order);
}
