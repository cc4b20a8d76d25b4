import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { forecastWait } from '../../../contract/routing.ts';
import { requestPerson } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';

/** Asks for a person: at once, or in a surge by way of the assistant, which offers first what works without one. */
export function useRequestPerson(conversationId: string, askAssistant: () => void) {
  const { i18n } = useLingui();
  const onError = (error: Error) => toast(problemText(error, i18n.locale), { tone: 'danger' });
  const join = useMutation({
    mutationFn: () => call(requestPerson, { params: { id: conversationId } }),
    onError,
  });
  const ask = useMutation({
    mutationFn: () => call(forecastWait, { query: { language: i18n.locale.startsWith('en') ? 'en' : 'zh' } }),
    onSuccess: ({ surge }) => (surge ? askAssistant() : join.mutate()),
    // Not knowing how long it takes is no reason not to get a person.
    onError: () => join.mutate(),
  });
  return {
    ask: () => ask.mutate(),
    isPending: ask.isPending || join.isPending,
  };
}
