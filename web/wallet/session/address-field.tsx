import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { ApiProblem } from '../../shared/api.ts';
import { PhoneField } from '../../shared/ui/phone-field.tsx';

/** Whether the server could make neither a phone nor an email of it. */
export function addressRefused(error: unknown): boolean {
  return (
    error instanceof ApiProblem && ['phone_invalid', 'email_invalid', 'invalid_request'].includes(error.code)
  );
}

export interface AddressFieldProps {
  value: string;
  onChange: (address: string) => void;
  hint?: ReactNode;
  autoFocus?: boolean;
  /** It was sent: an empty one is told of. */
  tried: boolean;
  refused: boolean;
}

/** One field for a phone or an email: what is typed says which it is. */
export function AddressField({ tried, refused, ...field }: AddressFieldProps) {
  const { t } = useLingui();
  return (
    <PhoneField
      {...field}
      orEmail
      label={<Trans>手机号或邮箱</Trans>}
      name="address"
      error={
        tried && field.value === ''
          ? t`请输入手机号或邮箱`
          : refused
            ? t`这个手机号或邮箱不正确，请核对后再试`
            : undefined
      }
    />
  );
}
