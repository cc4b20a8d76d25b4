import { type AuditEntry, appendAudit } from '../identity/identity.ts';
import type { Queryable } from '../platform/database/database.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Staff } from './support.ts';

/** What staff do in conversations. */
interface StaffAct {
  action:
    | 'conversation.taken'
    | 'conversation.transferred'
    | 'conversation.snoozed'
    | 'conversation.closed'
    | 'conversation.linked'
    | 'conversation.unlinked'
    | 'conversation.merged'
    | 'conversation.viewed'
    | 'payment.viewed'
    | 'rating.followed_up'
    | 'staff.refused';
  conversationId: string;
  customerId?: string;
  details?: AuditEntry['details'];
}

/** Writes down what a member of staff did; together with what they did when `q` is its transaction. */
export async function audit(platform: Platform, q: Queryable, staff: Staff, act: StaffAct): Promise<void> {
  const { staffId, sessionId } = staff;
  await appendAudit(q, [{ at: platform.clock.now(), staffId, sessionId, ...act }]);
}

/**
 * Runs what may be refused; that somebody tried what they may not is kept although nothing came of it. The record is
 * written apart and not waited for: the refusal may come from inside a transaction that is about to be rolled back.
 */
export async function auditRefusals<Value>(
  platform: Platform,
  staff: Staff,
  attempt: { conversationId: string; attempted: string },
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'not_allowed') {
      const { conversationId, attempted } = attempt;
      platform.log.warn(
        { staffId: staff.staffId, conversationId, attempted },
        'a member of staff was refused',
      );
      audit(platform, platform.db, staff, {
        action: 'staff.refused',
        conversationId,
        details: { attempted },
      }).catch((failure: unknown) =>
        platform.log.error({ err: failure }, 'a refusal could not be written down'),
      );
    }
    throw error;
  }
}
