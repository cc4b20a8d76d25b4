import type { Currency } from '../../../contract/money.ts';
import { sha256 } from '../../platform/crypto.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountKey } from '../../ledger/ledger.ts';
import type { PaymentsContext } from '../context.ts';
import { announce } from '../events.ts';
import { walletAccount } from '../movement.ts';
import { findAttemptsByKey, insertAttempts, insertPayments } from '../queries/attempts.ts';
import type { AttemptRow, PaymentRow } from '../rows.ts';
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
  const idempotencyKey = `bank:${bankReference}`;
  if ((await findAttemptsByKey(tx, [customerId], [idempotencyKey])).length > 0) return;
  const now = clock.now();
  const [paymentId, attemptId, methodId] = [newId(), newId(), newId()];
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
    [{ kind: 'transfer', id: attemptId, debit, credit, amount, reference: paymentId }],
  ]);
  if (result?.outcome !== 'posted')
    throw new Error(`crediting a transfer, the ledger answered ${result?.outcome}`);
  const shared = {
    customer_id: customerId,
    method_type: 'bank_account',
    method_id: methodId,
    failure_code: null,
    status: 'succeeded',
    completed_at: now,
  } as const;
  const payment: PaymentRow = {
    ...shared,
    id: paymentId,
    kind: 'top_up',
    amount,
    currency,
    payee_customer_id: null,
    merchant_id: null,
    checkout_session_id: null,
    note: null,
    under_review: false,
    attempts: 1,
    created_at: now,
  };
  const trace = new Trace().add('rail', 'passed', 0, {
    rail: railId,
    source: 'bank_statement',
    bankReference,
  });
  const attempt: AttemptRow = {
    ...shared,
    id: attemptId,
    payment_id: paymentId,
    number: 1,
    idempotency_key: idempotencyKey,
    fingerprint: sha256(idempotencyKey),
    // Not an order of ours: the rail does not know it by our reference.
    rail_id: null,
    raw_network: 'bank',
    raw_code: 'BOOK',
    action_url: null,
    hold_id: null,
    trace: trace.finish(),
    started_at: now,
  };
  insertPayments(tx, [payment]);
  insertAttempts(tx, [attempt]);
  announce(context, tx, [{ payment, attempt }]);
}
