import type { Currency } from '../../contract/money.ts';
import type { AccountKey, Ledger, Posting } from '../ledger/ledger.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { systemOwner, walletAccount } from './movement.ts';

interface Offer {
  id: string;
  customerId: string;
  /** Minor units. */
  amount: bigint;
  currency: Currency;
  reference: string;
}

/** Money that we give a customer of our own accord: set aside when it is offered and paid when it is accepted, or given at once. */
export interface Goodwill {
  /** Opens the accounts; before the transaction of `reserve` or `give`, which may not. */
  prepare(customerId: string, currency: Currency): Promise<void>;
  /** What was accepted before; the same id again changes nothing. */
  give(tx: Transaction, offer: Offer): Promise<void>;
  /** `id` names the reservation; the same one again changes nothing. */
  reserve(tx: Transaction, offer: Offer): Promise<void>;
  pay(tx: Transaction, offer: { id: string; reference: string }): Promise<void>;
  release(tx: Transaction, offer: { id: string; reference: string }): Promise<void>;
}

/** What we have given of our own accord: an expense, so it grows on its debit side and has no end but the approvals'. */
function goodwillAccount(currency: Currency): AccountKey {
  return { ownerId: systemOwner, purpose: 'goodwill', currency, normalSide: 'debit', mayOverdraw: true };
}

export function createGoodwill(ledger: Ledger): Goodwill {
  const accountsOf = (customerId: string, currency: Currency) =>
    ledger.accounts([goodwillAccount(currency), walletAccount(customerId, currency)]);

  async function post(tx: Transaction, posting: Posting): Promise<void> {
    const [result] = await ledger.post(tx, [posting]);
    if (result?.outcome === 'refused')
      throw new Error(`the ledger refused a goodwill credit: ${result.reason}`);
  }

  async function move(tx: Transaction, kind: 'hold' | 'transfer', offer: Offer): Promise<void> {
    const { id, customerId, amount, currency, reference } = offer;
    const [debit, credit] = (await accountsOf(customerId, currency)) as [bigint, bigint];
    await post(tx, [{ kind, id, debit, credit, amount, reference }]);
  }

  return {
    async prepare(customerId, currency) {
      await accountsOf(customerId, currency);
    },
    reserve: (tx, offer) => move(tx, 'hold', offer),
    give: (tx, offer) => move(tx, 'transfer', offer),
    pay: (tx, { id, reference }) => post(tx, [{ kind: 'post', id: newId(), holdId: id, reference }]),
    release: (tx, { id, reference }) => post(tx, [{ kind: 'void', id: newId(), holdId: id, reference }]),
  };
}
