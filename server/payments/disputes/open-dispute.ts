import type { openDispute } from '../../../contract/disputes.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { sha256 } from '../../platform/crypto.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import { disputeCoverAccount, merchantAccount, walletAccount } from '../movement.ts';
import { lockPayments, readPayments } from '../queries/attempts.ts';
import type { PaymentRow } from '../rows.ts';
import type { DisputeRow } from './dispute.ts';
import { announceDispute } from './events.ts';
import { findDisputeByKey, insertDispute, readDisputeOfPayment } from './queries.ts';

const day = 86_400_000;
/** How long after a payment it can be disputed, a merchant has to answer, and we have to decide. */
const disputableDays = 180;
const respondDays = 7;
const decideDays = 30;
export const clockTask = 'payments.dispute-clock';

/**
 * Opens a dispute and reserves what is left of the payment, in one transaction: on the merchant's account as far as its
 * balance goes, and on our own for the rest, as the card networks' acquirers do.
 * @throws not_found, dispute_not_possible, idempotency_key_reused
 */
export async function beginDispute(
  context: PaymentsContext,
  customerId: string,
  paymentId: string,
  body: BodyOf<typeof openDispute>,
  idempotencyKey: string,
): Promise<DisputeRow> {
  const { db, ledger } = context;
  const fingerprint = sha256(JSON.stringify([paymentId, body.reason, body.description]));
  const [known] = await readPayments(db, [paymentId]);
  if (known?.customer_id !== customerId) throw new ProblemError('not_found');
  // Accounts are opened outside of transactions.
  await ledger.accounts([
    walletAccount(customerId, known.currency),
    disputeCoverAccount(known.currency),
    ...(known.merchant_id === null ? [] : [merchantAccount(known.merchant_id, known.currency)]),
  ]);
  return db.transaction(async (tx) => {
    const payment = (await lockPayments(tx, [paymentId])).get(paymentId) as PaymentRow;
    // After the lock, so that the same request sent twice at once finds itself.
    const before = await findDisputeByKey(tx, customerId, idempotencyKey);
    if (before !== undefined) {
      if (!before.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
      return before;
    }
    const row = await reserve(context, tx, payment, { ...body, idempotencyKey, fingerprint });
    await insertDispute(tx, row);
    announceDispute(context, tx, row, true);
    if (row.respond_by !== null)
      await context.jobs.add(tx, [
        {
          task: clockTask,
          payload: { disputeId: row.id },
          runAt: row.respond_by,
          key: `dispute:${row.id}`,
        },
      ]);
    return row;
  });
}

async function reserve(
  { ledger, clock }: PaymentsContext,
  tx: Transaction,
  payment: PaymentRow,
  request: BodyOf<typeof openDispute> & { idempotencyKey: string; fingerprint: Buffer },
): Promise<DisputeRow> {
  const now = clock.now();
  const amount = payment.amount - (payment.refunded_amount ?? 0n) - (payment.disputed_amount ?? 0n);
  const age = now.getTime() - (payment.completed_at?.getTime() ?? 0);
  const last = await readDisputeOfPayment(tx, payment.id);
  const isPossible =
    payment.status === 'succeeded' &&
    payment.kind !== 'top_up' &&
    payment.kind !== 'goodwill' &&
    amount > 0n &&
    age <= disputableDays * day &&
    // What was decided stays so; what was withdrawn may be taken up again.
    (last === undefined || last.status === 'withdrawn');
  if (!isPossible) throw new ProblemError('dispute_not_possible');

  const { merchant_id: merchantId, customer_id: customerId, currency } = payment;
  const id = newId();
  const [wallet, cover] = (await ledger.find(tx, [
    walletAccount(customerId, currency),
    disputeCoverAccount(currency),
  ])) as [bigint, bigint];
  const merchantPart =
    merchantId === null
      ? { amount: 0n, holdId: null }
      : await reserveFromMerchant(ledger, tx, { merchantId, currency, amount, wallet, id });
  const coverAmount = amount - merchantPart.amount;
  const coverHoldId = coverAmount > 0n ? newId() : null;
  if (coverHoldId !== null) {
    const [result] = await ledger.post(tx, [
      [{ kind: 'hold', id: coverHoldId, debit: cover, credit: wallet, amount: coverAmount, reference: id }],
    ]);
    if (result?.outcome !== 'posted')
      throw new Error(`opening a dispute, the ledger answered ${result?.outcome}`);
  }
  return {
    id,
    payment_id: payment.id,
    customer_id: customerId,
    merchant_id: merchantId,
    amount,
    currency,
    reason: request.reason,
    description: request.description,
    status: merchantId === null ? 'under_review' : 'needs_response',
    merchant_amount: merchantPart.amount,
    merchant_hold_id: merchantPart.holdId,
    cover_amount: coverAmount,
    cover_hold_id: coverHoldId,
    opened_at: now,
    respond_by: merchantId === null ? null : new Date(now.getTime() + respondDays * day),
    decide_by: new Date(now.getTime() + decideDays * day),
    responded_at: null,
    closed_at: null,
    decided_by: null,
    decision_reason: null,
    approval_id: null,
    refund_id: null,
    idempotency_key: request.idempotencyKey,
    fingerprint: request.fingerprint,
  };
}

/** As much as the merchant has. Its balance may change until the hold is made, so the ledger has the last word. */
async function reserveFromMerchant(
  ledger: PaymentsContext['ledger'],
  tx: Transaction,
  part: { merchantId: string; currency: DisputeRow['currency']; amount: bigint; wallet: bigint; id: string },
): Promise<{ amount: bigint; holdId: string | null }> {
  const [account] = (await ledger.find(tx, [merchantAccount(part.merchantId, part.currency)])) as [bigint];
  let available = part.amount;
  while (available > 0n) {
    const holdId = newId();
    const [result] = await ledger.post(tx, [
      [
        {
          kind: 'hold',
          id: holdId,
          debit: account,
          credit: part.wallet,
          amount: available,
          reference: part.id,
        },
      ],
    ]);
    if (result?.outcome === 'posted') return { amount: available, holdId };
    if (result?.outcome !== 'refused' || result.reason !== 'insufficient_funds')
      throw new Error(`opening a dispute, the ledger answered ${result?.outcome}`);
    // Under the lock that the refusal took, what it says is what there is.
    available = result.available ?? 0n;
  }
  return { amount: 0n, holdId: null };
}
