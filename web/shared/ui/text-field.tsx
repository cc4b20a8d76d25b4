import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { CONTROL_BOX, CONTROL_INPUT, Field, type FieldProps } from './field.tsx';

export interface TextFieldProps
  extends FieldProps,
    Omit<ComponentProps<'input'>, keyof FieldProps | 'children'> {
  /** Stands before the text, inside the box (an icon, a symbol). */
  leading?: ReactNode;
  /** Stands after the text, inside the box (a command). */
  trailing?: ReactNode;
  inputClassName?: string;
}

/** One line of text. Spreads react-hook-form's `register()`; pasting is always allowed. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, hideLabel, className, leading, trailing, inputClassName, id, ...input } = props;
  return (
    <Field {...{ label, hint, error, hideLabel, className, id }}>
      {(control) => (
        <div className={CONTROL_BOX}>
          {leading && (
            <span className="-mr-1 inline-flex pl-control-padding text-muted [&>svg]:size-icon">
              {leading}
            </span>
          )}
          <input type="text" {...input} {...control} className={cx(CONTROL_INPUT, inputClassName)} />
          {trailing && <span className="flex items-center pr-0.5">{trailing}</span>}
        </div>
      )}
    </Field>
  );
}

export interface TextAreaProps
  extends FieldProps,
    Omit<ComponentProps<'textarea'>, keyof FieldProps | 'children'> {}

/** Several lines of text; grows with what is written where the browser can. */
export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  className,
  id,
  rows = 3,
  ...textarea
}: TextAreaProps) {
  return (
    <Field {...{ label, hint, error, hideLabel, className, id }}>
      {(control) => (
        <div className={CONTROL_BOX}>
          <textarea
            {...textarea}
            {...control}
            rows={rows}
            // field-sizing ignores rows: they become the least height.
            style={{ minHeight: `${rows * 1.5 + 1.2}em` }}
            className={cx(CONTROL_INPUT, 'field-sizing-content max-h-60 resize-none py-[0.6em]')}
          />
        </div>
      )}
    </Field>
  );
}
