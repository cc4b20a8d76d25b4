import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { forecastWait, requestPerson } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';

/** Asks for a person: at once, or in a surge after what works without one has been offered. */
export function useRequestPerson(conversationId: string) {
  const { i18n } = useLingui();
  const [surgeWaitSeconds, setSurgeWait] = useState<number>();
  const onError = (error: Error) => toast(problemText(error, i18n.locale), { tone: 'danger' });
  const join = useMutation({
    mutationFn: () => call(requestPerson, { params: { id: conversationId } }),
    onSuccess: () => setSurgeWait(undefined),
    onError,
  });
  const ask = useMutation({
    mutationFn: () => call(forecastWait, { query: { language: i18n.locale.startsWith('en') ? 'en' : 'zh' } }),
    onSuccess: ({ surge, expectedWaitSeconds }) =>
      surge ? setSurgeWait(expectedWaitSeconds) : join.mutate(),
    // Not knowing how long it takes is no reason not to get a person.
    onError: () => join.mutate(),
  });
  return {
    ask: () => ask.mutate(),
    join: () => join.mutate(),
    isPending: ask.isPending || join.isPending,
    /** Set while the offer is to be shown. */
    surgeWaitSeconds,
  };
}
