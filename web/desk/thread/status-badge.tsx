import { Trans } from '@lingui/react/macro';
import { AlarmClock, Bot } from 'lucide-react';
import type { DeskConversation } from '../../../contract/support.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { useStaff } from '../session/session.ts';

/** Who has the conversation now. */
export function StatusBadge({ conversation }: { conversation: DeskConversation }) {
  const staff = useStaff();
  const { status, agentId, agentName, snoozedUntil } = conversation;
  if (status === 'assistant') {
    return (
      <Badge>
        <Bot aria-hidden="true" />
        <Trans>智能助手接待中</Trans>
      </Badge>
    );
  }
  if (status === 'queued') {
    return (
      <Badge tone="warning">
        <Trans>排队中</Trans>
      </Badge>
    );
  }
  if (status === 'closed') {
    return (
      <Badge>
        <Trans>已结束</Trans>
      </Badge>
    );
  }
  if (snoozedUntil !== undefined) {
    return (
      <Badge>
        <AlarmClock aria-hidden="true" />
        <Time value={snoozedUntil} />
      </Badge>
    );
  }
  return (
    <Badge tone="info">
      {agentId === staff.id ? <Trans>由您接待</Trans> : <Trans>由 {agentName ?? '—'} 接待</Trans>}
    </Badge>
  );
}
