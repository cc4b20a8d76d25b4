import type { MaskedField } from '../../contract/staff.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Context } from './context.ts';
import { assertStaffMay } from './permissions.ts';
import { countUnmaskings, lockStaff } from './queries/staff.ts';
import { insertAudit } from './queries/audit.ts';
import { selectCustomers } from './queries/customers.ts';

const hour = 60 * 60_000;
/** More than helping people takes; whoever needs more asks a supervisor. */
const mostAnHour = 10;
const mostADay = 30;

/**
 * One field of a customer as it is, for a reason, written down before it is shown. That the member of staff works on an
 * open conversation or case of the customer is the caller's to prove.
 * @throws not_allowed, not_found; too_many_requests when looked too often, also in parallel
 */
export async function unmask(
  { platform: { db, clock } }: Context,
  staff: Callers['staff'],
  request: { customerId: string; conversationId: string; field: MaskedField; reason: string },
): Promise<{ value: string; leftToday: number }> {
  assertStaffMay(staff, 'unmask', 'customer');
  const { customerId, conversationId, field, reason } = request;
  return db.transaction(async (tx) => {
    await lockStaff(tx, staff.staffId);
    const at = clock.now();
    const before = (milliseconds: number) => new Date(at.getTime() - milliseconds);
    const lastHour = await countUnmaskings(tx, staff.staffId, before(hour));
    const lastDay = await countUnmaskings(tx, staff.staffId, before(24 * hour));
    if (lastHour.count >= mostAnHour || lastDay.count >= mostADay) {
      const [from, wait] = lastDay.count >= mostADay ? [lastDay.first, 24 * hour] : [lastHour.first, hour];
      const retryAt = new Date((from ?? at).getTime() + wait);
      throw new ProblemError('too_many_requests', { retryAt: retryAt.toISOString() });
    }
    const [customer] = await selectCustomers(tx, [customerId]);
    const value = customer?.[field] ?? undefined;
    if (value === undefined) throw new ProblemError('not_found');
    const { staffId, sessionId } = staff;
    await insertAudit(tx, [
      {
        at,
        action: 'customer.unmasked',
        staffId,
        sessionId,
        customerId,
        conversationId,
        details: { field, reason },
      },
    ]);
    return { value, leftToday: mostADay - lastDay.count - 1 };
  });
}
