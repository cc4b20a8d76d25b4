import type { RailOutcome } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { readMerchantNames } from '../queries/checkout.ts';
import { readMethods } from '../queries/methods.ts';
import { readRefund } from './queries.ts';
import type { RefundRow } from './refund.ts';
import { settleRefund } from './settle-refund.ts';

/**
 * Gives the order to the rail and settles by its answer. Refunds are idempotent at the rail under our reference; one that it
 * has never heard of is simply sent again. @returns the refund as it stands
 */
export async function sendRefund(
  context: PaymentsContext,
  id: string,
  { again }: { again: boolean },
): Promise<RefundRow | undefined> {
  const { db, rails } = context;
  const row = await readRefund(db, id);
  if (row === undefined || row.status !== 'processing' || row.rail_id === null) return row;
  const rail = rails.byId(row.rail_id);
  let outcome: RailOutcome | { status: 'not_found' } = { status: 'not_found' };
  if (again) outcome = await rail.inquire('refund', row.id);
  if (outcome.status === 'not_found') {
    const [method] = await readMethods(db, row.method_id === null ? [] : [row.method_id]);
    const payee = (await readMerchantNames(db, [row.merchant_id])).get(row.merchant_id) ?? '';
    outcome = await rail.refund({
      reference: row.id,
      charge: row.attempt_id,
      token: method?.token ?? '',
      amount: row.amount,
      currency: row.currency,
      payee,
      description: `refund ${row.payment_id}`,
    });
  }
  return settleRefund(context, id, outcome);
}
