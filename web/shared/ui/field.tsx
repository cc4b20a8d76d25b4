import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

/** What every field takes besides its own input's props. */
export interface FieldProps {
  label: ReactNode;
  /** Helps before the mistake. */
  hint?: ReactNode;
  /** Says what is wrong and how to put it right; its presence marks the field invalid. */
  error?: ReactNode;
  /** The label stays for assistive technology but is not shown. */
  hideLabel?: boolean;
  className?: string;
}

interface ControlAttributes {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

/** Label, control, hint and error, wired together by id. */
export function Field(
  props: FieldProps & { id?: string; children: (control: ControlAttributes) => ReactNode },
) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = cx(props.error ? errorId : null, props.hint ? hintId : null);
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', props.className)}>
      <label htmlFor={id} className={props.hideLabel ? 'sr-only' : 'text-label font-medium text-muted'}>
        {props.label}
      </label>
      {props.children({
        id,
        'aria-invalid': props.error ? true : undefined,
        'aria-describedby': describedBy || undefined,
      })}
      {props.error && (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 text-label text-danger-ink">
          <CircleAlert aria-hidden="true" className="mt-[0.2em] size-[1.1em] shrink-0" />
          <span>{props.error}</span>
        </p>
      )}
      {props.hint && (
        <p id={hintId} className="text-label text-muted">
          {props.hint}
        </p>
      )}
    </div>
  );
}

/** The box around an input: one border and focus ring for the input and what stands beside it. */
export const CONTROL_BOX = cx(
  'flex min-h-control w-full items-center rounded-control border border-line-strong/60 bg-surface text-control text-ink transition-colors',
  'focus-within:border-focus focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus',
  'has-aria-invalid:border-danger has-[input:disabled,select:disabled,textarea:disabled]:bg-sunken has-[input:disabled,select:disabled,textarea:disabled]:text-muted',
);

/** The bare input inside a box; the box shows the focus. */
export const CONTROL_INPUT =
  'min-w-0 flex-1 self-stretch bg-transparent px-control-padding outline-none disabled:cursor-not-allowed';
