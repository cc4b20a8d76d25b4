import type { createPayerCode, payByPayerCode } from '../../../contract/payer-codes.ts';
import type { MethodReference } from '../../../contract/payments.ts';
import type { ServerFrame } from '../../../contract/realtime.ts';
import type { BodyOf, ResultOf } from '../../../contract/route.ts';
import { sha256 } from '../../platform/crypto.ts';
import type { Callers } from '../../platform/http/serve.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import { amountOf, viewSession } from '../checkout.ts';
import type { PaymentsContext } from '../context.ts';
import type { Pay } from '../pay.ts';
import { readPaymentsOfSessions } from '../queries/attempts.ts';
import { findSessionByKey, insertSession } from '../queries/checkout.ts';
import { listMethods } from '../queries/methods.ts';
import { readPreferences } from '../queries/preferences.ts';
import type { CheckoutSessionRow } from '../rows.ts';
import { readWallets } from '../view.ts';
import {
  goodForMilliseconds,
  hashOf,
  isPayerCode,
  newPayerCode,
  renewedAfterMilliseconds,
} from './payer-code.ts';
import { findPayerCodeOf, insertPayerCode, lockPayerCode, usePayerCode } from './queries.ts';

/** How long a scanned payment waits for its payer. */
const waitsMilliseconds = 5 * 60_000;

/** Throws payment_password_not_set, account_locked. */
export async function showPayerCode(
  { db, clock, config, identity }: PaymentsContext,
  caller: Callers['customer'],
): Promise<ResultOf<typeof createPayerCode>> {
  const customer = (await identity.customers(db, [caller.customerId])).get(caller.customerId);
  if (customer?.status !== 'active') throw new ProblemError('account_locked');
  if (!customer.hasPaymentPassword) throw new ProblemError('payment_password_not_set');
  const code = newPayerCode();
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + goodForMilliseconds);
  await insertPayerCode(db, {
    code_hash: hashOf(config.pepper, code),
    customer_id: caller.customerId,
    session_id: caller.sessionId,
    device_id: caller.deviceId,
    caution: caller.caution ?? null,
    created_at: now,
    expires_at: expiresAt,
  });
  const renewAt = new Date(now.getTime() + renewedAfterMilliseconds);
  return { code, renewAt: renewAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

/**
 * Uses the code up and opens the order for its customer alone, in one transaction; then pays it as far as that goes without
 * the payment password. Sent again under its key it is the same order, whatever became of the first try.
 */
export async function payByCode(
  context: PaymentsContext,
  pay: Pay,
  merchantId: string,
  body: BodyOf<typeof payByPayerCode>,
  idempotencyKey: string,
): Promise<ResultOf<typeof payByPayerCode>> {
  const { db } = context;
  const fingerprint = sha256(JSON.stringify(body));
  const key = `payer-code:${idempotencyKey}`;
  const session =
    (await findSessionByKey(db, merchantId, key)) ??
    (await openByCode(context, merchantId, body, { key, fingerprint }));
  if (!session.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
  const outcome = await tryToPay(context, pay, session);
  const paid = (await readPaymentsOfSessions(db, [session.id])).find(({ status }) => status === 'succeeded');
  const status = paid === undefined ? session.status : 'paid';
  return { ...viewSession(context, { ...session, status }, paid?.id), outcome };
}

/** Throws payer_code_invalid, payer_code_expired, payer_code_used. */
async function openByCode(
  { db, clock, config, identity }: PaymentsContext,
  merchantId: string,
  body: BodyOf<typeof payByPayerCode>,
  { key, fingerprint }: { key: string; fingerprint: Buffer },
): Promise<CheckoutSessionRow> {
  const amount = amountOf(body.lines);
  if (!isPayerCode(body.payerCode)) throw new ProblemError('payer_code_invalid');
  const codeHash = hashOf(config.pepper, body.payerCode);
  const now = clock.now();
  return db.transaction(async (tx) => {
    const code = await lockPayerCode(tx, codeHash);
    if (code === undefined) throw new ProblemError('payer_code_invalid');
    if (code.checkout_session_id !== null) {
      // Asked twice at once under one key, the second finds what the first has made.
      const made = await findSessionByKey(tx, merchantId, key);
      if (made?.id === code.checkout_session_id) return made;
      throw new ProblemError('payer_code_used');
    }
    if (code.expires_at <= now || !(await identity.isLoggedIn(tx, code.session_id)))
      throw new ProblemError('payer_code_expired');
    const session = await insertSession(tx, {
      id: newId(),
      merchant_id: merchantId,
      idempotency_key: key,
      fingerprint,
      amount,
      currency: body.currency,
      reference: body.reference,
      lines: body.lines,
      success_url: null,
      cancel_url: null,
      entry: 'payer_code',
      customer_id: code.customer_id,
      created_at: now,
      expires_at: new Date(now.getTime() + waitsMilliseconds),
    });
    if (!session.fingerprint.equals(fingerprint)) throw new ProblemError('idempotency_key_reused');
    await usePayerCode(tx, codeHash, session.id);
    return session;
  });
}

async function tryToPay(
  context: PaymentsContext,
  pay: Pay,
  session: CheckoutSessionRow,
): Promise<ResultOf<typeof payByPayerCode>['outcome']> {
  const { db, bus, identity } = context;
  const code = await findPayerCodeOf(db, session.id);
  const customer = code && (await identity.customers(db, [code.customer_id])).get(code.customer_id);
  if (code === undefined || customer === undefined) throw new ProblemError('payer_code_invalid');
  const { customer_id: customerId, session_id: sessionId, device_id: deviceId, caution } = code;
  const caller: Callers['customer'] = {
    customerId,
    sessionId,
    deviceId,
    language: customer.language,
    ...(caution === null ? {} : { caution }),
  };
  const { amount, currency } = session;
  try {
    const { payment } = await pay.create(
      {
        kind: 'purchase',
        checkoutSessionId: session.id,
        amount: amount.toString(),
        currency,
        method: await methodFor(context, customerId, session),
      },
      { caller, idempotencyKey: `payer-code:${session.id}` },
    );
    if (payment.status === 'succeeded') return 'paid';
    if (payment.status === 'processing') return 'processing';
  } catch (error) {
    // The payer must act, or be asked; what else there is they learn in their own wallet and not at the till.
    if (!(error instanceof ProblemError)) throw error;
    const own = (await readPaymentsOfSessions(db, [session.id])).find(
      (row) => row.customer_id === customerId,
    );
    if (own?.status === 'succeeded') return 'paid';
    if (own?.status === 'processing') return 'processing';
  }
  const frame: ServerFrame = { type: 'checkout', checkoutSessionId: session.id };
  bus.publish(`customer:${customerId}`, frame);
  return 'waiting_for_payer';
}

/** What the customer puts first and what can pay it: the balance, or the first stored method. */
async function methodFor(
  { db, ledger }: PaymentsContext,
  customerId: string,
  { amount, currency }: CheckoutSessionRow,
): Promise<MethodReference> {
  const [preferences, [stored], [wallet]] = await Promise.all([
    readPreferences(db, [customerId]),
    listMethods(db, customerId),
    readWallets(ledger, db, customerId, [currency]),
  ]);
  const balanceFirst = preferences.get(customerId)?.balance_first ?? true;
  const covered = (wallet?.available ?? 0n) >= amount;
  if (stored === undefined || (balanceFirst && covered)) return { type: 'balance' };
  return { type: stored.type, id: stored.id };
}
