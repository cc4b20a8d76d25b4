import type { Posting } from '../../ledger/ledger.ts';
import { sha256 } from '../../platform/crypto.ts';
import { sqlState, type Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { PaymentsContext } from '../context.ts';
import { clearingAccount, merchantAccount, walletAccount } from '../movement.ts';
import { lockPayments, readAttemptsOfPayments, readPayments } from '../queries/attempts.ts';
import type { AttemptRow, PaymentRow } from '../rows.ts';
import { announceRefund } from './events.ts';
import { findRefundByKey, insertRefund } from './queries.ts';
import type { RefundRequest, RefundRow } from './refund.ts';
import { scheduleRefund } from './schedule-refund.ts';

const checkViolation = '23514';

/** Accounts are opened outside of transactions: call it before one that begins a refund of this payment. */
export async function openRefundAccounts({ db, ledger }: PaymentsContext, paymentId: string): Promise<void> {
  const [payment] = await readPayments(db, [paymentId]);
  if (payment?.merchant_id == null) return;
  await ledger.accounts([
    merchantAccount(payment.merchant_id, payment.currency),
    walletAccount(payment.customer_id, payment.currency),
  ]);
}

/** The attempt whose money went to the merchant; one that succeeded too late went to the balance and is no part of it. */
export function payingAttempt(attempts: readonly AttemptRow[]): AttemptRow {
  const paid = attempts.find(
    ({ status, trace }) =>
      status === 'succeeded' && !trace.some(({ evidence }) => evidence.creditedTo === 'balance'),
  );
  if (paid === undefined) throw new Error('a payment that succeeded without an attempt that did');
  return paid;
}

/**
 * Begins a refund in `tx`. To the balance it is done by this; to a card or bank account the amount is held on the merchant's
 * account until the rail has it. What was given back of a payment is counted under its lock and by the database.
 * @throws not_found, payment_not_refundable, refund_exceeds_payment, merchant_balance_insufficient, idempotency_key_reused
 */
export async function beginRefund(
  context: PaymentsContext,
  tx: Transaction,
  request: RefundRequest,
): Promise<RefundRow> {
  const fingerprint = sha256(
    JSON.stringify([
      request.paymentId,
      request.amount?.toString() ?? null,
      request.reason,
      request.note ?? null,
    ]),
  );
  const asIs = (row: RefundRow): RefundRow => {
    if (!row.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
    return row;
  };
  const before = await findRefundByKey(tx, request.requesterId, request.idempotencyKey);
  if (before !== undefined) return asIs(before);

  const payment = (await lockPayments(tx, [request.paymentId])).get(request.paymentId);
  if (payment === undefined) throw new ProblemError('not_found');
  if (request.requestedBy === 'merchant' && payment.merchant_id !== request.requesterId)
    throw new ProblemError('not_found');
  // Asked for twice at once: the second was waiting for the lock.
  const meanwhile = await findRefundByKey(tx, request.requesterId, request.idempotencyKey);
  if (meanwhile !== undefined) return asIs(meanwhile);

  const left = refundable(payment);
  const amount = request.amount ?? left;
  if (amount <= 0n || amount > left) throw new ProblemError('refund_exceeds_payment');
  const attempt = payingAttempt(await readAttemptsOfPayments(tx, [payment.id]));
  const toBalance = attempt.method_type === 'balance';
  const now = context.clock.now();
  const row: RefundRow = {
    id: newId(),
    payment_id: payment.id,
    customer_id: payment.customer_id,
    merchant_id: payment.merchant_id as string,
    amount,
    currency: payment.currency,
    reason: request.reason,
    note: request.note ?? null,
    status: toBalance ? 'succeeded' : 'processing',
    destination: attempt.method_type,
    method_id: attempt.method_id,
    attempt_id: attempt.id,
    rail_id: toBalance ? null : attempt.rail_id,
    hold_id: toBalance ? null : newId(),
    failure_code: null,
    raw_network: null,
    raw_code: null,
    requested_by: request.requestedBy,
    requester_id: request.requesterId,
    idempotency_key: request.idempotencyKey,
    fingerprint,
    created_at: now,
    completed_at: toBalance ? now : null,
  };
  await insertCounted(tx, row);
  const posting = await postingOf(context, tx, row);
  const [result] = await context.ledger.post(tx, [posting]);
  if (result?.outcome === 'refused' && result.reason === 'insufficient_funds')
    throw new ProblemError('merchant_balance_insufficient');
  if (result?.outcome !== 'posted') throw new Error(`refunding, the ledger answered ${result?.outcome}`);
  announceRefund(context, tx, row);
  if (request.audited !== undefined)
    await context.identity.audit.append(tx, [
      {
        at: now,
        action: 'refund.begun',
        ...request.audited,
        customerId: row.customer_id,
        details: { refundId: row.id, paymentId: row.payment_id, amount: String(row.amount), note: row.note },
      },
    ]);
  if (row.status === 'processing') await scheduleRefund(context, tx, row);
  return row;
}

/**
 * What is left of a payment to a merchant to be given back, in minor units.
 * @throws payment_not_refundable
 */
export function refundable(payment: PaymentRow): bigint {
  const left = payment.amount - (payment.refunded_amount ?? 0n) - (payment.disputed_amount ?? 0n);
  const allIsDisputed = left <= 0n && payment.disputed_amount;
  if (payment.status !== 'succeeded' || payment.merchant_id === null || allIsDisputed)
    throw new ProblemError('payment_not_refundable');
  return left;
}

/** The database counts as well: whatever the code above believed, more than was captured is never given back. */
async function insertCounted(tx: Transaction, row: RefundRow): Promise<void> {
  try {
    if (!(await insertRefund(tx, row))) throw new ProblemError('conflict');
  } catch (error) {
    if (sqlState(error) === checkViolation) throw new ProblemError('refund_exceeds_payment');
    throw error;
  }
}

async function postingOf({ ledger }: PaymentsContext, tx: Transaction, row: RefundRow): Promise<Posting> {
  const source = merchantAccount(row.merchant_id, row.currency);
  const target =
    row.rail_id === null
      ? walletAccount(row.customer_id, row.currency)
      : clearingAccount(row.rail_id, row.currency);
  // Both were opened when the payment was made, or before this transaction.
  const [debit, credit] = (await ledger.find(tx, [source, target])) as [bigint, bigint];
  return [
    {
      kind: row.hold_id === null ? 'transfer' : 'hold',
      id: row.hold_id ?? newId(),
      debit,
      credit,
      amount: row.amount,
      reference: row.id,
    },
  ];
}
