import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListTodo } from 'lucide-react';
import { categoryNames } from '../../shared/complaints/words.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { may, useStaff } from '../session/session.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { teamTasksQuery } from './queries.ts';
import { TaskItem } from './tasks.tsx';
import { severityNames, severityTones } from './words.ts';

/** What complaints need of one's own teams, the first due first. */
export function TeamTasksPage() {
  const { t } = useLingui();
  const oversees = may(useStaff(), 'complaint.oversee');
  const tasks = useQuery(teamTasksQuery);
  const names = { category: categoryNames(), severity: severityNames() };
  return (
    <RoomPage
      title={<Trans>团队协办</Trans>}
      name={t`团队协办`}
      detail={<Trans>处理投诉的同事请您的团队查的、办的。按最先到期的排列，写下结果就完成。</Trans>}
    >
      {tasks.isPending && <SkeletonList rows={3} />}
      {tasks.isError && tasks.data === undefined && (
        <ErrorState onRetry={() => void tasks.refetch()} retrying={tasks.isFetching} />
      )}
      {tasks.data?.length === 0 && (
        <EmptyState icon={<ListTodo />} title={<Trans>没有等您的团队办的</Trans>} />
      )}
      <ul className="flex flex-col gap-3">
        {tasks.data?.map(({ complaint, ...task }) => (
          <li key={task.id}>
            <Card
              title={
                <>
                  {oversees ? (
                    <Link
                      to="/complaints/$complaintId"
                      params={{ complaintId: complaint.id }}
                      className="tabular text-accent-ink hover:underline"
                    >
                      {complaint.number}
                    </Link>
                  ) : (
                    <span className="tabular">{complaint.number}</span>
                  )}
                  <span className="ml-2 font-normal text-label text-muted">
                    {names.category[complaint.category]} · <Trans>{task.createdBy} 请求</Trans>
                  </span>
                </>
              }
              action={
                complaint.severity === 'normal' ? undefined : (
                  <Badge tone={severityTones[complaint.severity]}>{names.severity[complaint.severity]}</Badge>
                )
              }
            >
              <TaskItem task={task} acts />
            </Card>
          </li>
        ))}
      </ul>
    </RoomPage>
  );
}
