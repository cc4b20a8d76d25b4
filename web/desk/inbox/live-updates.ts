import type { QueryClient } from '@tanstack/react-query';
import type { GuideRun } from '../../../contract/guides.ts';
import type { Staff } from '../../../contract/identity.ts';
import type { ResultOf } from '../../../contract/route.ts';
import {
  awaitsReplyAfter,
  type DeskConversation,
  type DeskDetail,
  type listDeskConversations,
  type Message,
} from '../../../contract/support.ts';
import { detailQuery, guideRunsQuery } from './queries.ts';
import type { DeskView } from './search.ts';

type List = ResultOf<typeof listDeskConversations>;

/** Whether a conversation stands in a list. Of the closed ones only those that were read before are known here. */
export function belongsTo(view: DeskView, conversation: DeskConversation, staff: Staff): boolean {
  const { status, agentId } = conversation;
  switch (view) {
    case 'mine':
      return status === 'assigned' && agentId === staff.id;
    case 'unassigned':
      return status === 'queued';
    case 'all':
      return status !== 'closed';
    case 'closed':
      return status === 'closed' && (staff.role === 'supervisor' || agentId === staff.id);
  }
}

/** The list after a conversation changed: in place where it stands, gone when it left, in front or at the end when new. */
export function withChange(
  list: readonly DeskConversation[],
  view: DeskView,
  changed: DeskConversation,
  staff: Staff,
): DeskConversation[] {
  const stands = list.some(({ id }) => id === changed.id);
  if (!belongsTo(view, changed, staff)) return list.filter(({ id }) => id !== changed.id);
  if (stands) return list.map((entry) => (entry.id === changed.id ? changed : entry));
  return view === 'unassigned' && changed.priority === 'normal' ? [...list, changed] : [changed, ...list];
}

/**
 * A conversation after more was said in it, as lists show it: the last text, or the last of anything while there is none.
 * @returns undefined where all of it is known
 */
export function withSaid(
  conversation: DeskConversation,
  messages: readonly Message[],
): DeskConversation | undefined {
  const fresh = messages.filter(({ sequence }) => sequence > conversation.lastSequence);
  if (fresh.length === 0) return undefined;
  const changed = { ...conversation };
  for (const message of fresh) {
    const { sequence, content } = message;
    changed.lastSequence = sequence;
    if (content.type === 'note') continue;
    if (content.type === 'text' || changed.lastMessage?.content.type !== 'text')
      changed.lastMessage = message;
    changed.awaitsReply = awaitsReplyAfter(message, changed.status) ?? changed.awaitsReply;
  }
  return changed;
}

/** Takes a change of the inbox into every list that is loaded. Exact order and counts come with the next refresh. */
export function applyToLists(queryClient: QueryClient, changed: DeskConversation, staff: Staff): void {
  for (const query of queryClient.getQueryCache().findAll({ queryKey: ['conversations'] })) {
    const [, view, search] = query.queryKey as [string, DeskView, string];
    queryClient.setQueryData<List>(query.queryKey, (list) => {
      if (!list) return list;
      const known = list.conversations.some(({ id }) => id === changed.id);
      // Whether a new one matches the search only the server knows.
      if (search !== '' && !known) return list;
      return { ...list, conversations: withChange(list.conversations, view, changed, staff) };
    });
  }
  queryClient.setQueriesData<{ pages: List[] }>(
    { queryKey: ['older-conversations'] },
    (older) =>
      older && {
        ...older,
        pages: older.pages.map((page) => ({
          ...page,
          conversations: page.conversations.map((entry) => (entry.id === changed.id ? changed : entry)),
        })),
      },
  );
  queryClient.setQueryData<DeskDetail>(
    detailQuery(changed.id).queryKey,
    (detail) => detail && { ...detail, conversation: changed },
  );
}

/**
 * The runs after one moved on; newest first. A frame goes to the customer too and may leave the evidence out: what is
 * known of the steps before stays.
 */
export function withRun(runs: readonly GuideRun[], changed: GuideRun): GuideRun[] {
  const known = runs.find(({ id }) => id === changed.id);
  if (!known) return [changed, ...runs];
  const history = changed.history.map((step, index) => {
    const before = known.history[index];
    const bare = Object.keys(step.evidence).length === 0;
    return bare && before?.stepId === step.stepId ? { ...step, evidence: before.evidence } : step;
  });
  return runs.map((run) => (run.id === changed.id ? { ...changed, history } : run));
}

export function applyRun(queryClient: QueryClient, conversationId: string, run: GuideRun): void {
  queryClient.setQueryData(guideRunsQuery(conversationId).queryKey, (known) =>
    known ? { runs: withRun(known.runs, run) } : known,
  );
}

/** What is known of a conversation from any list, without asking. */
export function knownConversation(queryClient: QueryClient, id: string): DeskConversation | undefined {
  for (const [, list] of queryClient.getQueriesData<List>({ queryKey: ['conversations'] })) {
    const found = list?.conversations.find((conversation) => conversation.id === id);
    if (found) return found;
  }
  return queryClient.getQueryData(detailQuery(id).queryKey)?.conversation;
}
