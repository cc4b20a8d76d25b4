import { useLingui } from '@lingui/react/macro';
import { ArrowLeft } from 'lucide-react';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';

/** A conversation that is still loading. */
export function ThreadSkeleton({ onBack }: { onBack: () => void }) {
  const { t } = useLingui();
  return (
    <main
      id="thread"
      className="flex min-w-0 flex-1 flex-col bg-page"
      aria-busy="true"
      aria-label={t`正在加载`}
    >
      <div className="flex min-h-14 items-center gap-3 border-line border-b bg-surface px-2 md:px-4">
        <IconButton icon={<ArrowLeft />} label={t`返回列表`} className="md:hidden" onClick={onBack} />
        <div>
          <Skeleton className="h-4 w-32" />
          <Skeleton className="mt-2 h-3.5 w-48" />
        </div>
      </div>
      <div className="flex flex-1 flex-col justify-end gap-4 p-4">
        <Skeleton className="h-10 w-56 rounded-2xl" />
        <Skeleton className="h-16 w-72 self-end rounded-2xl" />
        <Skeleton className="h-10 w-40 rounded-2xl" />
      </div>
      <div className="hidden h-40 border-line border-t bg-surface md:block" />
    </main>
  );
}
