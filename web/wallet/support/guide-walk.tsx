import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { GuideCard } from '../../shared/chat/guide-card.tsx';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { ButtonLink } from '../app/links.tsx';
import { answeredCards } from './answered-cards.ts';
import { AnsweredCards } from './answered-list.tsx';
import { guideRunQuery } from './queries.ts';
import { useCardActions } from './use-card-actions.tsx';
import { useGuideRuns } from './use-guide-runs.ts';
import { useProbe } from './use-probe.tsx';

/** A guide on a page of its own: what was answered so far, and the card to answer now. */
export function GuideWalk({
  runId,
  onClose,
  onStartOver,
}: {
  runId: string;
  onClose: () => void;
  onStartOver?: () => void;
}) {
  const { t } = useLingui();
  const localized = useLocalized();
  const query = useQuery(guideRunQuery(runId));
  const runs = useGuideRuns([runId]);
  const actions = useCardActions();
  const current = useRef<HTMLDivElement>(null);
  const run = query.data;
  const step = run?.card?.step;

  // Each new card is what one goes on with, by keyboard and by ear.
  const firstStep = useRef(step);
  useEffect(() => {
    firstStep.current ??= step;
    if (step !== undefined && step !== firstStep.current)
      current.current?.querySelector<HTMLElement>('[data-card]')?.focus();
  }, [step]);

  const probe = useProbe(run?.card && runs.canAnswer(run.card) ? run.card : undefined, actions.choose);

  if (query.isError && !run) {
    return <ErrorState onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  }
  if (!run?.card) {
    return (
      <div role="status" aria-label={t`正在检查`} className="flex flex-col gap-3">
        <Skeleton className="h-6 w-1/2" />
        <Skeleton className="h-52 w-full rounded-card" />
      </div>
    );
  }
  return (
    <section aria-label={localized(run.title)}>
      <AnsweredCards cards={answeredCards(run)} />
      <div ref={current} aria-live="polite">
        <GuideCard
          key={run.card.step}
          card={run.card}
          isLive={runs.canAnswer(run.card)}
          chosen={runs.chosenOption(run.card)}
          onChoose={actions.choose}
          pendingOption={actions.pending?.optionId}
        />
        {probe}
      </div>
      <div className="mt-4 flex flex-wrap gap-2.5">
        {run.status === 'handed_off' && (
          <ButtonLink to="/support" search={{ screen: 'help', paymentId: run.subject.paymentId }}>
            <Trans>去和人工客服聊</Trans>
          </ButtonLink>
        )}
        <Button variant={run.status === 'active' ? 'quiet' : 'secondary'} onClick={onClose}>
          <Trans>返回帮助中心</Trans>
        </Button>
        {onStartOver && answeredCards(run).length > 0 && (
          <Button variant="quiet" onClick={onStartOver}>
            <Trans>从头开始</Trans>
          </Button>
        )}
      </div>
      {actions.sheets}
    </section>
  );
}
