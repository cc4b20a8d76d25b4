import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { TONE_SOFT } from './tone.ts';

export interface BannerProps {
  tone?: 'info' | 'success' | 'warning' | 'danger';
  title?: ReactNode;
  children?: ReactNode;
  /** A small button or link. */
  action?: ReactNode;
  /** Read out at once: for something that has just happened. */
  live?: boolean;
  className?: string;
}

const ICON = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

/** Something to know about this screen, staying until it is no longer true. */
export function Banner({ tone = 'info', title, children, action, live, className }: BannerProps) {
  const Icon = ICON[tone];
  return (
    <div
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={cx(
        'flex items-start gap-2.5 rounded-card px-card py-3 text-label',
        TONE_SOFT[tone],
        className,
      )}
    >
      <Icon aria-hidden="true" className="mt-px size-[1.35em] shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={title ? 'text-ink' : undefined}>{children}</div>}
      </div>
      {action && <div className="-my-1.5 shrink-0">{action}</div>}
    </div>
  );
}
