import type { AccountKey, Posting } from '../../ledger/ledger.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { SettlementLine } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { clearingAccount, systemOwner } from '../movement.ts';

/** What a rail has cost us. Below zero when it has given back more than it took. */
function feeAccount(railId: string, currency: string): AccountKey {
  return {
    ownerId: systemOwner,
    purpose: `fees:${railId}`,
    currency,
    normalSide: 'debit',
    mayOverdraw: true,
  };
}

const accountsOf = (railId: string, currency: string) => [
  feeAccount(railId, currency),
  clearingAccount(railId, currency),
];

/** Opens what `bookFees` moves between; before its transaction. */
export async function openFeeAccounts(
  { ledger }: PaymentsContext,
  railId: string,
  lines: readonly SettlementLine[],
): Promise<void> {
  const used = new Set(lines.map(({ currency }) => currency));
  await ledger.accounts([...used].flatMap((currency) => accountsOf(railId, currency)));
}

/**
 * Books what a rail kept of each line: it owes us that much less. In the transaction that records the lines, and only of
 * those that are new, so once a line.
 */
export async function bookFees(
  { ledger }: PaymentsContext,
  tx: Transaction,
  railId: string,
  lines: readonly SettlementLine[],
): Promise<void> {
  const postings: Posting[] = [];
  for (const { reference, currency, fee } of lines) {
    if (fee === 0n) continue;
    const [expense, clearing] = (await ledger.find(tx, accountsOf(railId, currency))) as [bigint, bigint];
    const [debit, credit] = fee > 0n ? [expense, clearing] : [clearing, expense];
    const amount = fee > 0n ? fee : -fee;
    postings.push([{ kind: 'transfer', id: newId(), debit, credit, amount, reference }]);
  }
  const refused = (await ledger.post(tx, postings)).find(({ outcome }) => outcome !== 'posted');
  if (refused !== undefined) throw new Error(`booking fees, the ledger answered ${refused.outcome}`);
}
