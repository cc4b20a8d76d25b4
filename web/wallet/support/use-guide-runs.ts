import { useLingui } from '@lingui/react/macro';
import { type QueryClient, useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { answerGuide, type Card, type GuideRun } from '../../../contract/guides.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { chosenOptions } from '../../shared/chat/chosen-options.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { useFrames } from '../../shared/use-realtime.tsx';
import { problemText } from '../app/problem-text.ts';
import { noteFreeze } from '../session/freeze-outcome.ts';
import { guideRunQuery } from './queries.ts';

export interface GuideRuns {
  run: (id: string) => GuideRun | undefined;
  /** Whether the run still waits for an answer to this card. */
  canAnswer: (card: Card) => boolean;
  chosenOption: (card: Card) => { zh: string; en: string } | undefined;
}

function keepRun(client: QueryClient, run: GuideRun): void {
  client.setQueryData(guideRunQuery(run.id).queryKey, run);
  noteFreeze(run);
}

/** The runs behind cards on screen, kept current by the socket. */
export function useGuideRuns(ids: readonly string[]): GuideRuns {
  const client = useQueryClient();
  useFrames('guide_run', ({ run }) => keepRun(client, run));
  const runs = useQueries({
    queries: ids.map(guideRunQuery),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  return useMemo(() => {
    const byId = new Map(runs.map((run) => [run.id, { run, chosen: chosenOptions(run) }]));
    return {
      run: (id) => byId.get(id)?.run,
      canAnswer: ({ runId, step }) => {
        const run = byId.get(runId)?.run;
        // Until the run is known its newest card is taken as open; the server decides in the end.
        return run === undefined || (run.status === 'active' && (run.card?.step ?? step) <= step);
      },
      chosenOption: ({ runId, step }) => byId.get(runId)?.chosen.get(step),
    };
  }, [runs]);
}

/** Answers a card. Answering the same again changes nothing, so a lost answer may simply be given again. */
export function useAnswer() {
  const { i18n } = useLingui();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ runId, step, optionId }: { runId: string; step: number; optionId: string }) =>
      call(answerGuide, { params: { id: runId }, body: { step, option: optionId } }),
    networkMode: 'always',
    onSuccess: (run) => keepRun(client, run),
    onError: (error, { runId }) => {
      toast(problemText(error, i18n.locale), { tone: 'danger' });
      // The card on screen was not the one to answer any more.
      if (error instanceof ApiProblem) void client.invalidateQueries(guideRunQuery(runId));
    },
  });
}
