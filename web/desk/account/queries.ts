import { queryOptions } from '@tanstack/react-query';
import { listAccountActions } from '../../../contract/account-actions.ts';
import { call } from '../../shared/api.ts';

/** Each change is an event in the conversation, which refreshes all that is known around it. */
export const accountActionsQuery = (conversationId: string) =>
  queryOptions({
    queryKey: ['conversation', conversationId, 'actions'],
    queryFn: ({ signal }) => call(listAccountActions, { params: { id: conversationId }, signal }),
    staleTime: 30_000,
    // A recovery goes on outside the conversation.
    refetchInterval: ({ state: { data } }) => (data?.recovery ? 15_000 : false),
  });
