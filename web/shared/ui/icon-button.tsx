import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: ReactNode;
  /** What it does; read out, and shown as the tooltip. */
  label: string;
  tone?: 'plain' | 'muted' | 'accent';
}

/** A square command with an icon only. */
export function IconButton({ icon, label, tone = 'plain', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(
        'inline-grid size-target shrink-0 place-items-center rounded-button transition-colors disabled:opacity-50 [&>svg]:size-icon',
        tone === 'plain' && 'text-ink hover:bg-pressed',
        tone === 'muted' && 'text-muted hover:bg-pressed hover:text-ink',
        tone === 'accent' && 'bg-accent text-on-accent hover:bg-accent-hover',
        className,
      )}
    >
      {icon}
    </button>
  );
}
