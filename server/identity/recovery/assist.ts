import type { Callers } from '../../platform/http/serve.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Context } from '../context.ts';
import { tell } from '../notices.ts';
import { assertStaffMay } from '../permissions.ts';
import { insertAudit, selectActionsSince } from '../queries/audit.ts';
import { lockCustomer } from '../queries/recoveries.ts';

const day = 24 * 60 * 60_000;
const mostADay = 3;
const action = 'recovery.assisted';

/**
 * An agent asks the owner to recover the account: a word to every bound address, and no other, says where to begin. What it
 * takes is the same as without the agent, who proves nothing for the customer and sees and sets no secret.
 * @throws not_allowed, too_many_requests
 */
export async function assistRecovery(
  context: Context,
  staff: Callers['staff'],
  request: { customerId: string; conversationId: string },
): Promise<void> {
  assertStaffMay(staff, 'act', 'account');
  const { db, clock } = context.platform;
  const { staffId, sessionId } = staff;
  const { customerId, conversationId } = request;
  await db.transaction(async (tx) => {
    await lockCustomer(tx, customerId);
    const at = clock.now();
    const before = await selectActionsSince(tx, customerId, action, new Date(at.getTime() - day));
    const [first] = before;
    if (before.length >= mostADay && first !== undefined)
      throw new ProblemError('too_many_requests', { retryAt: new Date(first.getTime() + day).toISOString() });
    await insertAudit(tx, [{ at, action, customerId, conversationId, staffId, sessionId }]);
    await tell(context, tx, [{ customerId, notice: 'recovery_assisted' }]);
  });
}
