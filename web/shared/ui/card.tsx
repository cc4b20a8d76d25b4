import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode;
  /** Beside the title: a badge, a link. */
  action?: ReactNode;
  /** Leaves out the padding, for a list or a picture that reaches the edges. */
  flush?: boolean;
}

/** A white rounded group on the grey page. */
export function Card({ title, action, flush, className, children, ...rest }: CardProps) {
  return (
    <section
      {...rest}
      className={cx('rounded-card bg-surface shadow-card', flush ? 'overflow-clip' : 'p-card', className)}
    >
      {(title || action) && (
        <header
          className={cx('flex items-center justify-between gap-3', flush ? 'px-card pt-card pb-1' : 'mb-3')}
        >
          {title && <h2 className="min-w-0 font-semibold text-title">{title}</h2>}
          {action && (
            <div className="-my-2 shrink-0 text-label [&>a]:inline-flex [&>a]:min-h-target [&>a]:min-w-target [&>a]:items-center [&>a]:justify-end [&>a]:text-muted">
              {action}
            </div>
          )}
        </header>
      )}
      {children}
    </section>
  );
}
