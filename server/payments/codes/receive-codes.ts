import { businessDay } from '../../../contract/business-day.ts';
import type { CheckoutSession } from '../../../contract/checkout.ts';
import type { getReceiveCode, makeReceiveCode, openReceiveCode } from '../../../contract/payer-codes.ts';
import type { BodyOf, ResultOf } from '../../../contract/route.ts';
import { newToken, sha256 } from '../../platform/crypto.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import { viewSession } from '../checkout.ts';
import type { PaymentsContext } from '../context.ts';
import { mostByCodeADay } from '../limits.ts';
import { insertSession } from '../queries/checkout.ts';
import { readUsage } from '../queries/usage.ts';
import { findMerchantByReceiveCode, keepReceiveCode } from './queries.ts';

const codeCharacters = 16;
const openForMilliseconds = 15 * 60_000;

/** The merchant's static code, which says whom to pay and nothing else. */
export async function receiveCodeOf(
  { db, config }: PaymentsContext,
  merchantId: string,
  replaces: boolean,
): Promise<ResultOf<typeof makeReceiveCode>> {
  const code = await keepReceiveCode(db, merchantId, newToken().slice(0, codeCharacters), replaces);
  return { code, url: `${config.publicUrl}/pay/${code}` };
}

/** Throws not_found. */
export async function readReceiveCode(
  { db, clock }: PaymentsContext,
  customerId: string,
  code: string,
): Promise<ResultOf<typeof getReceiveCode>> {
  const merchant = await findMerchantByReceiveCode(db, code);
  if (merchant === undefined) throw new ProblemError('not_found');
  const asked = [{ subject: customerId, scope: 'merchant_code' as const }];
  const used = (await readUsage(db, asked, businessDay(clock.now()))).find(
    ({ currency }) => currency === 'CNY',
  );
  const left = mostByCodeADay.merchant_code - (used?.amount ?? 0n);
  return {
    merchantName: merchant.name,
    currency: 'CNY',
    perDay: mostByCodeADay.merchant_code.toString(),
    leftToday: (left > 0n ? left : 0n).toString(),
  };
}

/** An order over what the customer entered, theirs alone. Throws not_found, idempotency_key_reused. */
export async function openByReceiveCode(
  context: PaymentsContext,
  customerId: string,
  code: string,
  body: BodyOf<typeof openReceiveCode>,
  idempotencyKey: string,
): Promise<CheckoutSession> {
  const { db, clock } = context;
  const merchant = await findMerchantByReceiveCode(db, code);
  if (merchant === undefined) throw new ProblemError('not_found');
  const now = clock.now();
  const id = newId();
  const fingerprint = sha256(JSON.stringify({ customerId, code, ...body }));
  const session = await insertSession(db, {
    id,
    merchant_id: merchant.id,
    idempotency_key: `receive-code:${customerId}:${idempotencyKey}`,
    fingerprint,
    amount: BigInt(body.amount),
    currency: body.currency,
    reference: `QR-${id.slice(-8).toUpperCase()}`,
    lines: [{ name: merchant.name, quantity: 1, unitAmount: body.amount }],
    success_url: null,
    cancel_url: null,
    entry: 'merchant_code',
    customer_id: customerId,
    created_at: now,
    expires_at: new Date(now.getTime() + openForMilliseconds),
  });
  if (!session.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
  return viewSession(context, session);
}
