import type { Transaction } from '../../platform/database/database.ts';
import type { ComplaintsContext } from './context.ts';
import { type ComplaintRow, endGoodwill, type GoodwillRow, readGoodwill } from './queries.ts';

async function heldOffer(tx: Transaction, { id }: ComplaintRow): Promise<GoodwillRow | undefined> {
  return (await readGoodwill(tx, [id])).find((row) => row.state === 'held');
}

export const sourceOf = ({ id, number }: ComplaintRow) => ({ complaintId: id, complaintNumber: number });

/** Pays what was offered with the proposal, if anything was, and tells the customer. */
export async function payGoodwill(
  { payments, identity }: ComplaintsContext,
  tx: Transaction,
  complaint: ComplaintRow,
): Promise<void> {
  const offer = await heldOffer(tx, complaint);
  if (offer === undefined) return;
  const { hold_id: id, amount, currency } = offer;
  const { customer_id: customerId } = complaint;
  const paymentId = await payments.goodwill.pay(tx, {
    id,
    customerId,
    amount,
    currency,
    source: sourceOf(complaint),
  });
  await endGoodwill(tx, id, 'paid', paymentId);
  await identity.notify(tx, customerId, 'goodwill_paid');
}

/** Takes back what was offered and is not accepted. */
export async function releaseGoodwill(
  { payments }: ComplaintsContext,
  tx: Transaction,
  complaint: ComplaintRow,
): Promise<void> {
  const offer = await heldOffer(tx, complaint);
  if (offer === undefined) return;
  await payments.goodwill.release(tx, { id: offer.hold_id, source: sourceOf(complaint) });
  await endGoodwill(tx, offer.hold_id, 'released');
}
