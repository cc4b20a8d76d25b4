import type { Transaction } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Context } from '../context.ts';
import type { Doer } from '../locks.ts';
import { tell } from '../notices.ts';
import { insertAudit, selectActionsSince } from '../queries/audit.ts';
import { lockCustomer } from '../queries/recoveries.ts';

const day = 24 * 60 * 60_000;
const mostADay = 3;
const action = 'recovery.assisted';

/**
 * An agent asks the owner to recover the account: a word to every bound address, and no other, says where to begin. What it
 * takes is the same as without the agent, who proves nothing for the customer and sees and sets no secret.
 * @throws too_many_requests
 */
export async function assistRecovery(
  context: Context,
  tx: Transaction,
  customerId: string,
  { via, accountActionId, ...by }: Doer,
): Promise<void> {
  await lockCustomer(tx, customerId);
  const at = context.platform.clock.now();
  const before = await selectActionsSince(tx, customerId, action, new Date(at.getTime() - day));
  const [first] = before;
  if (before.length >= mostADay && first !== undefined)
    throw new ProblemError('too_many_requests', { retryAt: new Date(first.getTime() + day).toISOString() });
  await insertAudit(tx, [{ at, action, customerId, ...by, details: { via, accountActionId } }]);
  await tell(context, tx, [{ customerId, notice: 'recovery_assisted' }]);
}
