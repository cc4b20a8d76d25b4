import { Fragment } from 'react';
import { cx } from './cx.ts';

/** An id that fits into a narrow place by breaking at its hyphens. */
export function IdText({ id, className }: { id: string; className?: string }) {
  const parts = id.split(/(?<=-)/);
  return (
    <code className={cx('font-mono', className)}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are in a fixed order
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
