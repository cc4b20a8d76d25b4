import type { ProofKind, RecoveryAction } from '../../../contract/recovery.ts';

/**
 * The verification levels, and what each action needs.
 *
 * 1. an address bound to the account: a code to its phone or its email. Enough to be told why it is locked and to freeze it, since
 *    whoever freezes an account takes nothing.
 * 2. that, and a second thing, such as the other address, that a thief of the one alone does not have.
 * 3. that, and a third; or level 2 with something strong: an authenticator or a recovery code.
 *
 * A secret never helps to reset itself. The device does not count towards the payment password: whoever took a phone
 * away has the number and the device at once.
 */
const levels: Record<RecoveryAction, { proofs: number; except: readonly ProofKind[] }> = {
  freeze: { proofs: 1, except: [] },
  unlock: { proofs: 2, except: [] },
  reset_password: { proofs: 2, except: ['password'] },
  reset_payment_password: { proofs: 2, except: ['payment_password', 'device'] },
  unfreeze: { proofs: 3, except: [] },
};

/** Worth two: what only the owner has, apart from phone, passwords and device. */
const strong: readonly ProofKind[] = ['totp', 'recovery_code'];

/** Without one of these nothing is proven: codes go to them and to nowhere else. */
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
  const { proofs, except } = levels[action];
  const counting = (kinds: readonly ProofKind[]) => kinds.filter((kind) => !except.includes(kind));
  const bound = proven.some((kind) => boundAddresses.includes(kind));
  const worth = counting(proven).length + (proven.some((kind) => strong.includes(kind)) ? 1 : 0);
  const missing = Math.max(bound ? 0 : 1, proofs - worth, 0);
  return { allowed: missing === 0, missing, counts: counting(provable) };
}
