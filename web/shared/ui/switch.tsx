import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'role' | 'children'> {
  label: ReactNode;
  hint?: ReactNode;
}

/** A setting that takes effect at once. The whole row is the target. */
export function Switch({ label, hint, className, ...input }: SwitchProps) {
  return (
    <label
      className={cx(
        'flex min-h-target items-center justify-between gap-4 has-disabled:opacity-60',
        className,
      )}
    >
      <span>
        <span className="block text-control text-ink">{label}</span>
        {hint && <span className="block text-label text-muted">{hint}</span>}
      </span>
      <span className="relative inline-flex shrink-0">
        <input
          {...input}
          type="checkbox"
          role="switch"
          className="peer h-7 w-12 appearance-none rounded-full border-[1.5px] border-line-strong bg-pressed transition-colors checked:border-accent checked:bg-accent compact:h-5 compact:w-9"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 left-1 size-5 rounded-full bg-line-strong transition-[translate,background-color] peer-checked:translate-x-5 peer-checked:bg-on-accent compact:size-3 compact:peer-checked:translate-x-4"
        />
      </span>
    </label>
  );
}
