import type { CheckoutSession, createCheckoutSession } from '../../contract/checkout.ts';
import { largestAmount } from '../../contract/money.ts';
import type { ServerFrame } from '../../contract/realtime.ts';
import type { BodyOf } from '../../contract/route.ts';
import { sha256 } from '../platform/crypto.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import type { PaymentsContext } from './context.ts';
import { readPaymentsOfSessions } from './queries/attempts.ts';
import { insertSession, lockSessions, markSessionExpired } from './queries/checkout.ts';
import type { CheckoutSessionRow } from './rows.ts';

const openForMilliseconds = 24 * 3_600_000;

/** Minor units. Throws amount_limit_exceeded. */
export function amountOf(lines: CheckoutSessionRow['lines']): bigint {
  const amount = lines.reduce((sum, line) => sum + BigInt(line.unitAmount) * BigInt(line.quantity), 0n);
  if (amount > largestAmount) throw new ProblemError('amount_limit_exceeded');
  return amount;
}

/** The amount is the sum of the lines, so that what the customer reads is what they pay. */
export async function openCheckoutSession(
  { db, clock }: PaymentsContext,
  merchantId: string,
  body: BodyOf<typeof createCheckoutSession>,
  idempotencyKey: string,
): Promise<CheckoutSessionRow> {
  const amount = amountOf(body.lines);
  const now = clock.now();
  const fingerprint = sha256(JSON.stringify(body));
  const session = await insertSession(db, {
    id: newId(),
    merchant_id: merchantId,
    idempotency_key: idempotencyKey,
    fingerprint,
    amount,
    currency: body.currency,
    reference: body.reference,
    lines: body.lines,
    success_url: body.successUrl,
    cancel_url: body.cancelUrl,
    entry: 'link',
    customer_id: null,
    created_at: now,
    expires_at: new Date(now.getTime() + openForMilliseconds),
  });
  if (!session.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
  return session;
}

/** Throws not_found, payment_in_progress, payment_not_payable when it is paid. */
export async function expireCheckoutSession(
  { db, bus }: PaymentsContext,
  merchantId: string,
  id: string,
): Promise<CheckoutSessionRow> {
  const expired = await db.transaction(async (tx) => {
    const session = (await lockSessions(tx, [id])).get(id);
    if (session?.merchant_id !== merchantId) throw new ProblemError('not_found');
    if (session.status === 'paid') throw new ProblemError('payment_not_payable');
    const payments = await readPaymentsOfSessions(tx, [id]);
    if (payments.some(({ status }) => status === 'processing' || status === 'requires_action'))
      throw new ProblemError('payment_in_progress');
    markSessionExpired(tx, id);
    return { ...session, status: 'expired' } as const;
  });
  const frame: ServerFrame = { type: 'checkout', checkoutSessionId: id };
  if (expired.customer_id !== null) bus.publish(`customer:${expired.customer_id}`, frame);
  return expired;
}

/** An order by code is one customer's; to others there is none. */
export const maySee = ({ customer_id }: CheckoutSessionRow, customerId: string): boolean =>
  customer_id === null || customer_id === customerId;

export function viewSession(
  { config, clock }: PaymentsContext,
  row: CheckoutSessionRow,
  paymentId?: string,
): CheckoutSession {
  return {
    id: row.id,
    status: row.status === 'open' && row.expires_at <= clock.now() ? 'expired' : row.status,
    amount: row.amount.toString(),
    currency: row.currency,
    reference: row.reference,
    lines: row.lines,
    merchantName: row.merchant_name,
    url: `${config.publicUrl}/checkout/${row.id}`,
    ...(row.success_url === null ? {} : { successUrl: row.success_url }),
    ...(row.cancel_url === null ? {} : { cancelUrl: row.cancel_url }),
    ...(paymentId === undefined ? {} : { paymentId }),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}
