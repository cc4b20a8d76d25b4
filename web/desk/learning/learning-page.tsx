import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GraduationCap } from 'lucide-react';
import {
  type AssistantLesson,
  getLearning,
  type Learning,
  labelMessage,
  type Misunderstood,
  type TaughtModel,
  teachAssistant,
} from '../../../contract/learning.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Steps } from '../../shared/ui/steps.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { toastProblem } from '../problem.ts';

const learningQuery = queryOptions({
  queryKey: ['learning'],
  queryFn: ({ signal }) => call(getLearning, { signal }),
});

/** What the assistant did not understand, what it meant, and learning it. */
export function LearningPage() {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['learning'] });
  const label = useMutation({
    mutationFn: ({ id, intent }: { id: string; intent?: string }) =>
      call(labelMessage, { params: { id }, body: intent === undefined ? {} : { intent } }),
    onError: toastProblem,
    onSettled: refresh,
  });
  const teach = useMutation({
    mutationFn: () => call(teachAssistant, {}),
    onError: toastProblem,
    onSettled: refresh,
  });
  const learning = useQuery({
    ...learningQuery,
    refetchInterval: ({ state }) => isUnderWay(state.data?.lesson) && 1_000,
  });
  const { data } = learning;
  return (
    <RoomPage
      title={<Trans>助手学习</Trans>}
      name={t`助手学习`}
      detail={<Trans>助手没听懂的话，标上客户的意思，几秒学会，不用重启。回归用例全部通过才启用。</Trans>}
    >
      {learning.isError && (
        <ErrorState onRetry={() => void learning.refetch()} retrying={learning.isFetching} />
      )}
      {learning.isPending && <SkeletonList rows={4} />}
      {data && (
        <div className="flex flex-col gap-4">
          <Card
            title={<Trans>教给助手</Trans>}
            action={
              <Button
                size="small"
                icon={<GraduationCap aria-hidden="true" />}
                loading={teach.isPending || isUnderWay(data.lesson)}
                disabled={data.unlearnt === 0}
                onClick={() => teach.mutate()}
              >
                <Trans>学习</Trans>
              </Button>
            }
          >
            <p className="text-label text-muted">
              <Plural value={data.unlearnt} other="# 条标注还没有学" />
            </p>
            {data.lesson && <Lesson lesson={data.lesson} />}
            <Models models={data.models} />
          </Card>
          {data.waiting.length === 0 ? (
            <EmptyState icon={<GraduationCap aria-hidden="true" />} title={<Trans>没有等待标注的话</Trans>} />
          ) : (
            <ul className="flex flex-col gap-3">
              {data.waiting.map((one) => (
                <li key={one.messageId}>
                  <Waiting
                    one={one}
                    intents={data.intents}
                    isPending={label.isPending && label.variables.id === one.messageId}
                    onLabel={(intent) =>
                      label.mutate({ id: one.messageId, ...(intent === undefined ? {} : { intent }) })
                    }
                  />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </RoomPage>
  );
}

function Waiting({
  one,
  intents,
  isPending,
  onLabel,
}: {
  one: Misunderstood;
  intents: Learning['intents'];
  isPending: boolean;
  onLabel: (intent: string | undefined) => void;
}) {
  const { t } = useLingui();
  const localized = useLocalized();
  const likely = [one.read, one.secondRead];
  return (
    <Card>
      <p className="text-body wrap-anywhere">{one.text}</p>
      <p className="mt-1 text-caption text-muted">
        <Trans>
          读成“{localized(one.read.label)}”，{Math.round(one.probability * 100)}% 把握 ·{' '}
          <Time inSentence value={one.readAt} />
        </Trans>
      </p>
      <div className="mt-3 flex flex-wrap items-end gap-2">
        {likely.map(({ id, label }) => (
          <Button key={id} size="small" variant="secondary" disabled={isPending} onClick={() => onLabel(id)}>
            {localized(label)}
          </Button>
        ))}
        <Select
          label={<Trans>客户的意思</Trans>}
          hideLabel
          className="w-52"
          value=""
          placeholder={t`选其他意思`}
          disabled={isPending}
          options={intents.map(({ id, label }) => ({ value: id, label: localized(label) }))}
          onChange={(event) => onLabel(event.target.value)}
        />
        <Button size="small" variant="quiet" disabled={isPending} onClick={() => onLabel(undefined)}>
          <Trans>不用学</Trans>
        </Button>
      </div>
    </Card>
  );
}

const isUnderWay = (lesson: AssistantLesson | undefined) => lesson !== undefined && !lesson.failed;

/** The lesson under way, step by step; what comes of it then stands among the models. */
function Lesson({ lesson: { step, failed } }: { lesson: AssistantLesson }) {
  const reached = failed ? 'failed' : 'current';
  return (
    <Steps
      className="mt-3"
      steps={[
        {
          state: step === 'learning' ? 'done' : step === 'checking' ? reached : failed ? 'failed' : 'waiting',
          title: <Trans>检查回归用例</Trans>,
          detail: failed && step !== 'learning' && <Trans>中断了，请再试一次</Trans>,
        },
        {
          state: step === 'learning' ? reached : 'waiting',
          title: <Trans>学会并启用</Trans>,
          detail: failed && step === 'learning' && <Trans>中断了，请再试一次</Trans>,
        },
      ]}
    />
  );
}

function Models({ models }: { models: TaughtModel[] }) {
  if (models.length === 0) return null;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  return (
    <ul className="mt-3 flex flex-col gap-2 text-label">
      {models.slice(0, 5).map((model) => (
        <li key={model.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {model.serves ? (
            <Badge tone="success">
              <Trans>在用</Trans>
            </Badge>
          ) : model.regressions.length > 0 ? (
            <Badge tone="danger">
              <Trans>没有启用</Trans>
            </Badge>
          ) : (
            <Badge tone="neutral">
              <Trans>已替换</Trans>
            </Badge>
          )}
          <Time value={model.madeAt} />
          <span className="text-muted">
            <Trans>
              {model.lessons} 条标注 · 中文 {percent(model.heldOut.zh)} · 英文 {percent(model.heldOut.en)} ·{' '}
              {(model.milliseconds / 1000).toFixed(1)} 秒
            </Trans>
          </span>
          {model.regressions.slice(0, 3).map(({ text }) => (
            <span key={text} className="text-danger-ink">
              {text}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
