import type { Currency } from '../../../contract/money.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountKey } from '../../ledger/ledger.ts';
import { completedPayment } from '../completed-payment.ts';
import type { PaymentsContext } from '../context.ts';
import { announce } from '../events.ts';
import { walletAccount } from '../movement.ts';
import { findAttemptsByKey, insertAttempts, insertPayments } from '../queries/attempts.ts';
import { Trace } from '../trace.ts';
import { insertPayingAccount } from './queries.ts';

/** Money that came by bank transfer, once it is known whose it is. */
export interface IncomingMoney {
  customerId: string;
  railId: string;
  /** The bank's own name of the movement: it is credited once. */
  bankReference: string;
  amount: bigint;
  currency: Currency;
  payerAccount: string | null;
  /** What it leaves: the rail's clearing account, or suspense. Open. */
  from: AccountKey;
}

/** Credits a customer's balance with a top-up that shows in their bills. Open the wallet's account before the transaction. */
export async function creditCustomer(
  context: PaymentsContext,
  tx: Transaction,
  money: IncomingMoney,
): Promise<void> {
  const { ledger, clock } = context;
  const { customerId, railId, bankReference, amount, currency } = money;
  const key = `bank:${bankReference}`;
  if ((await findAttemptsByKey(tx, [customerId], [key])).length > 0) return;
  const now = clock.now();
  const methodId = newId();
  const { payment, attempt } = completedPayment(
    {
      customerId,
      kind: 'top_up',
      amount,
      currency,
      method: { method_type: 'bank_account', method_id: methodId },
      key,
      raw: { network: 'bank', code: 'BOOK' },
      trace: new Trace()
        .add('rail', 'passed', 0, { rail: railId, source: 'bank_statement', bankReference })
        .finish(),
    },
    now,
  );
  const digits = (money.payerAccount ?? '').replace(/\D/g, '').slice(-4).padStart(4, '0');
  await insertPayingAccount(tx, {
    id: methodId,
    customer_id: customerId,
    rail_id: railId,
    token: bankReference,
    last4: digits,
    bank: { zh: '银行转账', en: 'Bank transfer' },
    added_at: now,
  });
  const [debit, credit] = (await ledger.find(tx, [money.from, walletAccount(customerId, currency)])) as [
    bigint,
    bigint,
  ];
  const [result] = await ledger.post(tx, [
    [{ kind: 'transfer', id: attempt.id, debit, credit, amount, reference: payment.id }],
  ]);
  if (result?.outcome !== 'posted')
    throw new Error(`crediting a transfer, the ledger answered ${result?.outcome}`);
  insertPayments(tx, [payment]);
  insertAttempts(tx, [attempt]);
  announce(context, tx, [{ payment, attempt }]);
}
