import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '../../shared/ui/skeleton.tsx';

/** A conversation on its way. */
export function ConversationSkeleton() {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`正在加载`} className="mx-auto w-full flex-1 pt-12 max-w-3xl">
      <div className="flex gap-2.5">
        <Skeleton round className="size-avatar shrink-0" />
        <Skeleton className="h-16 w-3/5 rounded-[1.125rem]" />
      </div>
      <div className="mt-4 flex justify-end">
        <Skeleton className="h-11 w-2/5 rounded-[1.125rem]" />
      </div>
      <Skeleton className="mt-5 h-48 w-full rounded-card" />
    </div>
  );
}
