import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { type Approval, decideApproval } from '../../../contract/staff.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { myApprovalsQuery, waitingApprovalsQuery } from './queries.ts';
import { toastProblem } from '../problem.ts';

/** What colleagues asked for and a second person decides; and what became of one's own requests. */
export function ApprovalsPage() {
  const { t } = useLingui();
  const [view, setView] = useState<'waiting' | 'mine'>('waiting');
  const list = useQuery(view === 'waiting' ? waitingApprovalsQuery : myApprovalsQuery);
  return (
    <RoomPage
      title={<Trans>审批</Trans>}
      name={t`审批`}
      detail={<Trans>退款、补偿等操作由一位同事提出，另一位批准。自己提出的不能自己批准。</Trans>}
    >
      <SegmentedControl
        label={t`显示`}
        value={view}
        onChange={setView}
        options={[
          { value: 'waiting', label: <Trans>等我批准</Trans> },
          { value: 'mine', label: <Trans>我提出的</Trans> },
        ]}
        className="mb-4 max-w-sm"
      />
      {list.isPending && <SkeletonList rows={3} />}
      {list.isError && (
        <ErrorState
          title={<Trans>审批没有加载出来</Trans>}
          onRetry={() => void list.refetch()}
          retrying={list.isFetching}
        />
      )}
      {list.data?.approvals.length === 0 && (
        <EmptyState
          icon={<ShieldCheck />}
          title={view === 'waiting' ? <Trans>没有等您批准的操作</Trans> : <Trans>您还没有提出过审批</Trans>}
        />
      )}
      <ul className="flex flex-col gap-3">
        {list.data?.approvals.map((approval) => (
          <li key={approval.id}>
            <ApprovalCard approval={approval} decidable={view === 'waiting'} />
          </li>
        ))}
      </ul>
    </RoomPage>
  );
}

function ApprovalCard({ approval, decidable }: { approval: Approval; decidable: boolean }) {
  const localized = useLocalized();
  const { conversationId, requestedBy, decidedBy } = approval;
  return (
    <Card
      title={localized(approval.summary)}
      action={decidable ? undefined : <StateBadge state={approval.state} />}
    >
      <p className="text-body">{approval.reason}</p>
      <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-caption text-muted">
        <span>
          <Trans>
            {requestedBy.name} 提出于 <Time inSentence value={approval.requestedAt} />
          </Trans>
        </span>
        {decidable && (
          <span>
            <Trans>
              有效至 <Time inSentence value={approval.expiresAt} />
            </Trans>
          </span>
        )}
        {decidedBy && (
          <span>
            <Trans>
              {decidedBy.name} 决定于 <Time inSentence value={approval.decidedAt ?? approval.requestedAt} />
            </Trans>
          </span>
        )}
        {conversationId && (
          <Link
            to="/conversations/$conversationId"
            params={{ conversationId }}
            className="text-accent-ink hover:underline"
          >
            <Trans>相关会话</Trans>
          </Link>
        )}
      </p>
      {approval.decisionReason && <p className="mt-2 text-label">{approval.decisionReason}</p>}
      {decidable && <Decide id={approval.id} />}
    </Card>
  );
}

function Decide({ id }: { id: string }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: 'approved' | 'rejected') =>
      call(decideApproval, { params: { id }, body: { decision } }),
    onSuccess: ({ state }) => toast(state === 'rejected' ? t`已拒绝` : t`已批准`, { tone: 'success' }),
    onError: toastProblem,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['approvals'] }),
  });
  return (
    <div className="mt-4 flex gap-2">
      <Button
        size="small"
        loading={decide.isPending && decide.variables === 'approved'}
        disabled={decide.isPending}
        onClick={() => decide.mutate('approved')}
      >
        <Trans>批准</Trans>
      </Button>
      <Button
        size="small"
        variant="secondary"
        loading={decide.isPending && decide.variables === 'rejected'}
        disabled={decide.isPending}
        onClick={() => decide.mutate('rejected')}
      >
        <Trans>拒绝</Trans>
      </Button>
    </div>
  );
}

function StateBadge({ state }: { state: Approval['state'] }) {
  if (state === 'waiting')
    return (
      <Badge tone="warning">
        <Trans>等待批准</Trans>
      </Badge>
    );
  if (state === 'approved')
    return (
      <Badge tone="info">
        <Trans>已批准</Trans>
      </Badge>
    );
  if (state === 'used')
    return (
      <Badge tone="success">
        <Trans>已执行</Trans>
      </Badge>
    );
  if (state === 'rejected')
    return (
      <Badge tone="danger">
        <Trans>已拒绝</Trans>
      </Badge>
    );
  return (
    <Badge tone="neutral">
      <Trans>已过期</Trans>
    </Badge>
  );
}
