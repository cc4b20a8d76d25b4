import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { PhoneCall } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { CallbackCard } from './callback-card.tsx';
import { callbacksQuery } from './queries.ts';

/** Calls that customers have asked for, in the order in which they are due. */
export function CallbacksPage() {
  const { t } = useLingui();
  const [view, setView] = useState<'open' | 'closed'>('open');
  const callbacks = useQuery(callbacksQuery(view));
  return (
    <RoomPage
      title={<Trans>回电</Trans>}
      name={t`回电`}
      detail={
        <Trans>
          客户约好的电话，按时间先后。认领后到点再打，号码在开始通话时显示并留痕；三次打不通就结束。
        </Trans>
      }
    >
      <SegmentedControl
        label={t`看哪些回电`}
        value={view}
        onChange={setView}
        options={[
          { value: 'open', label: <Trans>待回电</Trans> },
          { value: 'closed', label: <Trans>已结束</Trans> },
        ]}
        className="mb-4 max-w-xs"
      />
      {callbacks.isPending && <SkeletonList rows={3} />}
      {callbacks.isError && (
        <ErrorState
          title={<Trans>回电没有加载出来</Trans>}
          onRetry={() => void callbacks.refetch()}
          retrying={callbacks.isFetching}
        />
      )}
      {callbacks.data?.length === 0 && (
        <EmptyState
          icon={<PhoneCall />}
          title={view === 'open' ? <Trans>没有要打的电话</Trans> : <Trans>还没有结束的回电</Trans>}
        />
      )}
      <ul className="flex flex-col gap-3">
        {callbacks.data?.map((callback) => (
          <li key={callback.id}>
            <CallbackCard callback={callback} now={callbacks.dataUpdatedAt} />
          </li>
        ))}
      </ul>
    </RoomPage>
  );
}
