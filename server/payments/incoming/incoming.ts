import { isCurrency } from '../../../contract/money.ts';
import { getDepositDetails } from '../../../contract/suspense.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { CreditListener } from '../../rails/rails.ts';
import type { PaymentsContext } from '../context.ts';
import { clearingAccount, walletAccount } from '../movement.ts';
import { bookSuspense, openSuspenseAccounts } from '../suspense/book.ts';
import { creditCustomer } from './credit-customer.ts';
import { findCreditorReferences, newCreditorReference } from './creditor-reference.ts';
import { keepReference, readReferenceOwners } from './queries.ts';

/**
 * Money that comes by bank transfer: to the customer whose reference came with it, else to suspense. A reference of two
 * customers at once is nobody's; money in a currency that customers cannot hold, or of an amount finer than its minor unit,
 * waits for people.
 */
export function createIncoming(context: PaymentsContext): {
  credit: CreditListener;
  routes(serve: Serve): void;
} {
  const { db, clock, ledger, rails } = context;
  return {
    async credit({ railId, bankReference, amount, currency, ...credit }) {
      const references = findCreditorReferences(credit.creditorReference, credit.remittance);
      const owners = await readReferenceOwners(db, references);
      const [customerId] = owners;
      const payerAccount = credit.payerAccount ?? null;
      const statedAmount = credit.statedAmount ?? null;
      if (owners.length === 1 && customerId !== undefined && isCurrency(currency) && statedAmount === null) {
        const from = clearingAccount(railId, currency);
        await ledger.accounts([from, walletAccount(customerId, currency)]);
        await db.transaction((tx) =>
          creditCustomer(context, tx, {
            customerId,
            railId,
            bankReference,
            amount,
            currency,
            payerAccount,
            from,
          }),
        );
        return;
      }
      await openSuspenseAccounts(context, railId, currency);
      await db.transaction((tx) =>
        bookSuspense(context, tx, {
          source: 'bank_statement',
          railId,
          reference: bankReference,
          amount,
          currency,
          statedAmount,
          payerName: credit.payerName ?? null,
          payerAccount,
          remittance: credit.remittance ?? credit.creditorReference ?? null,
          bookedAt: credit.bookedAt,
          receivedAt: clock.now(),
        }),
      );
    },

    routes(serve) {
      serve(getDepositDetails, async ({ caller }) => {
        const { name, number } = rails.transfers.account;
        const reference = await keepReference(db, caller.customerId, newCreditorReference(), clock.now());
        return { accountName: name, accountNumber: number, reference };
      });
    },
  };
}
