import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowLeft, BadgeCheck, Lock, PanelRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeskConversation } from '../../../contract/support.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { clockOf } from '../inbox/clock.ts';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { WaitingClock } from '../inbox/waiting-clock.tsx';
import { StatusBadge } from './status-badge.tsx';

export interface ThreadHeaderProps {
  conversation: DeskConversation;
  inbox: InboxPlace;
  /** The customer's account is locked. */
  locked?: boolean;
  /** There is a context region to show. */
  hasContext?: boolean;
  /** What can be done with the conversation. */
  children?: ReactNode;
}

/** Who this is, what about, and in whose hands. */
export function ThreadHeader({ conversation, inbox, locked, hasContext, children }: ThreadHeaderProps) {
  const { t } = useLingui();
  const localized = useLocalized();
  const { customer, topic, priority, language } = conversation;
  const clock = clockOf(conversation);
  return (
    <header className="flex items-center gap-2 border-line border-b bg-surface px-2 py-2 pt-[max(env(safe-area-inset-top),0.5rem)] md:min-h-14 md:px-4">
      <IconButton
        icon={<ArrowLeft />}
        label={t`返回列表`}
        className="md:hidden"
        onClick={() => inbox.leave()}
      />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <h2 className="truncate font-semibold text-title">{customer.name}</h2>
          <span className="tabular hidden shrink-0 text-caption text-muted sm:inline">
            {customer.maskedContact}
          </span>
          {!locked && (
            <span
              className="inline-flex shrink-0 items-center gap-1 text-caption text-success-ink"
              title={t`客户已登录钱包，手机号已验证`}
            >
              <BadgeCheck aria-hidden="true" className="size-4" />
              <span className="max-md:sr-only">
                <Trans>已登录钱包</Trans>
              </span>
            </span>
          )}
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-1.5 overflow-hidden">
          <StatusBadge conversation={conversation} />
          {locked && (
            <Badge tone="danger">
              <Lock aria-hidden="true" />
              <Trans>账户已锁定</Trans>
            </Badge>
          )}
          {priority === 'urgent' && (
            <Badge tone="danger">
              <Trans>紧急</Trans>
            </Badge>
          )}
          {topic && (
            <Badge tone="info" className="min-w-0 shrink">
              <span className="truncate">{localized(topic)}</span>
            </Badge>
          )}
          <Badge className="max-sm:hidden">
            {language === 'zh' ? <Trans>中文</Trans> : <Trans>英文</Trans>}
          </Badge>
          {clock && <WaitingClock clock={clock} priority={priority} className="shrink-0" />}
        </div>
      </div>
      <div className="flex shrink-0 items-center gap-2">
        {children}
        {hasContext && (
          <IconButton
            icon={<PanelRight />}
            label={t`客户资料`}
            tone="muted"
            aria-expanded={inbox.contextShown}
            className="xl:hidden"
            onClick={() => inbox.showContext(!inbox.contextShown)}
          />
        )}
      </div>
    </header>
  );
}
