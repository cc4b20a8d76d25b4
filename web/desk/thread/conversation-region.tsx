import { Trans } from '@lingui/react/macro';
import { useMutation, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { SearchX, ShieldX } from 'lucide-react';
import { useEffect } from 'react';
import { seeMentions } from '../../../contract/agent-hands.ts';
import type { ResultOf } from '../../../contract/route.ts';
import type { listDeskConversations } from '../../../contract/support.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { ContextPanel } from '../context/context-panel.tsx';
import { useContextChoice } from '../context/use-context-choice.ts';
import { mentionsQuery } from '../mentions/queries.ts';
import { detailQuery, listQuery, mayRead } from '../inbox/queries.ts';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { useStaff } from '../session/session.ts';
import { Thread } from './thread.tsx';
import { ThreadSkeleton } from './thread-skeleton.tsx';
import { Unread } from './unread.tsx';

export interface ConversationRegionProps {
  conversationId: string;
  list: UseQueryResult<ResultOf<typeof listDeskConversations>>;
  inbox: InboxPlace;
}

/**
 * One conversation as far as this member of staff may see it. What the lists say decides whether the rest is asked for
 * at all, since every refusal is written down as an attempt to look where one may not.
 */
export function ConversationRegion({ conversationId, list, inbox }: ConversationRegionProps) {
  const staff = useStaff();
  const isThis = ({ id }: { id: string }) => id === conversationId;
  const inList = list.data?.conversations.find(isThis);
  // Opened by its address, or moved to another list.
  const all = useQuery({ ...listQuery('all', ''), enabled: list.isFetched && !inList });
  const listed = inList ?? all.data?.conversations.find(isThis);
  // A colleague's note that names one lets one in.
  const mentions = useQuery(mentionsQuery).data?.filter((one) => one.conversationId === conversationId);
  const isMentioned = mentions !== undefined && mentions.length > 0;
  const mayAsk = listed ? mayRead(staff, listed) || isMentioned : all.isFetched;
  const detail = useQuery({ ...detailQuery(conversationId), enabled: mayAsk });
  const choice = useContextChoice(inbox);
  const conversation = listed ?? detail.data?.conversation;
  useSeeMentions(conversationId, detail.isSuccess && mentions?.some(({ seen }) => !seen) === true);

  // One that goes on in another is read by who has that: only the server knows, and a closed one changes no hands.
  const isLetIn = isMentioned || (detail.data?.conversation.status === 'closed' && !detail.isError);
  if (conversation && !mayRead(staff, conversation) && !isLetIn) {
    return <Unread conversation={conversation} inbox={inbox} />;
  }
  if (detail.data && conversation) {
    return (
      <>
        <Thread conversation={conversation} detail={detail.data} inbox={inbox} choice={choice} />
        <ContextPanel conversation={conversation} detail={detail.data} inbox={inbox} choice={choice} />
      </>
    );
  }
  if (!detail.isError) return <ThreadSkeleton onBack={() => inbox.leave()} />;
  const { error } = detail;
  const code = error instanceof ApiProblem ? error.code : undefined;
  return (
    <main id="thread" className="grid min-w-0 flex-1 place-items-center bg-page">
      {code === 'not_allowed' || code === 'not_found' ? (
        <EmptyState
          icon={code === 'not_found' ? <SearchX /> : <ShieldX />}
          title={code === 'not_found' ? <Trans>没有这个会话</Trans> : <Trans>您不能查看这个会话</Trans>}
          detail={
            code === 'not_found' ? (
              <Trans>链接可能不完整，请从列表里打开。</Trans>
            ) : (
              <Trans>只有接待的客服和主管可以查看。这次访问已记录。</Trans>
            )
          }
          action={
            <Button variant="secondary" onClick={() => inbox.leave()}>
              <Trans>回到收件箱</Trans>
            </Button>
          }
        />
      ) : (
        <ErrorState
          title={<Trans>会话没有加载出来</Trans>}
          onRetry={() => void detail.refetch()}
          retrying={detail.isFetching}
          action={
            <Button variant="quiet" className="md:hidden" onClick={() => inbox.leave()}>
              <Trans>回到收件箱</Trans>
            </Button>
          }
        />
      )}
    </main>
  );
}

/** Whoever reads the conversation has seen the notes in it that name them. */
function useSeeMentions(conversationId: string, unseen: boolean): void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (id: string) => call(seeMentions, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: mentionsQuery.queryKey }),
  });
  useEffect(() => {
    if (unseen) mutate(conversationId);
  }, [unseen, conversationId, mutate]);
}
