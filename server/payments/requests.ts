import type { createPaymentRequest, getPaymentRequest } from '../../contract/payment-requests.ts';
import type { BodyOf, ResultOf } from '../../contract/route.ts';
import { newToken, sha256 } from '../platform/crypto.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PaymentsContext } from './context.ts';
import { deleteRequests, findRequest, insertRequest } from './queries/requests.ts';

const validMilliseconds = 7 * 24 * 60 * 60_000;

/** The code is shown this once and kept as a hash; it opens nothing but whom and how much. */
export async function askForPayment(
  { db, clock, config }: PaymentsContext,
  payeeId: string,
  body: BodyOf<typeof createPaymentRequest>,
): Promise<ResultOf<typeof createPaymentRequest>> {
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + validMilliseconds);
  const code = newToken();
  await insertRequest(db, {
    code_hash: sha256(code),
    payee_customer_id: payeeId,
    amount: body.amount === undefined ? null : BigInt(body.amount),
    currency: body.currency,
    note: body.note ?? null,
    created_at: now,
    expires_at: expiresAt,
  });
  return { code, url: `${config.publicUrl}/transfer?request=${code}`, expiresAt: expiresAt.toISOString() };
}

/** Throws not_found, also when it has expired, and payee_is_self. */
export async function readPaymentRequest(
  { db, clock, identity }: PaymentsContext,
  payerId: string,
  code: string,
): Promise<ResultOf<typeof getPaymentRequest>> {
  const row = await findRequest(db, sha256(code), clock.now());
  const payee = row && (await identity.customers(db, [row.payee_customer_id])).get(row.payee_customer_id);
  if (row === undefined || payee === undefined) throw new ProblemError('not_found');
  if (payee.id === payerId) throw new ProblemError('payee_is_self');
  return {
    payeeId: payee.id,
    maskedName: payee.maskedName,
    maskedContact: payee.maskedContact,
    ...(row.amount === null ? {} : { amount: row.amount.toString() }),
    currency: row.currency,
    ...(row.note === null ? {} : { note: row.note }),
    expiresAt: row.expires_at.toISOString(),
  };
}

export const forgetRequests = ({ db, clock }: PaymentsContext): Promise<void> =>
  deleteRequests(db, clock.now());
