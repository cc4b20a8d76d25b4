import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link as RouterLink } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { Link, LinkReason } from '../../../contract/conversation-links.ts';
import { statusName } from '../../shared/complaints/words.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Time } from '../../shared/ui/time.tsx';

export const REASON_NAMES: Record<LinkReason, MessageDescriptor> = {
  same_incident: msg`同一次故障`,
  same_person: msg`同一人的两个账户`,
  follow_up: msg`后续问题`,
  related: msg`有关联`,
};
const STATUS_NAMES: Record<Extract<Link['to'], { kind: 'conversation' }>['status'], MessageDescriptor> = {
  assistant: msg`智能助手接待中`,
  queued: msg`排队中`,
  assigned: msg`客服接待中`,
  closed: msg`已结束`,
};

/** What something is linked with. What this member of staff may not read has its status and time only, and no way in. */
export function LinkList({ links, onRemove }: { links: readonly Link[]; onRemove?: (link: Link) => void }) {
  const { t } = useLingui();
  return (
    <ul className="flex flex-col gap-1.5 text-label">
      {links.map((link) => {
        const { to } = link;
        const name =
          to.kind === 'complaint' ? t`投诉 ${to.number}` : (to.customerName ?? t`您不能查看的会话`);
        const status = to.kind === 'complaint' ? statusName(to.status, 'desk') : t(STATUS_NAMES[to.status]);
        return (
          <li key={link.id} className="flex items-center justify-between gap-2">
            <span className="min-w-0">
              {to.customerName === undefined ? (
                name
              ) : to.kind === 'complaint' ? (
                <RouterLink
                  to="/complaints/$complaintId"
                  params={{ complaintId: to.id }}
                  className="text-accent-ink hover:underline"
                >
                  {name}
                </RouterLink>
              ) : (
                <RouterLink
                  to="/conversations/$conversationId"
                  params={{ conversationId: to.id }}
                  className="text-accent-ink hover:underline"
                >
                  {name}
                </RouterLink>
              )}
              <span className="block text-caption text-muted">
                {t(REASON_NAMES[link.reason])} · {status} · <Time value={to.openedAt} />
              </span>
            </span>
            {onRemove && (
              <IconButton
                icon={<X />}
                tone="muted"
                label={t`取消关联：${name}`}
                onClick={() => onRemove(link)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
