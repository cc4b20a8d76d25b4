import type { Posting } from '../../../ledger/ledger.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { RailOutcome } from '../../../rails/rails.ts';
import type { PaymentsContext } from '../../context.ts';
import { clearingAccount, merchantAccount } from '../../movement.ts';
import { readMerchant } from '../queries.ts';
import { type PayoutRow, viewPayout } from './payout.ts';
import { lockPayout, readBankAccount, readPayout, updatePayout } from './queries.ts';

export const payoutTask = 'payments.payout';
const second = 1_000;
const day = 86_400 * second;
const askedForMilliseconds = 30 * day;

/** Makes sure that a payout under way is asked about until the bank has told, whatever becomes of this process. */
export async function schedulePayout(
  { jobs, clock, config, log }: PaymentsContext,
  tx: Transaction,
  row: PayoutRow,
): Promise<void> {
  const now = clock.now().getTime();
  const age = now - row.created_at.getTime();
  if (age > askedForMilliseconds) {
    log.error({ payoutId: row.id }, 'a payout is still under way after a month');
    return;
  }
  const wait = Math.min(Math.max(age, config.railTimeout + second), day);
  const payload = { payoutId: row.id };
  await jobs.add(tx, [{ task: payoutTask, payload, runAt: new Date(now + wait), key: `payout:${row.id}` }]);
}

/** Gives the order to the bank, or asks about it, and settles by the answer. @returns the payout as it stands */
export async function sendPayout(
  context: PaymentsContext,
  id: string,
  { again }: { again: boolean },
): Promise<PayoutRow | undefined> {
  const { db, rails } = context;
  const row = await readPayout(db, id);
  if (row === undefined || row.status !== 'processing') return row;
  const rail = rails.byId(row.rail_id);
  let outcome: RailOutcome | { status: 'not_found' } = { status: 'not_found' };
  if (again) outcome = await rail.inquire('payout', row.id);
  if (outcome.status === 'not_found') {
    const account = await readBankAccount(db, row.merchant_id, row.bank_account_id);
    const merchant = await readMerchant(db, row.merchant_id);
    if (rail.payout === undefined || account === undefined) throw new Error(`no payouts by ${rail.id}`);
    outcome = await rail.payout({
      reference: row.id,
      token: account.token,
      amount: row.amount,
      currency: row.currency,
      payee: merchant?.name ?? '',
      description: row.note ?? `payout ${row.id}`,
    });
  }
  return settlePayout(context, id, outcome);
}

/**
 * Brings a payout to what the bank has told, in one transaction: its hold is posted or voided with it. What the bank sends
 * back after it had it returns to the merchant. Told twice, late or out of order has no second effect.
 */
export async function settlePayout(
  context: PaymentsContext,
  id: string,
  outcome: RailOutcome,
): Promise<PayoutRow | undefined> {
  const { db, clock } = context;
  return db.transaction(async (tx) => {
    const row = await lockPayout(tx, id);
    if (row === undefined || row.status === 'failed') return row;
    if (outcome.status !== 'succeeded' && outcome.status !== 'declined') {
      if (row.status === 'processing') await schedulePayout(context, tx, row);
      return row;
    }
    const succeeded = outcome.status === 'succeeded';
    if (succeeded && row.status === 'succeeded') return row;
    const done: PayoutRow = {
      ...row,
      status: outcome.status === 'succeeded' ? 'succeeded' : 'failed',
      failure_code: outcome.status === 'declined' ? outcome.failureCode : null,
      raw_network: outcome.raw.network,
      raw_code: outcome.raw.code,
      completed_at: clock.now(),
    };
    const [result] = await context.ledger.post(tx, [await postingOf(context, tx, row, succeeded)]);
    if (result?.outcome !== 'posted')
      throw new Error(`settling a payout, the ledger answered ${result?.outcome}`);
    await updatePayout(tx, done);
    context.events.append(tx, [
      {
        topic: `payout.${done.status}`,
        subjectId: done.id,
        payload: { merchantId: done.merchant_id, payout: viewPayout(done) },
      },
    ]);
    return done;
  });
}

async function postingOf(
  { ledger }: PaymentsContext,
  tx: Transaction,
  row: PayoutRow,
  succeeded: boolean,
): Promise<Posting> {
  const { hold_id: holdId, id: reference, amount, currency } = row;
  if (succeeded) return [{ kind: 'post', id: newId(), holdId, reference }];
  if (row.status === 'processing') return [{ kind: 'void', id: newId(), holdId, reference }];
  const [debit, credit] = (await ledger.find(tx, [
    clearingAccount(row.rail_id, currency),
    merchantAccount(row.merchant_id, currency),
  ])) as [bigint, bigint];
  return [{ kind: 'transfer', id: newId(), debit, credit, amount, reference }];
}
