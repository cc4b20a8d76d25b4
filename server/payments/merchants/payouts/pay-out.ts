import type { createPayout } from '../../../../contract/merchants.ts';
import type { BodyOf } from '../../../../contract/route.ts';
import { sha256 } from '../../../platform/crypto.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problem.ts';
import type { PaymentsContext } from '../../context.ts';
import { clearingAccount, merchantAccount } from '../../movement.ts';
import type { PayoutRow } from './payout.ts';
import { findPayoutByKey, insertPayout, readBankAccount } from './queries.ts';
import { schedulePayout } from './settle-payout.ts';

/**
 * Begins a payout: the amount is held on the merchant's account until the bank has it.
 * @throws not_found for a bank account that is not the merchant's, merchant_balance_insufficient, idempotency_key_reused
 */
export async function beginPayout(
  context: PaymentsContext,
  merchantId: string,
  body: BodyOf<typeof createPayout>,
  idempotencyKey: string,
): Promise<PayoutRow> {
  const { db, ledger, clock } = context;
  const fingerprint = sha256(
    JSON.stringify([body.bankAccountId, body.amount, body.currency, body.note ?? null]),
  );
  const account = await readBankAccount(db, merchantId, body.bankAccountId);
  if (account === undefined || account.removed_at !== null) throw new ProblemError('not_found');
  const [debit, credit] = (await ledger.accounts([
    merchantAccount(merchantId, body.currency),
    clearingAccount(account.rail_id, body.currency),
  ])) as [bigint, bigint];
  const row: PayoutRow = {
    id: newId(),
    merchant_id: merchantId,
    bank_account_id: account.id,
    amount: BigInt(body.amount),
    currency: body.currency,
    note: body.note ?? null,
    status: 'processing',
    rail_id: account.rail_id,
    hold_id: newId(),
    failure_code: null,
    raw_network: null,
    raw_code: null,
    idempotency_key: idempotencyKey,
    fingerprint,
    created_at: clock.now(),
    completed_at: null,
  };
  return db.transaction(async (tx) => {
    if (!(await insertPayout(tx, row))) {
      const before = (await findPayoutByKey(tx, merchantId, idempotencyKey)) as PayoutRow;
      if (!before.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
      return before;
    }
    const { amount, hold_id: id } = row;
    const [result] = await ledger.post(tx, [
      [{ kind: 'hold', id, debit, credit, amount, reference: row.id }],
    ]);
    if (result?.outcome === 'refused' && result.reason === 'insufficient_funds')
      throw new ProblemError('merchant_balance_insufficient');
    if (result?.outcome !== 'posted') throw new Error(`paying out, the ledger answered ${result?.outcome}`);
    await schedulePayout(context, tx, row);
    return row;
  });
}
