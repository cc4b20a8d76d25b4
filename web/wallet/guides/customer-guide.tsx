import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type GuideSummary, startGuide } from '../../../contract/guides.ts';
import { call } from '../../shared/api.ts';
import { queryClient } from '../../shared/app.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { useSearchText } from '../app/address.ts';
import { GuideWalk } from '../support/guide-walk.tsx';
import { guideRunQuery } from '../support/queries.ts';

/** Starts the guide, or goes on with the run that is under way at whatever door. */
export function CustomerGuide({ guide, label }: { guide: GuideSummary; label: string }) {
  const navigate = useNavigate();
  const paymentId = useSearchText('paymentId');
  const start = useMutation({
    mutationFn: (afresh: boolean) =>
      call(startGuide, {
        body: { guide: guide.id, subject: paymentId ? { paymentId } : {}, ...(afresh ? { afresh } : {}) },
      }),
    onSuccess: (run) => queryClient.setQueryData(guideRunQuery(run.id).queryKey, run),
  });
  const { mutate } = start;
  const hasStarted = useRef(false);
  useEffect(() => {
    if (!hasStarted.current) mutate(false);
    hasStarted.current = true;
  }, [mutate]);

  if (start.isError) return <ErrorState onRetry={() => mutate(false)} retrying={start.isPending} />;
  if (!start.data) {
    return (
      <div role="status" aria-label={label} className="flex flex-col gap-3">
        <Skeleton className="h-52 w-full rounded-card" />
      </div>
    );
  }
  return (
    <GuideWalk
      runId={start.data.id}
      onClose={() => void navigate({ to: '/support/help' })}
      onStartOver={() => mutate(true)}
    />
  );
}
