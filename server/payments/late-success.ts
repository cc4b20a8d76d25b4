import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { completedPayment } from './completed-payment.ts';
import type { PaymentsContext } from './context.ts';
import { movementOf, payoutsOwedAccount, walletAccount } from './movement.ts';
import { readPaymentsOfSessions } from './queries/attempts.ts';
import { readSessions } from './queries/checkout.ts';
import type { AttemptRow, PaymentRow } from './rows.ts';
import type { Change } from './settle-attempts.ts';
import { Trace, withRailEntry } from './trace.ts';

/**
 * The rail took or sent the money although we had concluded that it had not. If the payment still waits, it is done by
 * this. If it has been paid or given up meanwhile, money that came goes to the customer's balance, and money that went
 * leaves it, with a line of its own in the bills. Either way once: the attempt is then `succeeded`, and what is told of it
 * again changes nothing. What the balance no longer covers of a payout is booked as owed by the customer, named by the
 * payment, for people to collect.
 */
export async function lateSuccess(
  { ledger, log }: PaymentsContext,
  tx: Transaction,
  attempt: AttemptRow,
  payment: PaymentRow,
  now: Date,
): Promise<Change | undefined> {
  const parties = {
    kind: payment.kind,
    currency: payment.currency,
    customerId: payment.customer_id,
    payeeCustomerId: payment.payee_customer_id,
    merchantId: payment.merchant_id,
  };
  const movement = movementOf(parties, attempt.method_type, attempt.rail_id);
  if (movement === undefined || movement.via === 'ledger') return undefined;
  const finishes = payment.status === 'requires_payment_method' && (await mayFinish(tx, payment));
  const wallet = walletAccount(payment.customer_id, payment.currency);
  const credit = finishes || movement.via === 'payout' ? movement.credit : wallet;
  // Both were opened before the attempt began.
  const [debitId, creditId] = (await ledger.find(tx, [movement.debit, credit])) as [bigint, bigint];
  const parts = [{ debit: debitId, amount: payment.amount }];
  let owed = 0n;
  if (movement.via === 'payout') {
    const available = (await ledger.balances(tx, [debitId])).get(debitId)?.available ?? 0n;
    if (available < payment.amount) {
      const [owedId] = await ledger.find(tx, [payoutsOwedAccount(payment.currency)]);
      if (owedId === undefined) throw new Error(`attempt ${attempt.id}: no account for payouts owed`);
      owed = payment.amount - (available > 0n ? available : 0n);
      parts[0] = { debit: debitId, amount: payment.amount - owed };
      parts.push({ debit: owedId, amount: owed });
      log.error({ attemptId: attempt.id, owed: owed.toString() }, 'a customer owes what a payout took');
    }
  }
  const owes: Record<string, string> = owed > 0n ? { owed: owed.toString() } : {};
  const line = finishes ? undefined : lineOf(attempt, payment, movement.via, now, owes);
  const trace = withRailEntry(attempt.trace, 'passed', 0, {
    rail: attempt.rail_id,
    outcome: 'late_success',
    creditedTo: movement.via === 'payout' ? 'bank' : finishes ? 'payment' : 'balance',
    ...owes,
  });
  return {
    attempt: { ...attempt, status: 'succeeded', failure_code: null, trace, completed_at: now },
    payment: finishes ? { ...payment, status: 'succeeded', failure_code: null, completed_at: now } : payment,
    counts: finishes ? 1 : 0,
    posting: parts
      .filter(({ amount }) => amount > 0n)
      .map(({ debit, amount }) => ({
        kind: 'transfer',
        id: newId(),
        debit,
        credit: creditId,
        amount,
        reference: line?.payment.id ?? payment.id,
      })),
    ...(line === undefined ? {} : { line }),
  };
}

/** The payment waits for this money no more, so what it did to the balance is a line of its own in the bills. */
function lineOf(
  { id, customer_id: customerId, method_type, method_id }: AttemptRow,
  { amount, currency, id: lateFor }: PaymentRow,
  via: 'charge' | 'payout',
  now: Date,
  owes: Record<string, string>,
): NonNullable<Change['line']> {
  return completedPayment(
    {
      customerId,
      kind: via === 'payout' ? 'withdrawal' : 'top_up',
      amount,
      currency,
      method: { method_type, method_id },
      key: `late:${id}`,
      // The rail knows it by the attempt that it was.
      trace: new Trace().add('rail', 'passed', 0, { outcome: 'late_success', lateFor, ...owes }).entries,
    },
    now,
  );
}

/** Not when its checkout session was ended, or somebody else has paid, or is paying, it. */
async function mayFinish(tx: Transaction, payment: PaymentRow): Promise<boolean> {
  if (payment.checkout_session_id === null) return true;
  const [[session], ofSession] = await Promise.all([
    readSessions(tx, [payment.checkout_session_id]),
    readPaymentsOfSessions(tx, [payment.checkout_session_id]),
  ]);
  return (
    session?.status === 'open' &&
    ofSession.every(
      ({ id, status }) => id === payment.id || status === 'requires_payment_method' || status === 'canceled',
    )
  );
}
