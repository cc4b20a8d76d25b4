import type { PaymentMethod } from '../../contract/payments.ts';
import { type Database, sqlState, type Transaction, uniqueViolation } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import type { CardDetails, MethodType, TokenizedMethod } from '../rails/rails.ts';
import type { PaymentsContext } from './context.ts';
import { insertMethod } from './queries/methods.ts';
import type { MethodRow } from './rows.ts';
import { viewMethod } from './view.ts';

/** Hands a card to the rail's vault and keeps the token; the number and the security code go no further. */
export async function addCard(
  context: PaymentsContext,
  customerId: string,
  card: CardDetails,
): Promise<PaymentMethod> {
  return keep(context, customerId, 'card', await context.rails.tokenizeCard(card));
}

export async function addBankAccount(
  context: PaymentsContext,
  customerId: string,
  account: { accountNumber: string; holderName: string },
): Promise<PaymentMethod> {
  return keep(context, customerId, 'bank_account', await context.rails.tokenizeBankAccount(account));
}

async function keep(
  { db, clock, identity }: PaymentsContext,
  customerId: string,
  type: MethodType,
  tokenization: Awaited<ReturnType<PaymentsContext['rails']['tokenizeCard']>>,
): Promise<PaymentMethod> {
  if (tokenization.status === 'unavailable') throw new ProblemError('service_unavailable');
  if (tokenization.status === 'declined') throw new ProblemError(tokenization.failureCode);
  const { method }: { method: TokenizedMethod } = tokenization;
  const row: Omit<MethodRow, 'position'> = {
    id: newId(),
    customer_id: customerId,
    type,
    rail_id: method.railId,
    token: method.token,
    network: method.network,
    bank: method.bank,
    funding: method.funding ?? null,
    last4: method.last4,
    expiry_month: method.expiryMonth ?? null,
    expiry_year: method.expiryYear ?? null,
    is_default: false,
    added_at: clock.now(),
    removed_at: null,
  };
  return viewMethod(await insertPatiently(db, (tx) => insertWrittenDown(identity, tx, row)));
}

async function insertWrittenDown(
  identity: PaymentsContext['identity'],
  tx: Transaction,
  row: Omit<MethodRow, 'position'>,
): Promise<MethodRow> {
  const inserted = await insertMethod(tx, row);
  const { type, last4, added_at: at, customer_id: customerId } = row;
  await identity.audit.append(tx, [
    { at, action: 'payment_method.added', customerId, details: { type, last4 } },
  ]);
  return inserted;
}

/** The first method is the default; where two are added at once, the one that comes second is not. */
async function insertPatiently(
  db: Database,
  insert: (tx: Transaction) => Promise<MethodRow>,
): Promise<MethodRow> {
  try {
    return await db.transaction(insert);
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    return db.transaction(insert);
  }
}
