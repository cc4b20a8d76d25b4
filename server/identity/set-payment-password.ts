import { ProblemError } from '../platform/problem.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import type { Client, Context } from './context.ts';
import { isLocked, ownerLocked } from './log-in.ts';
import { isWeakPaymentPassword } from './payment-password-rules.ts';
import { nationalDigits } from './phone.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';
import { selectCredentials } from './queries/customers.ts';
import { upsertPaymentPassword } from './queries/payment-passwords.ts';
import { recordWrongPassword } from './record-wrong-password.ts';

/** Sets or changes the payment password of a customer who proves their login password again. */
export async function setPaymentPassword(
  context: Context,
  caller: { customerId: string; deviceId: string },
  request: { password: string; paymentPassword: string },
  client: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  const { customerId, deviceId } = caller;
  const { address } = client;
  const customer = await selectCredentials(db, customerId);
  if (customer === undefined) throw new Error('a session names its customer');
  if (isLocked(customer.locked_until, clock.now())) throw ownerLocked(customer.locked_until);
  if (isWeakPaymentPassword(request.paymentPassword, nationalDigits(customer.phone)))
    throw new ProblemError('payment_password_too_weak');

  const lane = laneOf(context, 'customer', customer.phone, deviceId);
  const wrong = await guessPassword(context, 'customer', lane, customer.password_hash, request.password);
  if (wrong !== undefined) {
    await recordWrongPassword(context, lane, wrong, { customerId, address, purpose: 'payment_password' });
    throw wrongCredentials(wrong);
  }
  const hash = context.hashPaymentPassword(customerId, request.paymentPassword);
  await db.transaction(async (tx) => {
    await deleteAttempts(tx, lane);
    await upsertPaymentPassword(tx, customerId, hash);
    await insertAudit(tx, [
      { at: clock.now(), action: 'payment_password.set', customerId, deviceId, address },
    ]);
    context.platform.events.append(tx, [
      { topic: 'payment_password.set', subjectId: customerId, payload: { deviceId } },
    ]);
  });
}
