import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { CONTROL_BOX, CONTROL_INPUT, Field, type FieldProps } from './field.tsx';

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface SelectProps
  extends FieldProps,
    Omit<ComponentProps<'select'>, keyof FieldProps | 'children'> {
  options: SelectOption[];
  /** Shown while the value is ''. */
  placeholder?: string;
}

/** One of a list. The platform's own picker: on phones nothing beats it, and a strict CSP leaves it alone. */
export function Select({
  label,
  hint,
  error,
  hideLabel,
  className,
  id,
  options,
  placeholder,
  ...select
}: SelectProps) {
  return (
    <Field {...{ label, hint, error, hideLabel, className, id }}>
      {(control) => (
        <div className={cx(CONTROL_BOX, 'relative')}>
          <select
            {...select}
            {...control}
            className={cx(CONTROL_INPUT, 'min-h-[inherit] appearance-none truncate pr-9')}
          >
            {placeholder !== undefined && <option value="">{placeholder}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden="true"
            className="pointer-events-none absolute right-3 size-4 text-muted"
          />
        </div>
      )}
    </Field>
  );
}
