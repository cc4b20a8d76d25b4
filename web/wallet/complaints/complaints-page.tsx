import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { MessageSquareWarning } from 'lucide-react';
import { categoryNames, statusName, statusTones } from '../../shared/complaints/words.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { ButtonLink, RowLink } from '../app/links.tsx';
import { Screen } from '../app/screen.tsx';
import { complaintsQuery } from './queries.ts';

/** 投诉: what I complained of, and how each stands. */
export function ComplaintsPage() {
  const { t } = useLingui();
  const { data, isError, isFetching, refetch } = useQuery(complaintsQuery);
  const names = categoryNames();
  return (
    <Screen title={t`投诉`} name="complaints" up="/support/help">
      <div className="flex flex-col gap-3">
        {data?.length === 0 && (
          <Card>
            <EmptyState
              icon={<MessageSquareWarning aria-hidden="true" />}
              title={<Trans>您还没有投诉</Trans>}
              detail={
                <Trans>对处理结果或服务不满意，可以在这里投诉。每件都有专人负责、有时限、有结果。</Trans>
              }
            />
          </Card>
        )}
        {data === undefined && (
          <Card flush>
            {isError ? (
              <ErrorState onRetry={() => void refetch()} retrying={isFetching} />
            ) : (
              <SkeletonList rows={3} />
            )}
          </Card>
        )}
        {data !== undefined && data.length > 0 && (
          <Card flush>
            <List>
              {data.map((complaint) => (
                <RowLink
                  key={complaint.id}
                  to="/complaints/$id"
                  params={{ id: complaint.id }}
                  title={complaint.description}
                  detail={
                    <>
                      {names[complaint.category]} · <span className="tabular">{complaint.number}</span>
                    </>
                  }
                  trailing={
                    <Badge tone={statusTones[complaint.status]}>
                      {statusName(complaint.status, 'customer')}
                    </Badge>
                  }
                  trailingDetail={<Time value={complaint.closedAt ?? complaint.openedAt} />}
                />
              ))}
            </List>
          </Card>
        )}
        <ButtonLink to="/complaints/new" wide className="mt-2">
          <Trans>提交投诉</Trans>
        </ButtonLink>
        <p className="text-center text-caption text-muted">
          <Trans>急着用钱或账户被盗？先联系客服，马上处理。</Trans>
        </p>
      </div>
    </Screen>
  );
}
