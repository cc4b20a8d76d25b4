import type { Posting } from '../../ledger/ledger.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { RailOutcome } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { clearingAccount, merchantAccount, walletAccount } from '../movement.ts';
import { announceRefund } from './events.ts';
import { lockRefund, updateRefund } from './queries.ts';
import type { RefundRow } from './refund.ts';
import { scheduleRefund } from './schedule-refund.ts';

/**
 * Brings a refund to what its rail has told, in one transaction. What the card or bank refuses goes to the customer's balance
 * instead: the money has left the merchant, and reaches the customer whatever became of the card. Told twice, late or out of
 * order has no second effect.
 */
export async function settleRefund(
  context: PaymentsContext,
  id: string,
  outcome: RailOutcome,
): Promise<RefundRow | undefined> {
  const { db, ledger, clock } = context;
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, id);
    if (row === undefined || row.hold_id === null || row.destination === 'balance') return row;
    const raw = 'raw' in outcome ? outcome.raw : undefined;
    const told = { raw_network: raw?.network ?? row.raw_network, raw_code: raw?.code ?? row.raw_code };
    if (outcome.status === 'succeeded' && row.status === 'processing') {
      const done: RefundRow = { ...row, ...told, status: 'succeeded', completed_at: clock.now() };
      await postAll(ledger, tx, [{ kind: 'post', id: newId(), holdId: row.hold_id, reference: row.id }]);
      await updateRefund(tx, done);
      announceRefund(context, tx, done);
      return done;
    }
    if (outcome.status === 'declined') {
      const done: RefundRow = {
        ...row,
        ...told,
        status: 'succeeded',
        destination: 'balance',
        method_id: null,
        failure_code: outcome.failureCode,
        completed_at: clock.now(),
      };
      await postAll(ledger, tx, await toBalance(context, tx, row));
      await updateRefund(tx, done);
      announceRefund(context, tx, done);
      return done;
    }
    if (row.status === 'processing') await scheduleRefund(context, tx, row);
    return row;
  });
}

/** From the merchant, whose hold is released; or, when the rail had it and sent it back, from the rail. */
async function toBalance({ ledger }: PaymentsContext, tx: Transaction, row: RefundRow): Promise<Posting> {
  const returned = row.status === 'succeeded';
  const from = returned
    ? clearingAccount(row.rail_id as string, row.currency)
    : merchantAccount(row.merchant_id, row.currency);
  const [debit, credit] = (await ledger.find(tx, [from, walletAccount(row.customer_id, row.currency)])) as [
    bigint,
    bigint,
  ];
  return [
    ...(returned
      ? []
      : [{ kind: 'void' as const, id: newId(), holdId: row.hold_id as string, reference: row.id }]),
    { kind: 'transfer', id: newId(), debit, credit, amount: row.amount, reference: row.id },
  ];
}

async function postAll(ledger: PaymentsContext['ledger'], tx: Transaction, posting: Posting): Promise<void> {
  const [result] = await ledger.post(tx, [posting]);
  if (result?.outcome !== 'posted')
    throw new Error(`settling a refund, the ledger answered ${result?.outcome}`);
}
