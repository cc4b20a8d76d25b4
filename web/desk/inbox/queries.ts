import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listDeskGuideRuns, listGuides } from '../../../contract/guides.ts';
import {
  type DeskConversation,
  getDeskConversation,
  getDeskPayment,
  listDeskConversations,
} from '../../../contract/support.ts';
import type { Staff } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import type { DeskView } from './search.ts';

/** Live frames keep a list current; this is for what a lost frame would leave stale. */
const LIST_REFRESH_MS = 60_000;

export function listQuery(view: DeskView, search: string) {
  return queryOptions({
    queryKey: ['conversations', view, search],
    queryFn: ({ signal }) =>
      call(listDeskConversations, { query: { view, ...(search ? { search } : {}) }, signal }),
    refetchInterval: LIST_REFRESH_MS,
  });
}

/** The pages behind the first, from where it ended when they were first asked for. */
export function olderQuery(view: DeskView, search: string, from: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['older-conversations', view, search],
    queryFn: ({ signal, pageParam }) =>
      call(listDeskConversations, {
        query: { view, ...(search ? { search } : {}), ...(pageParam ? { after: pageParam } : {}) },
        signal,
      }),
    initialPageParam: from,
    getNextPageParam: ({ next }) => next,
    enabled: false,
    gcTime: 0,
  });
}

/**
 * No frame tells the desk that the customer has paid by themselves, so an unsettled payment is looked at again this
 * often; each look is audited.
 */
const UNSETTLED_REFRESH_MS = 20_000;

/** Everything beside the messages. Ask only for what this member of staff may read: a refusal is an alert. */
export function detailQuery(conversationId: string) {
  return queryOptions({
    queryKey: ['conversation', conversationId, 'detail'],
    queryFn: ({ signal }) => call(getDeskConversation, { params: { id: conversationId }, signal }),
    staleTime: 30_000,
    refetchInterval: ({ state: { data } }) => {
      const status = data?.subjectPayment?.status;
      const settled = status === undefined || status === 'succeeded' || status === 'canceled';
      return settled || data?.conversation.status === 'closed' ? false : UNSETTLED_REFRESH_MS;
    },
  });
}

export function guideRunsQuery(conversationId: string) {
  return queryOptions({
    queryKey: ['conversation', conversationId, 'guide-runs'],
    queryFn: ({ signal }) => call(listDeskGuideRuns, { params: { id: conversationId }, signal }),
    staleTime: 30_000,
  });
}

export function deskPaymentQuery(conversationId: string, paymentId: string) {
  return queryOptions({
    queryKey: ['conversation', conversationId, 'payment', paymentId],
    queryFn: ({ signal }) => call(getDeskPayment, { params: { id: conversationId, paymentId }, signal }),
    staleTime: 30_000,
  });
}

export const guidesQuery = queryOptions({
  queryKey: ['guides'],
  queryFn: ({ signal }) => call(listGuides, { signal }),
  staleTime: 10 * 60_000,
});

/** As the server decides it: a supervisor reads every conversation, an agent those they have or had. */
export function mayRead(staff: Staff, conversation: DeskConversation): boolean {
  return staff.role === 'supervisor' || conversation.agentId === staff.id;
}

/** Only the agent who has a conversation writes in it, sends guides in it and closes it. */
export function mayAct(staff: Staff, conversation: DeskConversation): boolean {
  return conversation.status === 'assigned' && conversation.agentId === staff.id;
}
