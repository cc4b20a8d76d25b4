import type {
  AccountActionKind,
  VerificationLevel,
  VerificationPurpose,
} from '../../../contract/verifications.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { ProblemError } from '../../platform/problem.ts';

export interface ActionRule {
  /** Whose permissions decide (identity/permissions.ts): who may ask, and who approves where somebody must. */
  subject: 'account' | 'held_payment' | 'refund' | 'goodwill' | 'limit';
  /** What the customer must have proven, for this kind of action, in this conversation; 0: nothing. */
  level: 0 | VerificationLevel;
  /** The customer accepts exactly this, in the chat. */
  consent: boolean;
  /** A second person approves it in the desk. */
  approval: boolean;
}

/**
 * What staff may do with an account, an action a line. There is no other way to do any of it. The customer is logged in on a
 * device they are known on when they prove a level here, so 1 is already a second thing beside the device. Whose account is
 * frozen is logged in nowhere: they prove and accept in a recovery, by its levels (in-recovery.ts). The same table stands in
 * the database (support.account_action_rule), which lets nothing be executed that does not meet it.
 */
export const actionRules: Readonly<Record<AccountActionKind, ActionRule>> = {
  unlock: { subject: 'account', level: 1, consent: true, approval: true },
  // To bound addresses only; takes and gives nothing, and who needs it can prove nothing here.
  start_recovery: { subject: 'account', level: 0, consent: false, approval: false },
  // Whoever freezes an account takes nothing.
  freeze: { subject: 'account', level: 1, consent: true, approval: false },
  unfreeze: { subject: 'account', level: 3, consent: true, approval: true },
  end_sessions: { subject: 'account', level: 1, consent: true, approval: false },
  release_held_payment: { subject: 'held_payment', level: 2, consent: true, approval: true },
  refuse_held_payment: { subject: 'held_payment', level: 1, consent: true, approval: true },
  refund: { subject: 'refund', level: 1, consent: true, approval: true },
  goodwill: { subject: 'goodwill', level: 1, consent: true, approval: true },
  // What a thief would want most.
  raise_limit: { subject: 'limit', level: 3, consent: true, approval: true },
  lower_limit: { subject: 'limit', level: 1, consent: true, approval: false },
};

/**
 * A freeze is lifted where there is one; while there is one, nothing else can be proven or accepted.
 * @throws conflict, account_frozen
 */
export function assertPossible(purpose: VerificationPurpose, frozen: boolean): void {
  if (purpose === 'unfreeze' && !frozen) throw new ProblemError('conflict');
  if (frozen && !whileFrozen(purpose)) throw new ProblemError('account_frozen');
}

export const whileFrozen = (purpose: VerificationPurpose): boolean =>
  purpose === 'unfreeze' || purpose === 'start_recovery';

/** The freeze that an account is under. */
export async function freezeOf({ locks }: Pick<Identity, 'locks'>, q: Queryable, customerId: string) {
  return (await locks.stateOf(q, customerId)).locks.find(({ reason }) => reason === 'frozen');
}

/** What a customer is asked to prove for a purpose. */
export function levelFor(purpose: VerificationPurpose): VerificationLevel {
  const level = purpose === 'talk_about_account' ? 1 : actionRules[purpose].level;
  return level === 0 ? 1 : level;
}
