import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getGuideRun, listGuides } from '../../../contract/guides.ts';
import { listConversations, openConversation, type ScreenContext } from '../../../contract/support.ts';
import { call } from '../../shared/api.ts';
import { pageLanguage } from '../../shared/i18n/i18n.ts';

/**
 * Contact support from a screen. Once a visit: asking again would tell support of the same screen again, so nothing but
 * the customer repeats it.
 */
export const openConversationQuery = (context: ScreenContext) =>
  queryOptions({
    queryKey: ['support', 'open', context],
    queryFn: ({ signal }) =>
      call(openConversation, {
        body: { context, language: pageLanguage() },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    // Fails at once without a network, so that the screen can say so.
    networkMode: 'always',
  });

export const conversationsQuery = queryOptions({
  queryKey: ['support', 'conversations'],
  queryFn: async ({ signal }) => (await call(listConversations, { signal })).conversations,
  placeholderData: keepPreviousData,
});

export const guidesQuery = queryOptions({
  queryKey: ['guides'],
  queryFn: async ({ signal }) => (await call(listGuides, { signal })).guides,
  staleTime: 10 * 60_000,
});

/** A run of a guide; the socket tells of its changes (use-guide-runs.ts). */
export const guideRunQuery = (id: string) =>
  queryOptions({
    queryKey: ['guide-runs', id],
    queryFn: ({ signal }) => call(getGuideRun, { params: { id }, signal }),
    staleTime: 60_000,
  });
