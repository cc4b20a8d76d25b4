import type { ProofKind, RecoveryAction } from '../../../contract/recovery.ts';

/**
 * The verification levels, and what each action needs. Nothing without an address that is bound to the account: codes go to
 * its phone and its email, and to nowhere else.
 *
 * | level | proven                                                          | opens                                           |
 * | ----- | --------------------------------------------------------------- | ----------------------------------------------- |
 * | 1     | one bound address                                               | why it is locked; freezing, which takes nothing |
 * | 2     | both bound addresses, or one and something else                 | unlocking; resetting either password            |
 * | 3     | level 2 and one thing more; or one bound address and one strong | lifting a freeze                                |
 *
 * Something else: the login password, the payment password, a known device, the facts of an identity document. Strong, worth
 * two: a passkey, the authenticator, a recovery code.
 *
 * `except`: a secret never helps to reset itself. The device does not count towards the payment password: whoever took a
 * phone away has the number and the device at once. Nor do document facts reset anything: who takes a phone away
 * often finds or buys them too, as the thefts by SMS and identity number in China show.
 */
const levels: Record<RecoveryAction, { level: 1 | 2 | 3; except: readonly ProofKind[] }> = {
  freeze: { level: 1, except: [] },
  unlock: { level: 2, except: [] },
  reset_password: { level: 2, except: ['password', 'identity_document'] },
  reset_payment_password: { level: 2, except: ['payment_password', 'device', 'identity_document'] },
  unfreeze: { level: 3, except: [] },
};

const strong: readonly ProofKind[] = ['passkey', 'totp', 'recovery_code'];
const boundAddresses: readonly ProofKind[] = ['phone', 'email'];

export interface Sufficiency {
  allowed: boolean;
  /** Proofs that are missing. */
  missing: number;
  /** Which of `provable` would count. */
  counts: ProofKind[];
}

export function sufficiencyFor(
  action: RecoveryAction,
  proven: readonly ProofKind[],
  provable: readonly ProofKind[],
): Sufficiency {
  const { level, except } = levels[action];
  const counting = (kinds: readonly ProofKind[]) => kinds.filter((kind) => !except.includes(kind));
  const bound = proven.some((kind) => boundAddresses.includes(kind));
  const worth = counting(proven).length + (proven.some((kind) => strong.includes(kind)) ? 1 : 0);
  const missing = Math.max(bound ? 0 : 1, level - worth, 0);
  return { allowed: missing === 0, missing, counts: counting(provable) };
}
