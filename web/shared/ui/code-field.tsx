import type { ReactNode } from 'react';
import { Field, type FieldProps, CONTROL_BOX, CONTROL_INPUT } from './field.tsx';

export interface CodeFieldProps extends FieldProps {
  value: string;
  onChange: (digits: string) => void;
  /** Called once when the last digit arrives (typed, pasted or filled by the phone). */
  onComplete?: (digits: string) => void;
  length?: number;
  /** Stands beside the code: the button that sends it again. */
  action?: ReactNode;
  disabled?: boolean;
  name?: string;
  autoFocus?: boolean;
}

/** A one-time code in one input, so that paste, SMS autofill and screen readers work. */
export function CodeField(props: CodeFieldProps) {
  const { value, onChange, onComplete, length = 6, action, disabled, name, autoFocus, ...field } = props;
  return (
    <Field {...field}>
      {(control) => (
        <div className={CONTROL_BOX}>
          <input
            {...control}
            type="text"
            name={name}
            inputMode="numeric"
            autoComplete="one-time-code"
            // A disabled field would lose the focus, and the next try would be typed into nothing.
            readOnly={disabled}
            // biome-ignore lint/a11y/noAutofocus: the caller asks for it where the field is the screen's purpose
            autoFocus={autoFocus}
            value={value}
            onChange={(event) => {
              const digits = event.target.value.normalize('NFKC').replace(/\D/g, '').slice(0, length);
              onChange(digits);
              if (digits.length === length && digits !== value) onComplete?.(digits);
            }}
            className={`${CONTROL_INPUT} tabular font-medium tracking-[0.35em] read-only:text-muted`}
          />
          {action && <span className="flex shrink-0 items-center pr-1">{action}</span>}
        </div>
      )}
    </Field>
  );
}
