import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { TONE_SOFT, type Tone } from './tone.ts';

/** A short state: 成功, 未扣款, 已验证身份. */
export function Badge({
  tone = 'neutral',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 rounded-md px-1.5 py-0.5 font-medium text-caption whitespace-nowrap [&>svg]:size-[1em]',
        TONE_SOFT[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
