import * as contract from '../../../../contract/merchants.ts';
import type { Serve } from '../../../platform/http/serve.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problem.ts';
import type { PaymentsContext } from '../../context.ts';
import { createRates } from '../../rates.ts';
import { pageOf, standardPage } from '../page.ts';
import { beginPayout } from './pay-out.ts';
import { type BankAccountRow, viewPayout } from './payout.ts';
import {
  insertBankAccount,
  listBankAccounts,
  listPayoutRows,
  readPayout,
  removeBankAccount,
} from './queries.ts';
import { sendPayout } from './settle-payout.ts';

const viewAccount = (row: BankAccountRow): contract.MerchantBankAccount => ({
  id: row.id,
  bank: row.bank,
  last4: row.last4,
  addedAt: row.added_at.toISOString(),
});

export function registerPayoutRoutes(context: PaymentsContext, serve: Serve): void {
  const { db, rails, clock } = context;
  const take = createRates(context);

  serve(contract.addMerchantBankAccount, async ({ caller, body }) => {
    await take('addMethod', caller.merchantId);
    const tokenization = await rails.tokenizeBankAccount(body);
    if (tokenization.status === 'unavailable') throw new ProblemError('service_unavailable');
    if (tokenization.status === 'declined') throw new ProblemError(tokenization.failureCode);
    const { token, bank, last4 } = tokenization.method;
    const row: BankAccountRow = {
      id: newId(),
      merchant_id: caller.merchantId,
      rail_id: rails.forMethod('bank_account').id,
      token,
      bank,
      last4,
      added_at: clock.now(),
      removed_at: null,
    };
    await insertBankAccount(db, row);
    return viewAccount(row);
  });
  serve(contract.listMerchantBankAccounts, async ({ caller }) => ({
    bankAccounts: (await listBankAccounts(db, caller.merchantId)).map(viewAccount),
  }));
  serve(contract.removeMerchantBankAccount, async ({ caller, params }) => {
    if (!(await removeBankAccount(db, caller.merchantId, params.id, clock.now())))
      throw new ProblemError('not_found');
    return undefined;
  });

  serve(contract.createPayout, async ({ caller, body, idempotencyKey }) => {
    const row = await beginPayout(context, caller.merchantId, body, idempotencyKey);
    return viewPayout((await sendPayout(context, row.id, { again: false })) ?? row);
  });
  serve(contract.getPayout, async ({ caller, params }) => {
    const row = await readPayout(db, params.id);
    if (row?.merchant_id !== caller.merchantId) throw new ProblemError('not_found');
    return viewPayout(row);
  });
  serve(contract.listPayouts, async ({ caller, query }) => {
    const { before, limit = standardPage } = query;
    const rows = await listPayoutRows(db, caller.merchantId, { before, limit: limit + 1 });
    const { page, next } = pageOf(rows, limit);
    return { payouts: page.map(viewPayout), ...next };
  });
}
