import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { MessageCircle } from 'lucide-react';
import type { Conversation } from '../../../contract/support.ts';
import { spokenText } from '../../shared/chat/rows.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { RowLink } from '../app/links.tsx';
import { conversationsQuery } from './queries.ts';

/** Everything the customer and support have said to each other, by conversation. */
export function PastConversations() {
  const { i18n } = useLingui();
  const { data, isError, isFetching, refetch } = useQuery(conversationsQuery);
  if (data?.length === 0) return null;
  return (
    <Card flush title={<Trans>我的会话</Trans>}>
      {data ? (
        <List>
          {data.map(({ id, status, openedAt, closedAt, rating, preview, agentName, mergedInto }) => (
            <RowLink
              key={id}
              to="/support"
              search={status === 'closed' ? { conversationId: id } : { screen: 'help' }}
              leading={<MessageCircle aria-hidden="true" />}
              title={
                preview ? spokenText(preview, i18n.locale === 'en' ? 'en' : 'zh') : <Trans>客服会话</Trans>
              }
              detail={
                <>
                  <Time value={closedAt ?? openedAt} />
                  {agentName && ` · ${agentName}`}
                  {rating && ` · ${'★'.repeat(rating.score)}`}
                </>
              }
              trailing={<StatusBadge status={status} isMerged={mergedInto !== undefined} />}
            />
          ))}
        </List>
      ) : isError ? (
        <ErrorState onRetry={() => void refetch()} retrying={isFetching} />
      ) : (
        <SkeletonList rows={2} />
      )}
    </Card>
  );
}

function StatusBadge({ status, isMerged }: { status: Conversation['status']; isMerged: boolean }) {
  if (status === 'closed') {
    return <Badge>{isMerged ? <Trans>已合并</Trans> : <Trans>已结束</Trans>}</Badge>;
  }
  if (status === 'queued') {
    return (
      <Badge tone="warning">
        <Trans>排队中</Trans>
      </Badge>
    );
  }
  return (
    <Badge tone="info">
      <Trans>进行中</Trans>
    </Badge>
  );
}
