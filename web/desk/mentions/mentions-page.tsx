import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { AtSign } from 'lucide-react';
import type { Mention } from '../../../contract/agent-hands.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { mentionsQuery } from './queries.ts';

/** Notes of colleagues that name whoever is logged in. */
export function MentionsPage() {
  const { t } = useLingui();
  const mentions = useQuery(mentionsQuery);
  return (
    <RoomPage
      title={<Trans>提到我的</Trans>}
      name={t`提到我的`}
      detail={<Trans>同事在内部备注里写 @您的名字，就会出现在这里；您可以查看那个会话。</Trans>}
    >
      {mentions.isPending && <SkeletonList rows={3} />}
      {mentions.isError && (
        <ErrorState onRetry={() => void mentions.refetch()} retrying={mentions.isFetching} />
      )}
      {mentions.data?.length === 0 && (
        <EmptyState icon={<AtSign />} title={<Trans>还没有同事提到您</Trans>} />
      )}
      <ul className="flex flex-col gap-3">
        {mentions.data?.map((mention) => (
          <li key={mention.messageId}>
            <MentionCard mention={mention} />
          </li>
        ))}
      </ul>
    </RoomPage>
  );
}

function MentionCard({ mention }: { mention: Mention }) {
  const { by, customerName, conversationId, text, at, seen } = mention;
  return (
    <Card
      title={
        <Trans>
          {by} · {customerName}
        </Trans>
      }
      action={
        seen ? undefined : (
          <Badge tone="info">
            <Trans>新</Trans>
          </Badge>
        )
      }
    >
      <p className="whitespace-pre-line text-body wrap-anywhere">{text}</p>
      <p className="mt-2 flex gap-3 text-caption text-muted">
        <Time value={at} />
        <Link
          to="/conversations/$conversationId"
          params={{ conversationId }}
          className="text-accent-ink hover:underline"
        >
          <Trans>查看会话</Trans>
        </Link>
      </p>
    </Card>
  );
}
