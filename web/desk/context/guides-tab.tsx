import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import { useState } from 'react';
import type { GuideRun } from '../../../contract/guides.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { type StepState, Steps } from '../../shared/ui/steps.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { guideRunsQuery } from '../inbox/queries.ts';
import { useActions } from '../keyboard/actions.tsx';
import { GuideEvidence } from './guide-evidence.tsx';
import { AUTHORITY_NAMES, DOOR_NAMES, RUN_NAMES, RUN_TONES } from './guide-words.ts';
import { RawEvidence, RawSwitch } from './raw-evidence.tsx';

/** Every guide the customer went through here, each step as it completes, with what it rests on. */
export function GuidesTab({ conversationId, maySend }: { conversationId: string; maySend: boolean }) {
  const runs = useQuery(guideRunsQuery(conversationId));
  const actions = useActions();
  if (runs.data === undefined) {
    return runs.isError ? (
      <ErrorState onRetry={() => void runs.refetch()} retrying={runs.isFetching} />
    ) : (
      <SkeletonList rows={3} />
    );
  }
  const send = maySend && (
    <Button variant="secondary" icon={<Route />} onClick={() => actions.run('guide')}>
      <Trans>发送引导</Trans>
    </Button>
  );
  if (runs.data.runs.length === 0) {
    return (
      <EmptyState
        icon={<Route />}
        title={<Trans>还没有走过引导</Trans>}
        detail={<Trans>发送一个引导，客户会在聊天里看到卡片，每一步的结果实时出现在这里。</Trans>}
        action={send}
      />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {runs.data.runs.map((run, index) => (
        <Run key={run.id} run={run} open={index === 0 || run.status === 'active'} />
      ))}
      <div>{send}</div>
    </div>
  );
}

function Run({ run, open }: { run: GuideRun; open: boolean }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { history, card, status } = run;
  const [raw, setRaw] = useState(false);
  return (
    <details open={open} className="group rounded-control border border-line">
      <summary className="flex min-h-target cursor-pointer list-none items-center gap-2 rounded-control px-3 py-2 text-label -outline-offset-2 hover:bg-pressed/60 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{localized(run.title)}</span>
          <span className="block truncate text-caption text-muted">
            {t(DOOR_NAMES[run.door])} · <Time value={run.startedAt} />
          </span>
        </span>
        <Badge tone={RUN_TONES[status]}>{t(RUN_NAMES[status])}</Badge>
      </summary>
      <div className="border-line border-t p-3">
        <Steps
          steps={[
            ...history.map((step, index) => ({
              state: stateOf(run, index),
              title: localized(step.summary),
              aside: <Time value={step.at} format="relative" />,
              detail: (
                <>
                  {step.authority && <Badge className="mr-1.5">{t(AUTHORITY_NAMES[step.authority])}</Badge>}
                  <GuideEvidence evidence={step.evidence} />
                  {raw && <RawEvidence evidence={step.evidence} />}
                </>
              ),
            })),
            ...(history.length === 0 && status === 'active'
              ? [{ state: 'current' as const, title: <Trans>正在开始</Trans> }]
              : []),
          ]}
        />
        <RawSwitch on={raw} onChange={setRaw} />
        {status === 'active' && card && card.options.length > 0 && (
          <p className="mt-3 text-caption text-muted">
            <Trans>客户现在看到：{card.options.map((option) => localized(option.label)).join(t`、`)}</Trans>
          </p>
        )}
      </div>
    </details>
  );
}

/** Every step taken is done, but the last of a run under way still waits for the customer. */
function stateOf({ status, history }: GuideRun, index: number): StepState {
  if (index < history.length - 1) return 'done';
  if (status === 'active') return 'current';
  return status === 'abandoned' ? 'skipped' : 'done';
}
