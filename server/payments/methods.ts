import type { PaymentMethod } from '../../contract/payments.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import type { CardDetails, MethodType, TokenizedMethod } from '../rails/rails.ts';
import type { PaymentsContext } from './context.ts';
import { insertMethod } from './queries/methods.ts';
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
  { db, rails, clock }: PaymentsContext,
  customerId: string,
  type: MethodType,
  tokenization: Awaited<ReturnType<PaymentsContext['rails']['tokenizeCard']>>,
): Promise<PaymentMethod> {
  if (tokenization.status === 'unavailable') throw new ProblemError('service_unavailable');
  if (tokenization.status === 'declined') throw new ProblemError(tokenization.failureCode);
  const { method }: { method: TokenizedMethod } = tokenization;
  const row = await insertMethod(db, {
    id: newId(),
    customer_id: customerId,
    type,
    rail_id: rails.forMethod(type).id,
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
  });
  return viewMethod(row);
}
