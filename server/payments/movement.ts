import type { Currency } from '../../contract/money.ts';
import type { PaymentKind } from '../../contract/payments.ts';
import type { AccountKey } from '../ledger/ledger.ts';

/** Owner of the accounts that belong to no customer or merchant. */
export const systemOwner = '00000000-0000-0000-0000-000000000000';

export function walletAccount(customerId: string, currency: Currency): AccountKey {
  return { ownerId: customerId, purpose: 'wallet', currency, normalSide: 'credit', mayOverdraw: false };
}

export function merchantAccount(merchantId: string, currency: Currency): AccountKey {
  return { ownerId: merchantId, purpose: 'merchant', currency, normalSide: 'credit', mayOverdraw: false };
}

/** What a rail owes us for money it has collected, less what it has paid out; negative while it is ahead. */
export function clearingAccount(railId: string, currency: string): AccountKey {
  return {
    ownerId: systemOwner,
    purpose: `clearing:${railId}`,
    currency,
    normalSide: 'debit',
    mayOverdraw: true,
  };
}

/** What customers owe us: payouts that went through after their money had been given back and spent. */
export function payoutsOwedAccount(currency: Currency): AccountKey {
  return {
    ownerId: systemOwner,
    purpose: 'receivable:payouts',
    currency,
    normalSide: 'debit',
    mayOverdraw: false,
  };
}

/** What we pay ourselves for disputes that a merchant's balance does not cover, or that concern no merchant. */
export function disputeCoverAccount(currency: Currency): AccountKey {
  return {
    ownerId: systemOwner,
    purpose: 'dispute_cover',
    currency,
    normalSide: 'credit',
    mayOverdraw: true,
  };
}

export interface Parties {
  kind: PaymentKind;
  currency: Currency;
  customerId: string;
  payeeCustomerId: string | null;
  merchantId: string | null;
}

/** Where a payment's money comes from and goes to, and what moves it. */
export interface Movement {
  debit: AccountKey;
  credit: AccountKey;
  via: 'ledger' | 'charge' | 'payout';
}

/**
 * From the balance, a payment is one posting. From a card or bank account, the rail is charged while the amount is held
 * between its clearing account and the receiver's. A withdrawal is held on the wallet until the bank has it.
 * @returns undefined when this kind cannot be paid this way
 */
export function movementOf(
  parties: Parties,
  method: 'balance' | 'card' | 'bank_account',
  railId: string | null,
): Movement | undefined {
  const { kind, currency, customerId, payeeCustomerId, merchantId } = parties;
  if (kind === 'goodwill') return undefined;
  const wallet = walletAccount(customerId, currency);
  const clearing = railId === null ? undefined : clearingAccount(railId, currency);
  if (kind === 'withdrawal')
    return method === 'bank_account' && clearing
      ? { debit: wallet, credit: clearing, via: 'payout' }
      : undefined;
  if (kind === 'top_up') return clearing ? { debit: clearing, credit: wallet, via: 'charge' } : undefined;
  const credit =
    kind === 'transfer'
      ? walletAccount(payeeCustomerId as string, currency)
      : merchantAccount(merchantId as string, currency);
  return clearing ? { debit: clearing, credit, via: 'charge' } : { debit: wallet, credit, via: 'ledger' };
}
