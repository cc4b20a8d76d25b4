import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import { codeAddressOf } from './address.ts';
import { guessPassword, laneOf, wrongCredentials } from './attempts.ts';
import type { Client, Context } from './context.ts';
import { isLocked, ownerLocked } from './log-in.ts';
import { tell } from './notices.ts';
import { isWeakPaymentPassword } from './payment-password-rules.ts';
import { deleteAttempts } from './queries/attempts.ts';
import { insertAudit } from './queries/audit.ts';
import { selectCredentials, selectCustomers } from './queries/customers.ts';
import { upsertPaymentPassword } from './queries/payment-passwords.ts';
import { requireStepUp } from './step-ups.ts';
import { recordWrongPassword } from './record-wrong-password.ts';

const changing = {
  name: 'change_payment_password',
  parts: [],
  summary: { zh: '修改支付密码', en: 'change your payment password' },
};

/** Sets the payment password of a customer who proves their login password again; to change it takes a second factor too. */
export async function setPaymentPassword(
  context: Context,
  caller: Callers['customer'],
  request: { password: string; paymentPassword: string },
  client: Client,
): Promise<void> {
  const { db, clock } = context.platform;
  const { customerId, deviceId } = caller;
  const { address } = client;
  const customer = await selectCredentials(db, customerId);
  if (customer === undefined) throw new Error('a session names its customer');
  if (isLocked(customer.locked_until, clock.now())) throw ownerLocked(customer.locked_until);
  if (isWeakPaymentPassword(request.paymentPassword, customer.phone))
    throw new ProblemError('payment_password_too_weak');

  const lane = laneOf(context, 'customer', codeAddressOf(customer), deviceId);
  const wrong = await guessPassword(context, 'customer', lane, customer.password_hash, request.password);
  if (wrong !== undefined) {
    await recordWrongPassword(context, lane, wrong, { customerId, address, purpose: 'payment_password' });
    throw wrongCredentials(wrong);
  }
  const [{ has_payment_password: isChange } = { has_payment_password: false }] = await selectCustomers(db, [
    customerId,
  ]);
  if (isChange) await requireStepUp(context, caller, changing, false);
  const hash = context.hashPaymentPassword(customerId, request.paymentPassword);
  await db.transaction(async (tx) => {
    deleteAttempts(tx, lane);
    await upsertPaymentPassword(tx, customerId, hash);
    await insertAudit(tx, [
      { at: clock.now(), action: 'payment_password.set', customerId, deviceId, address },
    ]);
    context.platform.events.append(tx, [
      { topic: 'payment_password.set', subjectId: customerId, payload: { deviceId } },
    ]);
    if (isChange) await tell(context, tx, [{ customerId, notice: 'payment_password_changed' }]);
  });
}
