import type { Transaction } from '../platform/database/database.ts';
import type { Context } from './context.ts';
import type { Doer } from './locks.ts';
import { tell } from './notices.ts';
import { insertAudit } from './queries/audit.ts';
import { updateDailyLimit } from './queries/customers.ts';

/** Minor units of the payment's currency. */
export interface DailyLimit {
  amount: bigint;
  /** When it ends by itself. */
  until?: Date;
}

/** What a customer and support have agreed on in the place of the standard limit a day. */
export async function setDailyLimit(
  context: Context,
  tx: Transaction,
  customerId: string,
  { amount, until }: DailyLimit,
  { via, accountActionId, ...by }: Doer,
): Promise<void> {
  const at = context.platform.clock.now();
  await updateDailyLimit(tx, customerId, amount, until);
  const details = { via, amount: amount.toString(), until: until?.toISOString(), accountActionId };
  await insertAudit(tx, [{ at, action: 'daily_limit.changed', customerId, ...by, details }]);
  await tell(context, tx, [{ customerId, notice: 'daily_limit_changed' }]);
}
