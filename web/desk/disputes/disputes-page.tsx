import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { DisputeCard } from './dispute-card.tsx';
import { disputesQuery } from './queries.ts';

/** Disputes by their clock: what each side says and shows, and the outcome that two members of staff decide. */
export function DisputesPage() {
  const { t } = useLingui();
  const [view, setView] = useState<'open' | 'closed'>('open');
  const list = useQuery(disputesQuery(view));
  return (
    <RoomPage
      title={<Trans>争议</Trans>}
      name={t`争议`}
      detail={<Trans>客户不认得或不认可的付款。一位同事提出决定，另一位批准，然后执行。</Trans>}
    >
      <SegmentedControl
        label={t`显示`}
        value={view}
        onChange={setView}
        options={[
          { value: 'open', label: <Trans>处理中</Trans> },
          { value: 'closed', label: <Trans>已结束</Trans> },
        ]}
        className="mb-4 max-w-sm"
      />
      {list.isPending && <SkeletonList rows={3} />}
      {list.isError && (
        <ErrorState
          title={<Trans>争议没有加载出来</Trans>}
          onRetry={() => void list.refetch()}
          retrying={list.isFetching}
        />
      )}
      {list.data?.length === 0 && <EmptyState icon={<Scale />} title={<Trans>没有争议</Trans>} />}
      <ul className="flex flex-col gap-3">
        {list.data?.map((dispute) => (
          <li key={dispute.id}>
            <DisputeCard dispute={dispute} />
          </li>
        ))}
      </ul>
    </RoomPage>
  );
}
