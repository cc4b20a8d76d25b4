import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { passwordLength } from '../../../contract/identity.ts';
import { ApiProblem } from '../../shared/api.ts';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { fieldRefused } from '../app/problem-text.ts';
import { PasswordMeter } from './password-meter.tsx';

/** Whether the server refused the new password itself, which the field tells. */
export function passwordRefused(error: unknown): boolean {
  return (
    fieldRefused(error, 'password') ||
    (error instanceof ApiProblem && ['password_too_short', 'password_too_weak'].includes(error.code))
  );
}

export interface NewPasswordFieldProps {
  label: ReactNode;
  value: string;
  onChange: (password: string) => void;
  /** Characters it has at least: contract/identity.ts. */
  shortest: number;
  /** It was sent: a short one is told of. */
  tried: boolean;
  /** What the server said. */
  error?: unknown;
  /** Of the owner, whose name no password is made of. */
  name?: string;
  autoFocus?: boolean;
}

/** A login password to be chosen. The hint says the real rule: length, and not a common one; the meter tells the rest. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { t } = useLingui();
  const { value, shortest, error } = props;
  const missing = shortest - passwordLength(value);
  return (
    <>
      <PasswordField
        label={props.label}
        autoComplete="new-password"
        name="password"
        autoFocus={props.autoFocus}
        value={value}
        onChange={(event) => props.onChange(event.target.value)}
        hint={<Trans>至少 {shortest} 位，越长越安全；不必混合大小写和符号。太常见的密码会被拒绝。</Trans>}
        error={
          props.tried && missing > 0
            ? t`还差 ${missing} 位`
            : error instanceof ApiProblem && error.code === 'password_too_weak'
              ? t`这个密码太容易被猜到，请换一个更长或更少见的`
              : passwordRefused(error)
                ? t`这个密码不能用，请换一个`
                : undefined
        }
      />
      <PasswordMeter password={value} name={props.name} shortest={shortest} />
    </>
  );
}
