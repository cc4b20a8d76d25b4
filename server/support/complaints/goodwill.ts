import type { Transaction } from '../../platform/database/database.ts';
import type { ComplaintsContext } from './context.ts';
import { type GoodwillRow, readGoodwill, setGoodwillState } from './queries.ts';

async function heldOffer(tx: Transaction, complaintId: string): Promise<GoodwillRow | undefined> {
  return (await readGoodwill(tx, [complaintId])).find((row) => row.state === 'held');
}

/** Pays what was offered with the proposal, if anything was. */
export async function payGoodwill(
  { payments }: ComplaintsContext,
  tx: Transaction,
  complaintId: string,
): Promise<void> {
  const offer = await heldOffer(tx, complaintId);
  if (offer === undefined) return;
  await payments.goodwill.pay(tx, { id: offer.hold_id, reference: complaintId });
  await setGoodwillState(tx, offer.hold_id, 'paid');
}

/** Takes back what was offered and is not accepted. */
export async function releaseGoodwill(
  { payments }: ComplaintsContext,
  tx: Transaction,
  complaintId: string,
): Promise<void> {
  const offer = await heldOffer(tx, complaintId);
  if (offer === undefined) return;
  await payments.goodwill.release(tx, { id: offer.hold_id, reference: complaintId });
  await setGoodwillState(tx, offer.hold_id, 'released');
}
