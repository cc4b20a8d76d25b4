import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { Coffee, History, Inbox, MessagesSquare, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ResultOf } from '../../../contract/route.ts';
import type { listDeskConversations } from '../../../contract/support.ts';
import { Button } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { ConversationItem } from './conversation-item.tsx';
import { useStaff } from '../session/session.ts';
import { belongsTo } from './live-updates.ts';
import { olderQuery } from './queries.ts';
import type { DeskView } from './search.ts';

type List = ResultOf<typeof listDeskConversations>;

export interface ConversationListProps {
  list: UseQueryResult<List>;
  view: DeskView;
  search: string;
  selectedId: string | undefined;
  onView: (view: DeskView) => void;
  onClearSearch: () => void;
}

/** The conversations of one view, or why there are none. */
export function ConversationList(props: ConversationListProps) {
  const { t } = useLingui();
  const { list, view, search, selectedId } = props;
  const staff = useStaff();
  const first = list.data?.next;
  const pages = useInfiniteQuery(olderQuery(view, search, first));
  if (list.data === undefined) {
    return list.isError ? (
      <ErrorState
        title={<Trans>会话列表没有加载出来</Trans>}
        onRetry={() => void list.refetch()}
        retrying={list.isFetching}
      />
    ) : (
      <ListSkeleton />
    );
  }
  const { conversations } = list.data;
  const shown = new Set(conversations.map(({ id }) => id));
  const older = (pages.data?.pages ?? [])
    .flatMap((page) => page.conversations)
    .filter(({ id }) => !shown.has(id))
    .filter((conversation) => belongsTo(view, conversation, staff));
  const asked = pages.data !== undefined;
  const more =
    (asked ? pages.hasNextPage : first !== undefined) &&
    (() => void (asked ? pages.fetchNextPage() : pages.refetch()));
  if (conversations.length === 0) return <Nothing {...props} waiting={list.data.counts.unassigned} />;
  return (
    <>
      <ul aria-label={t`会话列表`} aria-busy={list.isPlaceholderData} className="divide-y divide-line">
        {[...conversations, ...older].map((conversation) => (
          <li key={conversation.id}>
            <ConversationItem conversation={conversation} selected={conversation.id === selectedId} />
          </li>
        ))}
      </ul>
      {more && (
        <div className="p-3">
          <Button variant="quiet" wide loading={pages.isFetching} onClick={more}>
            <Trans>显示更多</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing({
  view,
  search,
  waiting,
  onView,
  onClearSearch,
}: ConversationListProps & { waiting: number }) {
  if (search !== '') {
    return (
      <EmptyState
        icon={<SearchX />}
        title={<Trans>没有找到“{search}”</Trans>}
        detail={<Trans>可以搜索客户姓名、手机尾号或说过的话。</Trans>}
        action={
          <Button variant="secondary" onClick={onClearSearch}>
            <Trans>清除搜索</Trans>
          </Button>
        }
      />
    );
  }
  const states: Record<DeskView, ReactNode> = {
    mine: (
      <EmptyState
        icon={<Inbox />}
        title={<Trans>没有接待中的会话</Trans>}
        detail={waiting > 0 ? <Trans>有客户正在排队。</Trans> : <Trans>在线时，来的客户会自动分给您。</Trans>}
        action={
          waiting > 0 && (
            <Button onClick={() => onView('unassigned')}>
              <Trans>看看未分配（{waiting}）</Trans>
            </Button>
          )
        }
      />
    ),
    unassigned: (
      <EmptyState
        icon={<Coffee />}
        title={<Trans>没有人在排队</Trans>}
        detail={<Trans>新的请求会自动出现在这里。</Trans>}
      />
    ),
    all: <EmptyState icon={<MessagesSquare />} title={<Trans>没有进行中的会话</Trans>} />,
    closed: (
      <EmptyState
        icon={<History />}
        title={<Trans>还没有已结束的会话</Trans>}
        detail={<Trans>您结束的会话和客户的评分会留在这里。</Trans>}
      />
    ),
  };
  return states[view];
}

function ListSkeleton() {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`正在加载`} className="divide-y divide-line">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <div key={row} className="px-3.5 py-2.5">
          <div className="flex justify-between">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-3 w-10" />
          </div>
          <Skeleton className="mt-2 h-3.5 w-4/5" />
          <Skeleton className="mt-2.5 h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
