import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MessageSquareWarning, Search } from 'lucide-react';
import { useState } from 'react';
import { createLink } from '@tanstack/react-router';
import { categoryNames, statusName, statusTones } from '../../shared/complaints/words.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListAnchor } from '../../shared/ui/list.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { may, useStaff } from '../session/session.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { NextClock } from './clocks.tsx';
import { type ComplaintView, complaintCountsQuery, complaintListQuery } from './queries.ts';
import { Trends } from './trends.tsx';
import { severityNames, severityTones } from './words.ts';

const RowLink = createLink(ListAnchor);

/** Complaints by what is due next: mine, those nobody has, and for who oversees them all of them. */
export function ComplaintsPage() {
  const { t } = useLingui();
  const oversees = may(useStaff(), 'complaint.oversee');
  const [view, setView] = useState<ComplaintView>(oversees ? 'open' : 'mine');
  const [search, setSearch] = useState('');
  const list = useInfiniteQuery(complaintListQuery(view, search.trim()));
  const counts = useQuery(complaintCountsQuery).data;
  const rows = list.data?.pages.flatMap(({ complaints }) => complaints);
  const names = { category: categoryNames(), severity: severityNames() };
  return (
    <RoomPage
      title={<Trans>投诉</Trans>}
      name={t`投诉`}
      detail={<Trans>每件有专人、有时限、有结果。按最先到期的排列。</Trans>}
    >
      <div className="mb-4 flex flex-col gap-3">
        <SegmentedControl
          label={t`显示`}
          value={view}
          onChange={setView}
          options={[
            { value: 'mine', label: <Counted name={<Trans>我的</Trans>} count={counts?.mine} /> },
            { value: 'unowned', label: <Counted name={<Trans>待领取</Trans>} count={counts?.unowned} /> },
            ...(oversees
              ? [
                  {
                    value: 'open' as const,
                    label: <Counted name={<Trans>处理中</Trans>} count={counts?.open} />,
                  },
                  { value: 'closed' as const, label: <Trans>已结案</Trans> },
                ]
              : []),
          ]}
        />
        <TextField
          type="search"
          label={<Trans>搜索投诉</Trans>}
          hideLabel
          placeholder={t`编号、手机尾号、内容`}
          leading={<Search aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          maxLength={100}
        />
      </div>
      {list.isPending && <SkeletonList rows={4} />}
      {list.isError && rows === undefined && (
        <ErrorState onRetry={() => void list.refetch()} retrying={list.isFetching} />
      )}
      {rows?.length === 0 && (
        <EmptyState
          icon={<MessageSquareWarning />}
          title={search.trim() ? <Trans>没有找到</Trans> : <Trans>这里没有投诉</Trans>}
        />
      )}
      {rows !== undefined && rows.length > 0 && (
        <Card flush>
          <List>
            {rows.map((complaint) => (
              <RowLink
                key={complaint.id}
                to="/complaints/$complaintId"
                params={{ complaintId: complaint.id }}
                chevron={false}
                title={complaint.description}
                detail={
                  <>
                    <span className="tabular">{complaint.number}</span> · {names.category[complaint.category]}{' '}
                    · {complaint.customer.name}
                    {complaint.owner && ` · ${complaint.owner.name}`}
                  </>
                }
                trailing={
                  <span className="flex items-center justify-end gap-1.5">
                    {complaint.severity !== 'normal' && (
                      <Badge tone={severityTones[complaint.severity]}>
                        {names.severity[complaint.severity]}
                      </Badge>
                    )}
                    <Badge tone={statusTones[complaint.status]}>{statusName(complaint.status, 'desk')}</Badge>
                  </span>
                }
                trailingDetail={
                  complaint.status === 'closed' ? undefined : <NextClock clocks={complaint.clocks} />
                }
              />
            ))}
          </List>
        </Card>
      )}
      {list.hasNextPage && (
        <Button
          variant="secondary"
          wide
          className="mt-3"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          <Trans>更多</Trans>
        </Button>
      )}
      {oversees && <Trends />}
    </RoomPage>
  );
}

function Counted({ name, count }: { name: React.ReactNode; count: number | undefined }) {
  return (
    <>
      {name}
      {count !== undefined && count > 0 && <span className="tabular ml-1 text-muted">{count}</span>}
    </>
  );
}
