import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What would fill it, or what to do. */
  detail?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** Nothing here yet: says so, and what to do about it. */
export function EmptyState({ icon, title, detail, action, className }: EmptyStateProps) {
  return (
    <div className={cx('flex flex-col items-center px-6 py-10 text-center', className)}>
      {icon && (
        <span className="mb-3 grid size-14 place-items-center rounded-full bg-accent-soft text-accent-ink [&>svg]:size-6">
          {icon}
        </span>
      )}
      <p className="font-medium text-body">{title}</p>
      {detail && <p className="mt-1 max-w-xs text-label text-muted">{detail}</p>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
