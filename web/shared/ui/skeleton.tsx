import { useLingui } from '@lingui/react/macro';
import { cx } from './cx.ts';

/** A grey shape where something will be; give it the size of what comes, so that nothing jumps. */
export function Skeleton({ round, className }: { round?: boolean; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('block animate-breathe bg-pressed', round ? 'rounded-full' : 'rounded-md', className)}
    />
  );
}

/** Rows that are still loading. */
export function SkeletonList({ rows = 4 }: { rows?: number }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`正在加载`}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical rows
        <div key={index} className="flex min-h-row items-center gap-3 px-card py-row-padding">
          <Skeleton round className="size-avatar shrink-0" />
          <div className="flex-1">
            <Skeleton className="h-[1em] w-2/5" />
            <Skeleton className="mt-2 h-[0.8em] w-3/5" />
          </div>
          <Skeleton className="h-[1em] w-16" />
        </div>
      ))}
    </div>
  );
}
