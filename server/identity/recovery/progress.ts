import type { RecoveryStep } from '../../../contract/recovery.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { selectActionsAmong } from '../queries/audit.ts';

/** What is written down of a recovery, and what staff are told of it: how far it has come, never what it was proven with. */
const steps: Record<string, RecoveryStep> = {
  'recovery.assisted': 'asked',
  'recovery.started': 'code_sent',
  'recovery.opened': 'opened',
  'recovery.proven': 'proven',
  'recovery.proof_failed': 'proof_failed',
  'account.frozen': 'frozen',
  'account.unfrozen': 'unfrozen',
  'account.unlocked': 'unlocked',
  'password.reset': 'password_reset',
  'payment_password.reset': 'payment_password_reset',
};

/** How far the owner has come since an agent asked them to recover the account, oldest first. */
export async function recoveryProgress(
  q: Queryable,
  customerId: string,
  since: Date,
): Promise<Array<{ step: RecoveryStep; at: Date }>> {
  const rows = await selectActionsAmong(q, customerId, Object.keys(steps), since);
  return rows.flatMap(({ action, at }) => {
    const step = steps[action];
    return step === undefined ? [] : [{ step, at }];
  });
}
