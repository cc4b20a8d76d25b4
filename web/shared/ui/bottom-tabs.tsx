import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';

/** The wallet's main places, at the thumb. Holds BottomTab links. */
export function BottomTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-safe">
      <ul className="mx-auto flex max-w-xl">{children}</ul>
    </nav>
  );
}

export interface BottomTabProps extends Omit<ComponentProps<'a'>, 'children'> {
  icon: ReactNode;
  label: ReactNode;
  /** How many wait behind it; read out with the label. */
  badge?: number;
}

/** One place: `createLink(BottomTab)` makes it a router link, which also sets aria-current. */
export function BottomTab({ icon, label, badge, className, ...anchor }: BottomTabProps) {
  return (
    <li className="flex-1">
      <a
        {...anchor}
        className={cx(
          'flex min-h-14 flex-col items-center justify-center gap-0.5 text-[0.75rem] text-muted -outline-offset-2 [&_svg]:size-6',
          'hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-accent-ink',
          className,
        )}
      >
        <span className="relative">
          {icon}
          {badge ? (
            <span className="tabular absolute -top-1 left-3.5 min-w-4.5 rounded-full bg-danger px-1 text-center text-[0.6875rem] text-on-danger leading-4.5">
              {badge > 99 ? '99+' : badge}
            </span>
          ) : null}
        </span>
        {label}
      </a>
    </li>
  );
}
