import type { Posting, Transfer } from '../../ledger/ledger.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { PaymentsContext } from '../context.ts';
import { createGoodwill } from '../goodwill/goodwill.ts';
import { disputeCoverAccount, merchantAccount } from '../movement.ts';
import type { Refunds } from '../refunds/refunds.ts';
import type { DisputeRow } from './dispute.ts';
import { announceDispute } from './events.ts';
import { updateDispute } from './queries.ts';

export interface Closing {
  outcome: 'won' | 'lost' | 'withdrawn';
  decidedBy?: string;
  reason?: string;
}

/**
 * Closes an open dispute, locked by the caller, together with its money. Won or withdrawn: what was reserved is released.
 * Lost: what a merchant was paid goes back as a refund, to where it came from; what nobody but us stands for is a
 * goodwill credit. `refunds.prepare` must have been called before the transaction.
 */
export async function closeDispute(
  context: PaymentsContext,
  refunds: Pick<Refunds, 'begin'>,
  tx: Transaction,
  row: DisputeRow,
  { outcome, decidedBy, reason }: Closing,
): Promise<DisputeRow> {
  const { ledger, clock, jobs } = context;
  const closed: DisputeRow = {
    ...row,
    status: outcome,
    closed_at: clock.now(),
    decided_by: decidedBy ?? null,
    decision_reason: reason ?? null,
  };
  // First of all the amount is no longer disputed: only then may it be refunded.
  await updateDispute(tx, closed);
  if (outcome === 'lost' && row.merchant_id === null)
    await createGoodwill(context).pay(tx, {
      id: row.cover_hold_id as string,
      customerId: row.customer_id,
      amount: row.cover_amount,
      currency: row.currency,
      source: { disputeId: row.id },
    });
  else {
    const [result] = await ledger.post(tx, [await postingOf(context, tx, row, outcome)]);
    if (result?.outcome !== 'posted')
      throw new Error(`closing a dispute, the ledger answered ${result?.outcome}`);
  }
  if (outcome === 'lost' && row.merchant_id !== null) {
    const refund = await refunds.begin(tx, {
      paymentId: row.payment_id,
      amount: row.amount,
      reason: 'dispute',
      requestedBy: 'dispute',
      requesterId: row.id,
      idempotencyKey: 'dispute lost',
    });
    closed.refund_id = refund.id;
    await updateDispute(tx, closed);
  }
  await jobs.remove(tx, [`dispute:${row.id}`]);
  announceDispute(context, tx, closed);
  return closed;
}

async function postingOf(
  { ledger }: PaymentsContext,
  tx: Transaction,
  row: DisputeRow,
  outcome: Closing['outcome'],
): Promise<Posting> {
  const {
    id: reference,
    merchant_hold_id: merchantHold,
    cover_hold_id: coverHold,
    merchant_id: merchantId,
  } = row;
  const release = (holdId: string | null): Transfer[] =>
    holdId === null ? [] : [{ kind: 'void', id: newId(), holdId, reference }];
  if (outcome !== 'lost') return [...release(merchantHold), ...release(coverHold)];
  // The refund takes all of it from the merchant; what the merchant did not have, we give it for that.
  const transfers = [...release(merchantHold), ...release(coverHold)];
  if (row.cover_amount > 0n) {
    const [debit, credit] = (await ledger.find(tx, [
      disputeCoverAccount(row.currency),
      merchantAccount(merchantId as string, row.currency),
    ])) as [bigint, bigint];
    transfers.push({ kind: 'transfer', id: newId(), debit, credit, amount: row.cover_amount, reference });
  }
  return transfers;
}
