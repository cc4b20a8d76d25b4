import { Check } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'children'> {
  label: ReactNode;
  hint?: ReactNode;
}

/** Consent or a choice among several. The whole row is the target. */
export function Checkbox({ label, hint, className, ...input }: CheckboxProps) {
  return (
    <label className={cx('flex min-h-target items-center gap-2.5 has-disabled:opacity-60', className)}>
      <span className="relative grid size-5 shrink-0 place-items-center">
        <input
          {...input}
          type="checkbox"
          className="peer size-5 appearance-none rounded-[0.375rem] border-[1.5px] border-line-strong bg-surface transition-colors checked:border-accent checked:bg-accent"
        />
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className="pointer-events-none absolute size-3.5 text-on-accent opacity-0 peer-checked:opacity-100"
        />
      </span>
      <span>
        <span className="block text-control text-ink">{label}</span>
        {hint && <span className="block text-label text-muted">{hint}</span>}
      </span>
    </label>
  );
}
