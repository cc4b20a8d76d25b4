import type { AccountKey } from '../../ledger/ledger.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { PaymentsContext } from '../context.ts';
import { clearingAccount, systemOwner } from '../movement.ts';
import { insertSuspense, type NewSuspense } from './queries.ts';

/** What we owe somebody whom we do not know yet. */
export function suspenseAccount(currency: string): AccountKey {
  return { ownerId: systemOwner, purpose: 'suspense', currency, normalSide: 'credit', mayOverdraw: false };
}

/** Opens what `bookSuspense` moves between; before its transaction. */
export async function openSuspenseAccounts(
  { ledger }: PaymentsContext,
  railId: string,
  currency: string,
): Promise<void> {
  await ledger.accounts([clearingAccount(railId, currency), suspenseAccount(currency)]);
}

/** Puts money that a rail has collected for nobody we know on the suspense account, once. @returns the item's id */
export async function bookSuspense(
  { ledger }: PaymentsContext,
  tx: Transaction,
  item: Omit<NewSuspense, 'id'>,
): Promise<string> {
  const { id, isNew } = await insertSuspense(tx, { id: newId(), ...item });
  if (!isNew) return id;
  const accounts = [clearingAccount(item.railId, item.currency), suspenseAccount(item.currency)];
  const [debit, credit] = (await ledger.find(tx, accounts)) as [bigint, bigint];
  const [result] = await ledger.post(tx, [
    [{ kind: 'transfer', id: newId(), debit, credit, amount: item.amount, reference: id }],
  ]);
  if (result?.outcome !== 'posted')
    throw new Error(`booking to suspense, the ledger answered ${result?.outcome}`);
  return id;
}
