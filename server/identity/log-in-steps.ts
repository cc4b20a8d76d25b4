import type { LogInFactor } from '../../contract/sign-in.ts';

export type Proven = LogInFactor | 'phone_code' | 'email_code';

/** What a log-in still takes. */
export type NextStep = 'done' | 'code' | LogInFactor[];

/**
 * The one rule of all log-in paths. A trusted device stands for the second factor, so there the first one is enough. On any
 * other: the password, the authenticator's code where there is one, and a code to the phone (`code`: to the email, where no phone is bound), in this order;
 * a passkey, which its holder unlocks with a finger, a face or a PIN, stands for the password and the authenticator.
 */
export function nextStep(
  proven: ReadonlySet<Proven>,
  account: {
    deviceIsTrusted: boolean;
    hasTotp: boolean;
    hasPasskey: boolean;
    code: 'phone_code' | 'email_code';
  },
): NextStep {
  if (account.deviceIsTrusted && proven.size > 0) return 'done';
  const passkey: LogInFactor[] = account.hasPasskey ? ['passkey'] : [];
  if (!proven.has('passkey')) {
    if (!proven.has('password')) return ['password', ...passkey];
    if (account.hasTotp && !proven.has('totp') && !proven.has('recovery_code'))
      return ['totp', 'recovery_code', ...passkey];
  }
  return proven.has(account.code) ? 'done' : 'code';
}
