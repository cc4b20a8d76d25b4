import { useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { CONTROL_BOX, CONTROL_INPUT, Field, type FieldProps } from './field.tsx';

/** Calling codes UPay serves, most used first; no code is the beginning of another. */
const CALLING_CODES = ['+86', '+852', '+853', '+886', '+65', '+60', '+81', '+82', '+44', '+61', '+1'];

export interface PhoneFieldProps extends FieldProps {
  /** E.164 ("+8613800138000"), or '' when nothing is entered. The server decides whether it is a real number. */
  value: string;
  onChange: (e164: string) => void;
  onBlur?: () => void;
  name?: string;
  disabled?: boolean;
  autoFocus?: boolean;
}

/** A phone number with its calling code; a pasted international number sets both. */
export function PhoneField({
  value,
  onChange,
  onBlur,
  name,
  disabled,
  autoFocus,
  ...field
}: PhoneFieldProps) {
  const { t } = useLingui();
  const [chosenCode, setChosenCode] = useState('+86');
  const code = CALLING_CODES.find((known) => value.startsWith(known)) ?? chosenCode;
  const national = value.startsWith(code) ? value.slice(code.length) : value;

  const enter = (text: string) => {
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
          <span className="relative flex items-center self-stretch text-ink">
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
          <span aria-hidden="true" className="h-5 w-px bg-line" />
          <input
            {...control}
            type="tel"
            inputMode="tel"
            autoComplete="tel-national"
            name={name}
            disabled={disabled}
            // biome-ignore lint/a11y/noAutofocus: the caller asks for it where the field is the screen's purpose
            autoFocus={autoFocus}
            value={national}
            onChange={(event) => enter(event.target.value)}
            onBlur={onBlur}
            className={`${CONTROL_INPUT} tabular`}
          />
        </div>
      )}
    </Field>
  );
}
