import { useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { CONTROL_BOX, CONTROL_INPUT, Field, type FieldProps } from './field.tsx';
import { isEmailLike } from './phone-or-email.ts';

/** Calling codes UPay serves, most used first; no code is the beginning of another. */
const CALLING_CODES = ['+86', '+852', '+853', '+886', '+65', '+60', '+81', '+82', '+44', '+61', '+1'];

export interface PhoneFieldProps extends FieldProps {
  /** E.164 ("+8613800138000"), or '' when nothing is entered. The server decides whether it is a real number. */
  value: string;
  onChange: (e164: string) => void;
  onBlur?: () => void;
  /** An email may be entered too; it is then the value, as typed. */
  orEmail?: boolean;
  name?: string;
  disabled?: boolean;
  /** The customer's own, unless it says otherwise. */
  autoComplete?: 'off';
  autoFocus?: boolean;
}

/** A phone number with its calling code; a pasted international number sets both. */
export function PhoneField({
  value,
  onChange,
  onBlur,
  orEmail = false,
  name,
  disabled,
  autoComplete,
  autoFocus,
  ...field
}: PhoneFieldProps) {
  const { t } = useLingui();
  const [chosenCode, setChosenCode] = useState('+86');
  const code = CALLING_CODES.find((known) => value.startsWith(known)) ?? chosenCode;
  const national = value.startsWith(code) ? value.slice(code.length) : value;

  const isEmail = orEmail && isEmailLike(value);

  const enter = (text: string) => {
    if (orEmail && isEmailLike(text)) return onChange(text.trim());
    const international = /^(?:\+|00)/.test(text.trim());
    const digits = text
      .normalize('NFKC')
      .replace(/\D/g, '')
      .replace(international ? /^00/ : /^$/, '');
    if (international) onChange(`+${digits}`);
    else onChange(digits ? code + digits : '');
  };

  return (
    <Field {...field}>
      {(control) => (
        <div className={CONTROL_BOX}>
          {!isEmail && (
            <span className="relative flex items-center self-stretch border-line border-r text-ink">
              <select
                aria-label={t`国家和地区代码`}
                value={code}
                disabled={disabled}
                onChange={(event) => {
                  setChosenCode(event.target.value);
                  onChange(national ? event.target.value + national : '');
                }}
                className="tabular h-full appearance-none bg-transparent pr-6 pl-control-padding outline-none"
              >
                {CALLING_CODES.map((known) => (
                  <option key={known}>{known}</option>
                ))}
              </select>
              <ChevronDown
                aria-hidden="true"
                className="pointer-events-none absolute right-1.5 size-4 text-muted"
              />
            </span>
          )}
          <input
            {...control}
            type={orEmail ? 'text' : 'tel'}
            inputMode={orEmail ? 'email' : 'tel'}
            autoComplete={autoComplete ?? (orEmail ? 'username' : 'tel-national')}
            autoCapitalize="none"
            spellCheck={false}
            name={name}
            disabled={disabled}
            // biome-ignore lint/a11y/noAutofocus: the caller asks for it where the field is the screen's purpose
            autoFocus={autoFocus}
            value={isEmail ? value : national}
            onChange={(event) => enter(event.target.value)}
            onBlur={onBlur}
            className={`${CONTROL_INPUT} tabular`}
          />
        </div>
      )}
    </Field>
  );
}
