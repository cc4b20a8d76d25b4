import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { UserRoundSearch } from 'lucide-react';
import { listUnmaskings } from '../../../contract/staff.ts';
import { call } from '../../shared/api.ts';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { RoomPage } from '../shell/room-page.tsx';

/** For supervisors and auditors: who looked behind a mask, how often, and why. */
export function UnmaskingsPage() {
  const { t } = useLingui();
  const unmaskings = useQuery({
    queryKey: ['unmaskings'],
    queryFn: ({ signal }) => call(listUnmaskings, { signal }),
  });
  const { counts = [], entries = [] } = unmaskings.data ?? {};
  const fieldNames = { name: t`姓名`, phone: t`手机号`, email: t`邮箱` };
  return (
    <RoomPage
      title={<Trans>查看记录</Trans>}
      name={t`查看记录`}
      detail={<Trans>近 30 天里，谁查看过客户的完整资料，看了什么，为什么。</Trans>}
    >
      {unmaskings.isPending && <SkeletonList rows={4} />}
      {unmaskings.isError && (
        <ErrorState
          title={<Trans>记录没有加载出来</Trans>}
          onRetry={() => void unmaskings.refetch()}
          retrying={unmaskings.isFetching}
        />
      )}
      {unmaskings.isSuccess && entries.length === 0 && (
        <EmptyState icon={<UserRoundSearch />} title={<Trans>近 30 天没有人查看过完整资料</Trans>} />
      )}
      {entries.length > 0 && (
        <div className="flex flex-col gap-4">
          <Card title={<Trans>按人</Trans>} flush>
            <List>
              {counts.map(({ staff, today, month }) => (
                <ListItem
                  key={staff.id}
                  title={staff.name}
                  trailing={<Plural value={today} other="今天 # 次" />}
                  trailingDetail={<Plural value={month} other="30 天 # 次" />}
                />
              ))}
            </List>
          </Card>
          <Card title={<Trans>逐条</Trans>} flush>
            <List>
              {entries.map(({ at, staff, customer, field, reason }) => (
                <ListItem
                  key={`${at}${staff.id}${field}`}
                  title={
                    <>
                      {staff.name} · {fieldNames[field]}
                    </>
                  }
                  detail={
                    <span className="whitespace-normal">
                      {customer.name} <span className="tabular">{customer.maskedContact}</span> · {reason}
                    </span>
                  }
                  trailing={<Time value={at} />}
                />
              ))}
            </List>
          </Card>
        </div>
      )}
    </RoomPage>
  );
}
